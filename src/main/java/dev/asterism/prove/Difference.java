package dev.asterism.prove;

import dev.asterism.lake.Day;
import dev.asterism.model.TableName;
import java.util.Map;
import java.util.Optional;

/**
 * A row that is not what the files and models say.
 *
 * @param table its table
 * @param day its day; empty for a member
 * @param key what tells the row from others, with natural keys in the place of foreign keys
 * @param published the other columns as they are published; empty if there is no such row
 * @param anew the other columns as they were built anew; empty if there is no such row
 */
public record Difference(
        TableName table,
        Optional<Day> day,
        Map<String, String> key,
        Optional<Map<String, String>> published,
        Optional<Map<String, String>> anew) {}
