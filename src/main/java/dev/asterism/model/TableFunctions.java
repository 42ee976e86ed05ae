package dev.asterism.model;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which functions may stand where a table could: those that make rows of their arguments. All others reach for something
 * that no plan knows of, such as a file, an address or the state of the engine, so that a change of it would go unnoticed.
 */
final class TableFunctions {
    private static final Set<String> OF_THEIR_ARGUMENTS = Set.of(
            "unnest",
            "generate_series",
            "generate_subscripts",
            "range",
            "json_each",
            "json_tree",
            "repeat",
            "repeat_row");

    private static final Pattern READING =
            Pattern.compile("(read|parquet|sniff|sqlite|postgres|mysql|odbc|iceberg|delta|st|pg_read|pg_ls)_.*"
                    + "|(.*_)?(scan|query|attach)(_.*)?|glob|dblink(_.*)?|lo_get");

    private TableFunctions() {}

    /** Refuses a function after FROM or JOIN that is none of those. */
    static void requireOfItsArguments(SqlText sql, SqlToken function) {
        String name = function.name().toLowerCase(Locale.ROOT);
        if (OF_THEIR_ARGUMENTS.contains(name)) {
            return;
        }
        if (READING.matcher(name).matches()) {
            throw readsByItself(sql, function);
        }
        throw sql.error(
                function.start(),
                "the function " + function.text()
                        + " gives rows that do not follow from the day files alone. Expected a"
                        + " table, or one of the functions "
                        + String.join(", ", OF_THEIR_ARGUMENTS.stream().sorted().toList()) + ".");
    }

    /** Returns the refusal of a function, or of the name of a file, that stands where a table could. */
    static RuntimeException readsByItself(SqlText sql, SqlToken token) {
        return sql.error(
                token.start(),
                token.text()
                        + " reads a file or an address by itself, so that a change there would go unnoticed. Declare"
                        + " what it reads: a small table without days as a seed, a CSV file beside its model (kind: seed);"
                        + " files of days as a source (kind: source). Then read that table.");
    }
}
