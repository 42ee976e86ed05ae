package dev.asterism.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A way to get a server.
 *
 * @param name for the message when it does not work
 * @param start starts or finds one; fails with an exception that says why it cannot
 */
record ServerSource(String name, Callable<ServerProcess> start) {
    static final ServerSource DOCKER = new ServerSource("Docker", () -> {
        if (!DockerServer.isPossible()) {
            throw new IllegalStateException("it is not running here");
        }
        return new DockerServer();
    });

    static final ServerSource EMBEDDED = new ServerSource("embedded PostgreSQL", EmbeddedServer::new);

    static ServerSource given(String url) {
        return new ServerSource(GivenServer.VARIABLE, () -> GivenServer.at(url));
    }

    /** The first server to be had; fails where there is none, as a test that did not run must not look passed. */
    static ServerProcess first(List<ServerSource> sources) {
        List<Exception> failures = new ArrayList<>();
        StringBuilder reasons = new StringBuilder();
        for (ServerSource source : sources) {
            try {
                return source.start().call();
            } catch (Exception e) {
                failures.add(e);
                reasons.append("\n  ").append(source.name()).append(": ").append(e.getMessage());
            }
        }
        AssertionError none = new AssertionError("This test needs a PostgreSQL server, and there is none:" + reasons
                + "\nStart Docker, or run the tests on Linux (x86-64, glibc), or name a server by a superuser's URL: "
                + GivenServer.VARIABLE + "='jdbc:postgresql://localhost/postgres?user=postgres&password=...'");
        failures.forEach(none::addSuppressed);
        throw none;
    }
}
