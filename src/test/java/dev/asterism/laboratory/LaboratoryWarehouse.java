package dev.asterism.laboratory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A warehouse to be harmed, of one engine. Not thread-safe. */
interface LaboratoryWarehouse extends AutoCloseable {
    /** The settings that lead the program to it, as environment variables. */
    Map<String, String> environment();

    /** A connection for looking at it; waits until that is possible again after a crash. */
    Connection connect() throws SQLException;

    /** A connection for looking at its catalog, whose tables need no schema before their name. */
    Connection connectToCatalog() throws SQLException;

    /** Another warehouse of the engine, which does not exist yet. */
    LaboratoryWarehouse fresh();

    /** Lists tables that are of no star and of no build state, as a column. */
    String queryOfScratchTables();

    /** Kills one of the program's sessions, chosen by a number; empty where there is none, or no such thing. */
    Optional<String> killSession(int choice) throws SQLException;

    /** What a query gives, each row as a text. */
    default List<String> rows(String query) {
        return StarRows.read(this::connect, query);
    }

    @Override
    void close();
}
