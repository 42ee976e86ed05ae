package dev.asterism.engine.postgres;

import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.Step;
import dev.asterism.engine.star.StepRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs steps on a session with the server: copies files, and takes back what may fail. */
final class ServerSteps {
    private static final Logger LOG = LoggerFactory.getLogger(ServerSteps.class);
    private static final int BUFFER_BYTES = 1 << 16;

    private ServerSteps() {}

    static void run(SqlSession session, List<Step> steps) throws SQLException {
        for (Step step : steps) {
            if (step instanceof Step.Copy copy) {
                copy(session, copy);
            } else if (step instanceof Step.Try attempt) {
                Attempt.succeeds(session, PostgresErrors::isBrokenKey, () -> session.execute(attempt.sql()));
            } else {
                new StepRunner(session).run(List.of(step));
            }
        }
    }

    private static void copy(SqlSession session, Step.Copy copy) throws SQLException {
        session.requireNotCancelled();
        LOG.debug("{}", copy.sql());
        long start = System.nanoTime();
        try (InputStream rows = Files.newInputStream(copy.file())) {
            session.jdbc().unwrap(PGConnection.class).getCopyAPI().copyIn(copy.sql(), rows, BUFFER_BYTES);
            LOG.debug("took {} ms", (System.nanoTime() - start) / 1_000_000);
        } catch (IOException unreadable) {
            throw new SQLException(copy.file() + " cannot be read (" + unreadable + ")", unreadable);
        }
    }
}
