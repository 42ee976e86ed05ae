package dev.asterism.engine.duckdb;

import dev.asterism.AsterismException;
import dev.asterism.HostName;
import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.engine.WarehouseInUseException;
import dev.asterism.engine.WarehouseInUseException.Holder;
import dev.asterism.model.Model;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns DuckDB's messages into those of the product: DuckDB gives no SQL states, only texts. */
final class DuckDbErrors {
    private static final Pattern LINE = Pattern.compile("\nLINE (\\d+): ");
    private static final Pattern LOCK_HOLDER = Pattern.compile("Conflicting lock is held in (.*?) \\(PID (\\d+)\\)");

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

    /** A statement of a model that does not bind: the message, at the line of the file to which DuckDB points. */
    static InputException inModel(Model model, SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        Matcher line = LINE.matcher(message);
        String place = line.find()
                ? model.file().start().file() + ":" + line.group(1)
                : model.file().start().toString();
        return new InputException(place + ": " + text(failure), failure);
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
        // What a statement of the builder says by error() is a sentence by itself.
        String said = firstPart.strip().replaceFirst("^Invalid Input Error: (?=the SELECT )", "");
        return said.replaceAll("\\s*\n+\\s*", ". ").replaceAll("([!?.])\\. ", "$1 ");
    }
}
