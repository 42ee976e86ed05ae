package dev.asterism.extract.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.asterism.InputException;
import dev.asterism.extract.DataSet;
import dev.asterism.header.HeadedFile;
import dev.asterism.header.Header;
import dev.asterism.lake.Day;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A query that gives the rows of a data set's day file.
 *
 * @param firstDay the first day that can be asked for
 * @param columns what its result must have, in this order
 * @param sql the file as it is, header included; {@code @day} is a parameter, and {@code YYYYMMDD} stands for the day's
 *     digits in the name of a table
 */
record QueryFile(Path path, DataSet dataSet, Day firstDay, List<String> columns, String sql) {
    private static final Set<String> KEYS = Set.of("data_set", "file", "first_day", "description", "columns", "price");
    private static final String DAY_IN_A_TABLE_NAME = "YYYYMMDD";
    private static final int DIGITS_OF_A_DIGEST = 8;

    /**
     * Reads the query of a data set from a folder of queries.
     *
     * @throws InputException where there is none, or its header does not say what the data set's files are
     */
    static QueryFile read(Path folder, DataSet dataSet) {
        Path path = folder.resolve(dataSet + ".sql");
        if (!Files.exists(path)) {
            throw new InputException("The query " + path + " of the data set " + dataSet
                    + " is missing. Start the program where the folder bigquery-queries is, or name the folder with"
                    + " bigquery.queries-dir.");
        }
        HeadedFile file = HeadedFile.read(
                path,
                "a query starts with a header: a block comment of YAML, such as /* data_set: " + dataSet
                        + " … */. See docs/reference/bigquery-queries.md.");
        Header header = file.header();
        header.allowOnly("a query", KEYS);
        requireText(header, "data_set", dataSet.toString());
        Day firstDay = Day.parse(header.text("first_day"))
                .orElseThrow(() -> header.position("first_day")
                        .error("'" + header.text("first_day") + "' is no day. Expected one such as 2016-01-22."));
        requireText(header, "file", fileOf(dataSet, firstDay));
        List<String> columns = List.copyOf(header.textMap("columns").keySet());
        if (!columns.equals(dataSet.columns())) {
            throw header.position("columns")
                    .error("the columns are " + String.join(", ", columns) + ". Expected those of the data set: "
                            + String.join(", ", dataSet.columns()) + ".");
        }
        return new QueryFile(path, dataSet, firstDay, columns, file.text());
    }

    private static String fileOf(DataSet dataSet, Day day) {
        Path path = dataSet.target(Path.of(""), day).path();
        return dataSet.files().folder() + "/" + path.getFileName();
    }

    private static void requireText(Header header, String key, String expected) {
        if (!header.text(key).equals(expected)) {
            throw header.position(key).error("'" + header.text(key) + "' should be '" + expected + "' here.");
        }
    }

    /** The statement for a day. */
    String sqlFor(Day day) {
        return sql.replace(DAY_IN_A_TABLE_NAME, String.valueOf(day.id()));
    }

    /** Tells this text of the query from others, in a few hex digits. */
    String digest() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(sql.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS_OF_A_DIGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
