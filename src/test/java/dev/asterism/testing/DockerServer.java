package dev.asterism.testing;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A server in a container. */
final class DockerServer implements ServerProcess {
    private static final String IMAGE = "postgres:18-alpine";
    private static final String SUPERUSER = "postgres";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final String password = UUID.randomUUID().toString();
    private final PostgreSQLContainer container;

    DockerServer() throws IOException {
        container = new PostgreSQLContainer(IMAGE)
                .withUsername(SUPERUSER)
                .withPassword(password)
                .withDatabaseName("postgres");
        container.setCommand(
                "postgres", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "max_connections=300");
        // Docker would give it another port when it starts again.
        container.setPortBindings(List.of(freePort() + ":" + PostgreSQLContainer.POSTGRESQL_PORT));
        container.start();
    }

    static boolean isPossible() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @Override
    public String address() {
        return container.getHost() + ":" + container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
    }

    @Override
    public String superuser() {
        return SUPERUSER;
    }

    @Override
    public String password() {
        return password;
    }

    @Override
    public String databaseOptions() {
        return "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'";
    }

    @Override
    public void stop() {
        docker().stopContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void start() throws IOException {
        docker().startContainerCmd(container.getContainerId()).exec();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "The container " + IMAGE + " does not answer after " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    @Override
    public void killSession(int processId) throws IOException {
        try {
            container.execInContainer("kill", "-9", String.valueOf(processId));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }

    private boolean answers() {
        try {
            DriverManager.getConnection("jdbc:postgresql://" + address() + "/postgres", SUPERUSER, password)
                    .close();
            return true;
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
