package dev.asterism.engine;

import java.util.List;
import java.util.Map;

/** Warehouses of one engine for the duration of a test, and what only that engine knows how to ask of them. */
public interface TestWarehouses {
    /** The address of a warehouse that does not exist yet. */
    String fresh();

    /** Removes a warehouse with all that was built in it. */
    void delete(String url);

    /** Puts a copy of a warehouse, as a backup would be, in the place of another one. */
    void copy(String from, String to);

    /** The comments of a table or view by column; the comment of the table itself under the empty name. */
    Map<String, String> comments(String url, String schema, String table);

    /** Tables that a run left although they belong to no star and no build state. */
    List<String> scratchTables(String url);

    /** Gives an error of an engine the name by which it is called everywhere: such as {@code text} for VARCHAR. */
    String portableType(String type);
}
