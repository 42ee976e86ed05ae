package dev.asterism.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.testing.PostgresDatabase;
import dev.asterism.testing.PostgresServer;
import dev.asterism.testing.ProgramProcess;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A password is in no output, log, catalog row or file that the program leaves, and in no command line on the machine
 * while it works. Every case searches for it, as it is and as URLs write it.
 */
@EnabledOnOs(OS.LINUX)
class SecretsTest {
    private static final String PASSWORD = "swordfish;'%\"+ of/Ünland=x";
    private static final String WRONG = "guess;'%\"+ of/Ünland=y";

    @TempDir
    private Path folder;

    private PostgresDatabase database;

    @BeforeEach
    void makeADatabaseAndALake() throws IOException, SQLException {
        PostgresDatabase created = PostgresServer.freshDatabase();
        created.superuser()
                .execute("ALTER ROLE %s PASSWORD '%s'".formatted(created.user(), PASSWORD.replace("'", "''")));
        database = created;
        SmallProject project = new SmallProject(folder);
        project.day("2018-04-01", 1, 2);
        project.day("2018-04-02", 3);
    }

    @AfterEach
    void dropTheDatabase() {
        database.close();
    }

    @Test
    void aPasswordInTheEnvironmentIsShownNowhere() throws Exception {
        assertNothingShows(PASSWORD, Map.of("ASTERISM_WAREHOUSE_PASSWORD", PASSWORD), 0, "run");
        assertNothingShows(PASSWORD, Map.of("ASTERISM_WAREHOUSE_PASSWORD", PASSWORD), 0, "plan", "--sql");
        assertNothingShows(PASSWORD, Map.of("ASTERISM_WAREHOUSE_PASSWORD", PASSWORD), 0, "status");
        assertNothingShows(PASSWORD, Map.of("ASTERISM_WAREHOUSE_PASSWORD", PASSWORD), 0, "doctor");
        assertNothingShows(PASSWORD, Map.of("ASTERISM_WAREHOUSE_PASSWORD", PASSWORD), 2, "sql", "SELECT nothing");
    }

    @Test
    void aPasswordInTheSettingsFileIsShownNowhere() throws Exception {
        Files.writeString(folder.resolve("local-setup.properties"), "warehouse.password=" + PASSWORD + "\n");

        assertNothingShows(PASSWORD, Map.of(), 0, "run");
        assertNothingShows(PASSWORD, Map.of(), 0, "doctor");
        assertNothingShows(PASSWORD, Map.of(), 0, "sql", "SELECT * FROM shop_dim.visits_by_name");
    }

    @Test
    void aPasswordInTheAddressIsShownNowhere() throws Exception {
        String url = database.url() + "?user=" + database.user() + "&password=" + URLEncoder.encode(PASSWORD, UTF_8);
        Map<String, String> environment = Map.of("ASTERISM_WAREHOUSE_URL", url);

        assertNothingShows(PASSWORD, environment, 0, "run");
        assertNothingShows(PASSWORD, environment, 0, "status");
        assertNothingShows(PASSWORD, environment, 0, "doctor");
    }

    @Test
    void aRefusedLoginDoesNotShowThePasswordThatWasTried() throws Exception {
        String url = database.url() + "?user=" + database.user() + "&password=" + URLEncoder.encode(WRONG, UTF_8);

        for (String command : List.of("run", "plan", "status")) {
            assertNothingShows(WRONG, Map.of("ASTERISM_WAREHOUSE_PASSWORD", WRONG), 2, command);
            assertNothingShows(WRONG, Map.of("ASTERISM_WAREHOUSE_URL", url), 2, command);
        }
        assertNothingShows(WRONG, Map.of("ASTERISM_WAREHOUSE_URL", url), 2, "sql", "SELECT 1");
    }

    @Test
    void anAddressThatLeadsNowhereDoesNotShowItsPassword() throws Exception {
        String parameters = "?user=somebody&password=" + URLEncoder.encode(PASSWORD, UTF_8);

        for (String place : List.of("//localhost:1/nowhere", "//localhost:port/nowhere", "//[bad/nowhere", "nowhere")) {
            Map<String, String> environment = Map.of("ASTERISM_WAREHOUSE_URL", "jdbc:postgresql:" + place + parameters);
            assertNothingShows(PASSWORD, environment, "run");
        }
        Map<String, String> otherKind = Map.of("ASTERISM_WAREHOUSE_URL", "jdbc:oracle://localhost/x" + parameters);
        assertNothingShows(PASSWORD, otherKind, "run");
    }

    private void assertNothingShows(
            String secret, Map<String, String> environment, int expectedExitCode, String... arguments)
            throws Exception {
        ProgramProcess.Ended ended = assertNothingShows(secret, environment, arguments);
        assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(expectedExitCode);
    }

    private ProgramProcess.Ended assertNothingShows(String secret, Map<String, String> environment, String... arguments)
            throws Exception {
        Map<String, String> variables = new HashMap<>(Map.of(
                "ASTERISM_WAREHOUSE_URL", database.url(),
                "ASTERISM_WAREHOUSE_USER", database.user()));
        variables.putAll(environment);
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add("--verbose");
        try (ProgramProcess program =
                ProgramProcess.in(folder).environment(variables).start(command.toArray(String[]::new))) {
            int looks = 0;
            while (program.isAlive()) {
                assertHides(secret, "the process list", commandLines());
                looks++;
            }
            ProgramProcess.Ended ended = program.await();
            String what = String.join(" ", arguments);
            assertThat(looks).isPositive();
            assertHides(secret, "standard output of " + what, ended.out());
            assertHides(secret, "standard error of " + what, ended.errors());
            assertFilesHide(secret);
            assertCatalogHides(secret);
            return ended;
        }
    }

    private static void assertHides(String secret, String place, String text) {
        assertThat(text).as(place).doesNotContain(secret, URLEncoder.encode(secret, UTF_8), secret.substring(0, 9));
    }

    private static String commandLines() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : (Iterable<Path>) processes::iterator) {
                if (process.getFileName().toString().matches("\\d+")) {
                    try {
                        all.append(Files.readString(process.resolve("cmdline"), ISO_8859_1)
                                .replace('\0', ' '));
                    } catch (IOException endedMeanwhile) {
                        // It shows nothing any more.
                    }
                }
            }
        }
        return all.toString();
    }

    /** All that the program left, the log of {@code --verbose} among it. */
    private void assertFilesHide(String secret) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (!file.endsWith("local-setup.properties")) {
                    assertHides(secret, file.toString(), Files.readString(file, ISO_8859_1));
                    assertHides(secret, file.toString(), new String(Files.readAllBytes(file), UTF_8));
                }
            }
        }
    }

    private void assertCatalogHides(String secret) throws SQLException {
        try (Connection connection = database.superuser().connect();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery(
                    "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname LIKE 'asterism%'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("SELECT CAST(t AS text) FROM " + table + " AS t")) {
                    while (rows.next()) {
                        assertHides(secret, table, rows.getString(1));
                    }
                }
            }
        }
    }
}
