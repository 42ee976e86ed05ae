package dev.asterism.catalog;

import dev.asterism.RunFailedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DefaultDSLContext;

/** The catalog's one connection. Thread-safe: one piece of work at a time. */
final class CatalogDatabase implements AutoCloseable {
    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private final Path file;
    private final Connection connection;
    private final DSLContext sql;

    /**
     * Takes over a connection.
     *
     * @param file named in messages
     * @param connection closed with this object
     */
    CatalogDatabase(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
        // DSL.using would do the same, but makes the compiler read classes whose annotations are not on the class path.
        this.sql = new DefaultDSLContext(connection, SQLDialect.SQLITE);
    }

    /** Runs a single statement. */
    synchronized <T> T read(Function<DSLContext, T> work) {
        try {
            return work.apply(sql);
        } catch (DataAccessException e) {
            throw failed(e);
        }
    }

    /** Runs statements in one transaction: all of them, or none. */
    synchronized <T> T write(Function<DSLContext, T> work) {
        try {
            return sql.transactionResult(transaction -> work.apply(transaction.dsl()));
        } catch (DataAccessException e) {
            throw failed(e);
        }
    }

    private RunFailedException failed(DataAccessException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new RunFailedException(
                "The catalog " + file + " cannot be used (" + cause.getMessage() + ")."
                        + " Expected free disk space and permission to write. Correct that, then run again.",
                e);
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(new DataAccessException("closing", e));
        }
    }
}
