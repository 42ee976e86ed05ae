package dev.asterism.engine.duckdb;

import dev.asterism.AsterismException;
import dev.asterism.HostName;
import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.engine.WarehouseInUseException;
import dev.asterism.engine.WarehouseInUseException.Holder;
import dev.asterism.lake.VisibleText;
import dev.asterism.model.Model;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns DuckDB's messages into those of the product: DuckDB gives no SQL states, only texts. */
final class DuckDbErrors {
    private static final Pattern LINE = Pattern.compile("\nLINE (\\d+): ");
    private static final Pattern LOCK_HOLDER = Pattern.compile("Conflicting lock is held in (.*?) \\(PID (\\d+)\\)");

    private static final Pattern NO_VALUE =
            Pattern.compile("Constraint Error: NOT NULL constraint failed: .*\\.([^.]+)");
    /** A value of the data, which may hold line breaks. */
    private static final Pattern VALUE = Pattern.compile("(?<=string )'.*?'(?= to )", Pattern.DOTALL);

    private static final String UNTOLD = "Invalid result set";

    private DuckDbErrors() {}

    /** A failure that nobody foresaw. */
    static RunFailedException unexpected(String doing, SQLException failure) {
        return new RunFailedException(doing + " failed: " + text(failure), failure);
    }

    static AsterismException opening(Path file, SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        Matcher lock = LOCK_HOLDER.matcher(message);
        if (lock.find()) {
            return new WarehouseInUseException(
                    file.toString(),
                    holder(Long.parseLong(lock.group(2)), lock.group(1)),
                    "DuckDB lets one process write at a time.",
                    failure);
        }
        if (message.contains("not a valid DuckDB database file")) {
            return new InputException(
                    file + " is no DuckDB database. Name another file with --warehouse, or move this one away.",
                    failure);
        }
        if (message.contains("No such file or directory")) {
            return new InputException(
                    "The folder of the warehouse " + file + " does not exist. Create it, or name another file with"
                            + " --warehouse.",
                    failure);
        }
        return new RunFailedException("The warehouse " + file + " cannot be opened: " + text(failure), failure);
    }

    /** The lock of a file is that of a process of this machine, and ends with it. */
    private static Holder holder(long processId, String program) {
        Optional<ProcessHandle.Info> known = ProcessHandle.of(processId).map(ProcessHandle::info);
        return new Holder(
                "process " + processId + " (" + program + ")",
                HostName.ofThisMachine(),
                known.flatMap(ProcessHandle.Info::user),
                known.flatMap(ProcessHandle.Info::startInstant));
    }

    /**
     * A statement of a model that does not bind: the message, at the line of the file to which DuckDB points.
     *
     * @param words columns that the statement names without quotes though SQL means something else by these words
     */
    static InputException inModel(Model model, SQLException failure, List<String> words) {
        String message = String.valueOf(failure.getMessage());
        Matcher line = LINE.matcher(message);
        String place = line.find()
                ? model.file().start().file() + ":" + line.group(1)
                : model.file().start().toString();
        String quotes = words.isEmpty() || !message.startsWith("Parser Error")
                ? ""
                : words.stream()
                        .map(word -> "\"" + word + "\"")
                        .collect(Collectors.joining(
                                ", ",
                                ". For the column write ",
                                " with quotes, as SQL has another meaning for the word."));
        return new InputException(place + ": " + text(failure) + quotes, failure);
    }

    /**
     * A query that fails. Where the driver keeps the reason to itself, as it does while rows are streamed, the query is
     * run again in a way that makes it tell.
     */
    static InputException inQuery(String sql, Connection connection, SQLException failure) {
        SQLException reason = failure;
        if (String.valueOf(failure.getMessage()).contains(UNTOLD)) {
            try (Statement again = connection.createStatement()) {
                again.execute("EXPLAIN ANALYZE " + sql);
            } catch (SQLException told) {
                reason = told;
            }
        }
        return new InputException("The query failed: " + text(reason), reason);
    }

    /** The message without the statement's text, in one line. */
    static String text(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        Matcher line = LINE.matcher(message);
        String firstPart = line.find() ? message.substring(0, line.start()) : message;
        Matcher noValue = NO_VALUE.matcher(firstPart.strip());
        if (noValue.matches()) {
            return "a row has no value in '" + noValue.group(1) + "'";
        }
        // What a statement of the builder says by error() is a sentence by itself.
        String said = firstPart.strip().replaceFirst("^Invalid Input Error: (?=the SELECT )", "");
        String inOneLine = VALUE.matcher(said)
                .replaceAll(value -> Matcher.quoteReplacement(VisibleText.line(value.group())))
                .strip();
        StringBuilder text = new StringBuilder();
        boolean isList = false;
        for (String part : inOneLine.split("\\s*\n+\\s*", -1)) {
            text.append(text.isEmpty() ? "" : separator(text, isList)).append(part);
            isList |= part.endsWith(":");
        }
        return text.toString().replace(": : ", ": ");
    }

    /** What stands between two lines once they are one. */
    private static String separator(CharSequence before, boolean isList) {
        char last = before.charAt(before.length() - 1);
        if (last == '.' || last == '!' || last == '?' || last == ':') {
            return " ";
        }
        return isList ? ", " : ". ";
    }
}
