package dev.asterism.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.apache.commons.io.FileUtils;

/** A server of binaries that Maven brings: Linux only, nothing to install, works as root too. */
final class EmbeddedServer implements ServerProcess {
    /** Binaries are unpacked here once; data of servers that were killed are removed by the next one that starts. */
    private static final Path FOLDER = Path.of("target", "embedded-postgres").toAbsolutePath();

    private static final String SUPERUSER = "postgres";
    private static final String PASSWORDS_ONLY = """
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128      scram-sha-256
            """;

    private final Path data = FOLDER.resolve("data-" + UUID.randomUUID());
    private final Path log = FOLDER.resolve(data.getFileName() + ".log");
    private final String password = UUID.randomUUID().toString();
    private final int port;
    private EmbeddedPostgres postgres;

    EmbeddedServer() throws IOException, SQLException {
        Files.createDirectories(FOLDER);
        this.port = freePort();
        this.postgres = launch();
        try {
            demandPasswords();
        } catch (IOException | SQLException e) {
            close();
            throw e;
        }
    }

    @Override
    public String address() {
        return "localhost:" + port;
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
    public void stop() throws IOException {
        postgres.close();
    }

    @Override
    public void start() throws IOException {
        postgres = launch();
    }

    @Override
    public void killSession(int processId) {
        ProcessHandle.of(processId).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        FileUtils.deleteDirectory(data.toFile());
        Files.deleteIfExists(log);
    }

    private EmbeddedPostgres launch() throws IOException {
        try {
            return EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(FOLDER.toFile())
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setConnectConfig("password", password)
                    .setServerConfig("unix_socket_directories", "")
                    .setOutputRedirector(Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IllegalStateException e) {
            throw new IOException(e.getMessage() + "; see " + log, e);
        }
    }

    /** A new server lets everybody on this machine in as superuser, which includes reading the files of who runs it. */
    private void demandPasswords() throws IOException, SQLException {
        try (Connection connection = postgres.getDatabase(SUPERUSER, "postgres", Map.of("password", password))
                        .getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE postgres PASSWORD '" + password + "'");
            Files.writeString(data.resolve("pg_hba.conf"), PASSWORDS_ONLY);
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
