package dev.asterism.lake;

/**
 * A column of a day file.
 *
 * @param name the name in the file's header row
 * @param type what its fields hold
 * @param nullable whether a field may be empty
 */
public record Column(String name, ColumnType type, boolean nullable) {}
