package dev.asterism.testing;

import java.io.IOException;

/** A running server, wherever it came from. Its address stays the same when it is stopped and started again. */
interface ServerProcess extends AutoCloseable {
    /** Host and port, as a URL has them. */
    String address();

    /** A user that may create databases and roles. */
    String superuser();

    String password();

    /** The options of CREATE DATABASE that make all servers sort alike, and not by bytes. */
    String databaseOptions();

    /** Stops it as an administrator would: connections are cut, data stays. */
    void stop() throws IOException;

    /** Starts it again after {@link #stop}. */
    void start() throws IOException;

    /**
     * Kills the process of a session. Where it is the server's own process that dies, the server cuts all sessions and
     * recovers by its log, as after a crash.
     */
    void killSession(int processId) throws IOException;

    /** Stops it for good and removes its data. */
    @Override
    void close() throws IOException;
}
