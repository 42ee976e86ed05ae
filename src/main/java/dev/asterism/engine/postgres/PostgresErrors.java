package dev.asterism.engine.postgres;

import dev.asterism.AsterismException;
import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.model.Model;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Turns PostgreSQL's failures into those of the product. Messages never hold the connection's properties. */
final class PostgresErrors {
    private static final String QUERY_CANCELED = "57014";

    private PostgresErrors() {}

    /** Failures by which the server, and not the statement, is to blame: classes 08, 57P and 53. */
    static boolean isServerGone(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
    }

    /** Rows that break a foreign key or a unique one. */
    static boolean isBrokenKey(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.equals("23503") || state.equals("23505");
    }

    /** A lock that others have, and that was not waited for. */
    static boolean isLockedOut(SQLException failure) {
        return String.valueOf(failure.getSQLState()).equals("55P03");
    }

    static RunFailedException unexpected(String doing, SQLException failure) {
        String next =
                isServerGone(failure) ? " The open batch was not published; run again to continue where it was." : "";
        return new RunFailedException(doing + " failed: " + sentence(text(failure)) + next, failure);
    }

    /** A query that fails, also because it took too long. */
    static AsterismException inQuery(SQLException failure, Duration timeout) {
        return String.valueOf(failure.getSQLState()).equals(QUERY_CANCELED)
                ? new RunFailedException(
                        "The query took longer than " + timeout.toMillis() / 1000.0
                                + " s, the limit that sql.timeout sets." + " Ask for less, or raise the limit.",
                        failure)
                : new InputException("The query failed: " + sentence(text(failure)), failure);
    }

    /** A commit that fails with its server may have reached it all the same. */
    static RunFailedException committing(SQLException failure) {
        String next = isServerGone(failure)
                ? " The server did not say whether the batch is published; it is, or it is not, as a whole. Run again:"
                        + " that finds out, and continues."
                : "";
        return new RunFailedException("Publishing the batch failed: " + sentence(text(failure)) + next, failure);
    }

    static AsterismException opening(String shownUrl, SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        String place = "The warehouse " + shownUrl;
        if (state.startsWith("28")) {
            return new InputException(
                    place + " refuses the login: " + sentence(text(failure))
                            + " Set warehouse.user and warehouse.password in local-setup.properties, or"
                            + " ASTERISM_WAREHOUSE_USER and ASTERISM_WAREHOUSE_PASSWORD.",
                    failure);
        }
        if (state.equals("3D000")) {
            return new InputException(
                    place + " names a database that does not exist. Create it with: createdb NAME.", failure);
        }
        if (state.startsWith("08")) {
            return new RunFailedException(
                    place + " cannot be reached: " + sentence(text(failure))
                            + " Expected a running server at this address.",
                    failure);
        }
        return new RunFailedException(place + " cannot be opened: " + text(failure), failure);
    }

    /** A statement of a model that does not bind: the message, at the line of the file to which PostgreSQL points. */
    static InputException inModel(Model model, String sql, SQLException failure) {
        String place = server(failure)
                .filter(message -> message.getPosition() > 0)
                .map(message -> model.file().start().file() + ":" + lineOf(sql, message.getPosition()))
                .orElse(model.file().start().toString());
        return new InputException(place + ": " + text(failure), failure);
    }

    private static long lineOf(String sql, int position) {
        return 1
                + sql.substring(0, Math.min(sql.length(), position - 1))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    /** The message with its detail and hint, in one line. */
    static String text(SQLException failure) {
        return server(failure)
                .map(message -> {
                    StringBuilder text = new StringBuilder(String.valueOf(message.getMessage()));
                    if (message.getDetail() != null) {
                        text.append(". ").append(message.getDetail());
                    }
                    if (message.getHint() != null) {
                        text.append(' ').append(message.getHint());
                    }
                    if (message.getWhere() != null && message.getWhere().startsWith("COPY")) {
                        text.append(" (").append(message.getWhere()).append(')');
                    }
                    return text.toString();
                })
                .orElse(String.valueOf(failure.getMessage()))
                .strip()
                .replaceAll("\\s*\n+\\s*", " ");
    }

    static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private static Optional<ServerErrorMessage> server(SQLException failure) {
        return failure instanceof PSQLException postgres
                ? Optional.ofNullable(postgres.getServerErrorMessage())
                : Optional.empty();
    }
}
