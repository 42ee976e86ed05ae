package dev.asterism.model;

import dev.asterism.header.Position;
import java.util.Map;

/**
 * What every model file has.
 *
 * @param id its pipeline and name
 * @param start where the statement starts
 * @param description one or more sentences, plain text
 * @param columns descriptions of columns by name, in the order written
 * @param renamedFrom the names that columns had before, by the names that they have now; only what is in a warehouse
 *     follows from it
 * @param sql the statement
 * @param earlierDays the tables of which it also sees days before the one that is built
 */
public record ModelFile(
        ModelId id,
        Position start,
        String description,
        Map<String, String> columns,
        Map<String, String> renamedFrom,
        SqlText sql,
        Map<TableName, EarlierDays> earlierDays) {}
