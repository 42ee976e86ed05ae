package dev.asterism.model;

/**
 * A table that a statement reads, where it stands after FROM or JOIN.
 *
 * @param table the table
 * @param start offset of the name's first character in the SQL text
 * @param end offset after the name's last character
 * @param aliased whether the statement gives it another name
 */
record TableReference(TableName table, int start, int end, boolean aliased) {}
