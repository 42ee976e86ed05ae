package dev.asterism.catalog;

import dev.asterism.RunFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DefaultDSLContext;

/** The catalog's one connection, opened anew where it broke in between. Thread-safe: one piece of work at a time. */
final class CatalogDatabase implements AutoCloseable {
    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private final CatalogStore store;
    private Connection connection;
    private DSLContext sql;

    /**
     * Takes over a connection.
     *
     * @param connection closed with this object
     */
    CatalogDatabase(CatalogStore store, Connection connection) {
        this.store = store;
        this.connection = connection;
        this.sql = context(connection);
    }

    /** Runs a single statement. */
    synchronized <T> T read(Function<DSLContext, T> work) {
        try {
            reconnectWhereBroken();
            return work.apply(sql);
        } catch (DataAccessException e) {
            throw failed(e);
        }
    }

    /** Runs statements in one transaction: all of them, or none. */
    synchronized <T> T write(Function<DSLContext, T> work) {
        try {
            reconnectWhereBroken();
            return sql.transactionResult(transaction -> work.apply(transaction.dsl()));
        } catch (DataAccessException e) {
            throw failed(e);
        }
    }

    /** A run may last for hours without a word to the catalog: long enough for a server to hang up. */
    private void reconnectWhereBroken() {
        if (store.isAlive(connection)) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException itWasBrokenAnyway) {
            // Nothing is lost: no transaction is open between two pieces of work.
        }
        try {
            connection = store.connect();
            sql = context(connection);
        } catch (SQLException e) {
            throw new DataAccessException("connecting", e);
        }
    }

    /** DSL.using would do the same, but makes the compiler read classes whose annotations are not on the class path. */
    private DSLContext context(Connection open) {
        return new DefaultDSLContext(open, store.dialect());
    }

    private RunFailedException failed(DataAccessException e) {
        return new RunFailedException(
                "The catalog " + store.name() + " cannot be used (" + reason(e) + "). " + store.expected()
                        + " Correct that, then run again.",
                e);
    }

    /** The database's own words: jOOQ's hold the statement, which tells a user nothing. */
    private static String reason(DataAccessException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return "the connection is lost";
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
