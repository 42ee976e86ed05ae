package dev.asterism.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tries the program on PostgreSQL without installing one: starts a server, builds the stars in it, asks them a query,
 * and keeps the server for other clients until Enter or Ctrl-C. What is in it goes with it.
 */
public final class TryPostgres {
    private static final String NAME = "asterism";

    private final Path launcher;
    private final String query;
    private final PrintStream out;

    /**
     * @param launcher what starts the program
     * @param query asked once the stars are built
     */
    TryPostgres(Path launcher, String query, PrintStream out) {
        this.launcher = launcher;
        this.query = query;
        this.out = out;
    }

    /** Arguments: {@code --once}, to stop the server at once instead of keeping it; the query. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(arguments));
        boolean once = words.remove("--once");
        if (words.size() != 1) {
            System.err.println("Usage: TryPostgres [--once] QUERY");
            System.exit(2);
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        TryPostgres trial = new TryPostgres(Path.of("asterism").toAbsolutePath(), words.get(0), out);
        System.exit(trial.run(once ? InputStream.nullInputStream() : System.in));
    }

    /**
     * Returns the exit code.
     *
     * @param untilEnter the server is kept until this has a line, or ends
     */
    int run(InputStream untilEnter) throws IOException, InterruptedException {
        out.println("Starting a PostgreSQL server ...");
        try (PostgresServer server = PostgresServer.startOwn()) {
            PostgresDatabase database = server.createDatabase(NAME);
            for (List<String> command : List.of(List.of("run"), List.of("sql", query))) {
                int exitCode = asterism(database, command);
                if (exitCode != 0) {
                    return exitCode;
                }
            }
            out.println(howToConnect(database));
            for (int next = untilEnter.read(); next >= 0 && next != '\n'; next = untilEnter.read()) {
                // Whatever was typed before Enter means nothing.
            }
            return 0;
        }
    }

    private int asterism(PostgresDatabase database, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO().redirectInput(ProcessBuilder.Redirect.PIPE);
        builder.environment().putAll(settings(database));
        Process process = builder.start();
        process.getOutputStream().close();
        return process.waitFor();
    }

    private static Map<String, String> settings(PostgresDatabase database) {
        return Map.of(
                "ASTERISM_WAREHOUSE_URL", database.url(),
                "ASTERISM_WAREHOUSE_USER", database.user(),
                "ASTERISM_WAREHOUSE_PASSWORD", database.password());
    }

    private static String howToConnect(PostgresDatabase database) {
        String address = database.server().address();
        int colon = address.lastIndexOf(':');
        return """

                The server runs until you press Enter or Ctrl-C; its data go with it.
                  host      %s
                  port      %s
                  database  %s
                  user      %s
                  password  %s
                Connect with:
                  PGPASSWORD=%5$s psql -h %1$s -p %2$s -U %4$s %3$s""".formatted(
                        address.substring(0, colon),
                        address.substring(colon + 1),
                        database.name(),
                        database.user(),
                        database.password());
    }
}
