package dev.asterism.engine.duckdb;

import dev.asterism.lake.ParquetFooter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads files of Parquet as text, so that one grammar of values holds for all forms of day files. Columns are told by their
 * position, since names may differ in case only.
 */
final class ParquetReader {
    private ParquetReader() {}

    /**
     * A relation of the columns as text, named by their position, with the path in {@code the file} and the number of the
     * file in {@code file_index}.
     *
     * @param paths the files, as a list of SQL
     */
    static String of(Reading.Parquet reading, String paths) {
        List<String> names = IntStream.rangeClosed(1, reading.columns().size())
                .mapToObj(position -> "c" + position)
                .toList();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            texts.add(text(names.get(i), reading.columns().get(i).storage()) + " AS " + names.get(i));
        }
        return """
            (SELECT %s, "the file", file_index, file_row_number
              FROM read_parquet(
                [%s],
                filename = 'the file', hive_partitioning = false, union_by_name = false, binary_as_string = false
              ) AS stored(%s))""".formatted(String.join(", ", texts), paths, String.join(", ", names));
    }

    private static String text(String name, ParquetFooter.Storage storage) {
        return switch (storage) {
            case PLAIN, BYTES -> "CAST(" + name + " AS VARCHAR)";
            case FLOAT -> "CAST(CAST(" + name + " AS DOUBLE) AS VARCHAR)";
            case NESTED -> "CAST(to_json(" + name + ") AS VARCHAR)";
        };
    }
}
