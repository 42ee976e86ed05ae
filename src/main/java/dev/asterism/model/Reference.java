package dev.asterism.model;

import dev.asterism.header.Position;

/**
 * What the header says about a column: that it holds keys of a dimension's members.
 *
 * @param table the dimension
 * @param where where the header says so, for messages
 */
public record Reference(TableName table, Position where) {
    @Override
    public String toString() {
        return table.toString();
    }
}
