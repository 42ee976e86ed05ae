package dev.asterism.engine.postgres;

import dev.asterism.engine.jdbc.SqlSession;
import java.sql.SQLException;
import java.util.function.Predicate;

/** Something that may fail in an expected way: where it does, it is taken back, and the transaction goes on. */
interface Attempt {
    void run() throws SQLException;

    /** Whether it could be done; false where it failed as expected. All other failures are thrown. */
    static boolean succeeds(SqlSession session, Predicate<SQLException> expected, Attempt attempt) throws SQLException {
        session.execute("SAVEPOINT attempt");
        try {
            attempt.run();
            session.execute("RELEASE SAVEPOINT attempt");
            return true;
        } catch (SQLException failure) {
            if (!expected.test(failure)) {
                throw failure;
            }
            session.execute("ROLLBACK TO SAVEPOINT attempt");
            return false;
        }
    }
}
