package dev.asterism.engine.postgres;

import dev.asterism.engine.sql.SqlSession;
import java.sql.SQLException;

/** Something that rows may break: where they do, it is taken back, and the transaction goes on. */
interface Attempt {
    void run() throws SQLException;

    /** Whether it could be done; false where a row breaks a foreign key or a unique one. All other failures are thrown. */
    static boolean succeeds(SqlSession session, Attempt attempt) throws SQLException {
        session.execute("SAVEPOINT attempt");
        try {
            attempt.run();
            session.execute("RELEASE SAVEPOINT attempt");
            return true;
        } catch (SQLException failure) {
            if (!PostgresErrors.isBrokenKey(failure)) {
                throw failure;
            }
            session.execute("ROLLBACK TO SAVEPOINT attempt");
            return false;
        }
    }
}
