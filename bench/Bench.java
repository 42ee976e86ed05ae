import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileDraft;
import dev.asterism.lake.DayFileDraft.Provenance;
import dev.asterism.lake.DayFileTarget;
import dev.asterism.testing.PostgresDatabase;
import dev.asterism.testing.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures the program beside what a user would write by hand, on the same lake, in turns, each as a process of its own.
 * See README.md beside this file for what is measured and how to read it.
 */
public final class Bench {
    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);
    private static final Path SQL = Path.of("bench", "sql");
    private static final String PYPI = "pypi/downloads-v1.csv.gz";
    private static final String GITHUB = "github/repo-activity-v1.csv.gz";
    private static final String META = ".meta.json";
    private static final long MEGABYTE = 1_000_000;
    private static final double GROSSLY = 2;
    private static final Pattern PHASE = Pattern.compile("(?:\\[.*\\] )?((?:read|built) [^,]+),.*, (?:([0-9]+)m )?([0-9.]+)(ms|s)");

    private final Options options;
    private final Path lake;
    private final Path work;
    private final Path raw;
    private final Map<String, Map<String, List<Measured>>> results = new LinkedHashMap<>();

    /** How large the lake is, what is compared, how often. */
    private record Options(
            int days,
            long rows,
            long repositories,
            int rounds,
            List<String> scenarios,
            Path folder,
            long seed,
            Optional<Path> expected) {}

    /** One run of one contender. */
    private record Measured(double seconds, double megabytesOfMemory, double megabytesOnDisk) {}

    private interface Contender {
        /** Runs once, from the beginning; gives the processes' time and memory, and what is on disk afterwards. */
        Measured run() throws Exception;
    }

    private Bench(Options options) {
        this.options = options;
        this.lake = options.folder()
                .resolve("lake-%d-%d-%d-%d"
                        .formatted(options.days(), options.rows(), options.repositories(), options.seed()));
        this.work = options.folder().resolve("work");
        this.raw = options.folder().resolve("raw.tsv");
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("duckdb")) {
            duckDb(arguments[1], Path.of(arguments[2]), Path.of(arguments[3]));
            return;
        }
        Map<String, String> given = new TreeMap<>(Map.of(
                "days", "30", "rows", "1000000", "repositories", "300000", "rounds", "3", "seed", "1", "folder",
                "target/bench", "scenarios", "reading,duckdb,postgres,queries,growth", "expected", ""));
        for (String argument : arguments) {
            String[] parts = argument.replaceFirst("^--", "").split("=", 2);
            if (parts.length < 2 || !given.containsKey(parts[0])) {
                System.err.println("Unknown argument " + argument + ". Expected --NAME=VALUE, with NAME one of "
                        + String.join(", ", given.keySet()) + ".");
                System.exit(2);
            }
            given.put(parts[0], parts[1]);
        }
        boolean isAsExpected = new Bench(new Options(
                        Integer.parseInt(given.get("days")),
                        Long.parseLong(given.get("rows")),
                        Long.parseLong(given.get("repositories")),
                        Integer.parseInt(given.get("rounds")),
                        List.of(given.get("scenarios").split(",")),
                        Path.of(given.get("folder")).toAbsolutePath(),
                        Long.parseLong(given.get("seed")),
                        Optional.of(given.get("expected")).filter(file -> !file.isEmpty()).map(Path::of)))
                .run();
        System.exit(isAsExpected ? 0 : 1);
    }

    /** Runs a script on a DuckDB file, as the command line of DuckDB would: a contender, in a process of its own. */
    private static void duckDb(String url, Path script, Path lake) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(Files.readString(script).replace("${lake}", lake.toString()));
        }
    }

    /** Gives whether no ratio is grossly above what is expected. */
    private boolean run() throws Exception {
        Files.createDirectories(work);
        generate(options.days() + 1);
        System.out.printf(
                Locale.ROOT,
                "%d days, %,d rows of PyPI and %,d of GitHub a day, %,.0f MB of day files; %d processors, Java %s%n",
                options.days(), options.rows(), options.repositories(), megabytes(lake),
                Runtime.getRuntime().availableProcessors(), Runtime.version());
        for (String scenario : options.scenarios()) {
            switch (scenario) {
                case "reading" -> compare("reading the day files alone", reading());
                case "duckdb" -> compare("from nothing, DuckDB", fromNothingOnDuckDb());
                case "postgres" -> postgres();
                case "queries" -> queries();
                case "growth" -> growth();
                default -> throw new IllegalArgumentException("there is no scenario " + scenario);
            }
        }
        report();
        return options.expected().isEmpty() || isAsExpected(options.expected().get());
    }

    // ---- the lake

    private void generate(int days) throws IOException, SQLException {
        String template = Files.readString(SQL.resolve("lake-day.sql"));
        for (int age = 0; age < days; age++) {
            Day day = new Day(FIRST_DAY.plusDays(age));
            DayFileTarget downloads = DayFileTarget.in(lake, day, "pypi", "downloads", 1, List.of(
                    "day_id", "project", "project_version", "python_version", "installer", "number_of_downloads"));
            DayFileTarget activity = DayFileTarget.in(lake, day, "github", "repo-activity", 1, List.of(
                    "day_id", "user", "repository", "number_of_forks", "number_of_commits",
                    "number_of_closed_pull_requests"));
            if (Files.exists(downloads.path()) && Files.exists(activity.path())) {
                continue;
            }
            try (DayFileDraft downloadsDraft = new DayFileDraft(downloads);
                    DayFileDraft activityDraft = new DayFileDraft(activity);
                    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = connection.createStatement()) {
                statement.execute(template.replace("${day}", String.valueOf(day.id()))
                        .replace("${age}", String.valueOf(age))
                        .replace("${seed}", String.valueOf(options.seed()))
                        .replace("${projects}", String.valueOf(Math.max(10, options.rows() * 2 / 5)))
                        .replace("${repositories}", String.valueOf(Math.max(10, options.repositories() * 10)))
                        .replace("${pypi_rows}", String.valueOf(options.rows()))
                        .replace("${github_rows}", String.valueOf(options.repositories()))
                        .replace("${downloads}", downloadsDraft.part().toString())
                        .replace("${activity}", activityDraft.part().toString()));
                downloadsDraft.publish(Provenance.of("bench", options.rows()));
                activityDraft.publish(Provenance.of("bench", options.repositories()));
            }
        }
    }

    /** The lake's first days, as a lake of its own made of links. */
    private Path first(int days) throws IOException {
        Path part = work.resolve("first-" + days);
        delete(part);
        for (int age = 0; age < days; age++) {
            link(part, age);
        }
        return part;
    }

    private void link(Path part, int age) throws IOException {
        String day = FIRST_DAY.plusDays(age).format(DateTimeFormatter.ofPattern("yyyy/MM/dd"));
        for (String file : List.of(PYPI, GITHUB, PYPI + META, GITHUB + META)) {
            Path link = part.resolve(day).resolve(file);
            Files.createDirectories(link.getParent());
            Files.createLink(link, lake.resolve(day).resolve(file));
        }
    }

    // ---- the scenarios

    private Map<String, Contender> reading() throws IOException {
        Path days = first(options.days());
        Path script = work.resolve("parse.sql");
        Files.writeString(script, """
                SELECT count(*) + count(project) + count(project_version) + count(python_version) + count(installer)
                  + sum(number_of_downloads)
                FROM read_csv('${lake}/*/*/*/pypi/downloads-v1.csv.gz', auto_detect = false, header = true, delim = '\\t',
                  quote = '"', escape = '"', nullstr = '', compression = 'gzip', columns = {day_id: 'INTEGER',
                  project: 'VARCHAR', project_version: 'VARCHAR', python_version: 'VARCHAR', installer: 'VARCHAR',
                  number_of_downloads: 'BIGINT'});
                SELECT count(*) + count("user") + count(repository) + sum(number_of_forks)
                FROM read_csv('${lake}/*/*/*/github/repo-activity-v1.csv.gz', auto_detect = false, header = true,
                  delim = '\\t', quote = '"', escape = '"', nullstr = '', compression = 'gzip', columns = {
                  day_id: 'INTEGER', user: 'VARCHAR', repository: 'VARCHAR', number_of_forks: 'INTEGER',
                  number_of_commits: 'INTEGER', number_of_closed_pull_requests: 'INTEGER'});
                """);
        Map<String, Contender> contenders = new LinkedHashMap<>();
        contenders.put(
                "gunzip alone",
                () -> timed(Map.of(), "sh", "-c", "find " + days + " -name '*.gz' | xargs -P2 -n1 gunzip -c >/dev/null"));
        contenders.put("gunzip and parse, DuckDB", () -> timed(Map.of(), handWritten("jdbc:duckdb:", script, days)));
        return contenders;
    }

    private Map<String, Contender> fromNothingOnDuckDb() throws IOException {
        Path days = first(options.days());
        Map<String, Contender> contenders = new LinkedHashMap<>();
        contenders.put("hand-written", () -> {
            Path file = fresh("hand-written").resolve("warehouse.duckdb");
            Measured measured =
                    timed(Map.of(), handWritten("jdbc:duckdb:" + file, SQL.resolve("hand-written-duckdb.sql"), days));
            return withDisk(measured, megabytes(file));
        });
        contenders.put("asterism run", () -> {
            Path file = fresh("asterism").resolve("warehouse.duckdb");
            Path output = work.resolve("run.log");
            Measured measured = timed(Map.of(), asterism(days, "jdbc:duckdb:" + file, "run"), output);
            notePhases(measured.seconds(), Files.readAllLines(output));
            return withDisk(measured, megabytes(file));
        });
        return contenders;
    }

    /** What a run itself says of how long it took: a line for each table of each batch. */
    private void notePhases(double total, List<String> output) throws IOException {
        String scenario = "where the time of a run goes, DuckDB";
        Map<String, Double> phases = new LinkedHashMap<>();
        for (String line : output) {
            Matcher matcher = PHASE.matcher(line);
            if (matcher.matches()) {
                double minutes = matcher.group(2) == null ? 0 : Double.parseDouble(matcher.group(2));
                double value = Double.parseDouble(matcher.group(3)) / (matcher.group(4).equals("ms") ? 1000 : 1);
                phases.merge(matcher.group(1), 60 * minutes + value, Double::sum);
            }
        }
        int round = 1 + results.getOrDefault(scenario, Map.of()).getOrDefault("all", List.of()).size();
        note(scenario, "all", round, new Measured(total, 0, 0));
        for (Map.Entry<String, Double> phase : phases.entrySet()) {
            note(scenario, phase.getKey(), round, new Measured(phase.getValue(), 0, 0));
        }
        double rest = total - phases.values().stream().mapToDouble(Double::doubleValue).sum();
        note(scenario, "start, proofs, publishing", round, new Measured(rest, 0, 0));
    }

    private void postgres() throws Exception {
        Path days = first(options.days());
        try (PostgresServer server = PostgresServer.startOwn()) {
            Map<String, Contender> contenders = new LinkedHashMap<>();
            List<PostgresDatabase> latest = new ArrayList<>(Arrays.asList(null, null));
            contenders.put("the original's way", () -> {
                latest.set(0, server.createDatabase());
                psql(latest.get(0), SQL.resolve("original-postgres-tables.sql"));
                Measured measured = watched("from nothing", "the original's way", latest.get(0), () -> original(latest.get(0), days));
                return withDisk(measured, size(latest.get(0)));
            });
            contenders.put("asterism run", () -> {
                latest.set(1, server.createDatabase());
                Measured measured = watched("from nothing", "asterism run", latest.get(1), () -> asterism(latest.get(1), days));
                return withDisk(measured, size(latest.get(1)));
            });
            compare("from nothing, PostgreSQL", contenders);
            askQueries("queries, PostgreSQL, original's tables", latest.get(0).url(), latest.get(0));
            askQueries("queries, PostgreSQL, asterism's tables", latest.get(1).url(), latest.get(1));
            Path more = work.resolve("one-more");
            delete(more);
            link(more, options.days());
            link(days, options.days());
            Map<String, Contender> oneMore = new LinkedHashMap<>();
            oneMore.put("the original's way", () -> watched("one more day", "the original's way", latest.get(0), () -> original(latest.get(0), more)));
            oneMore.put("asterism run", () -> watched("one more day", "asterism run", latest.get(1), () -> asterism(latest.get(1), days)));
            compare("one more day, PostgreSQL", oneMore, 1);
        }
    }

    /** What a contender costs the server: processor seconds of all its processes, and what it writes ahead. */
    private Measured watched(String what, String contender, PostgresDatabase database, Contender work) throws Exception {
        PostgresDatabase superuser = database.superuser();
        long postmaster = Long.parseLong(
                Files.readAllLines(Path.of(superuser.value("SHOW data_directory"), "postmaster.pid")).get(0));
        double processor = processorSeconds(postmaster);
        String start = superuser.value("SELECT pg_current_wal_lsn()");
        Measured measured = work.run();
        double written = Double.parseDouble(
                superuser.value("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '" + start + "')"));
        note(what + ", what it costs the server, PostgreSQL", contender, 1,
                new Measured(processorSeconds(postmaster) - processor, 0, written / MEGABYTE));
        return measured;
    }

    /** Of a server's process, its children, and those that ended: Linux' {@code proc(5)}, in hundredths of a second. */
    private static double processorSeconds(long postmaster) throws IOException {
        double ticks = 0;
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.filter(path -> path.getFileName().toString().matches("\\d+")).toList()) {
                String stat;
                try {
                    stat = Files.readString(process.resolve("stat"));
                } catch (IOException endedMeanwhile) {
                    continue;
                }
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                boolean isServer = process.getFileName().toString().equals(String.valueOf(postmaster));
                if (isServer || fields[1].equals(String.valueOf(postmaster))) {
                    ticks += Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
                }
                if (isServer) {
                    ticks += Double.parseDouble(fields[13]) + Double.parseDouble(fields[14]);
                }
            }
        }
        return ticks / 100;
    }

    private void queries() throws Exception {
        Path days = first(options.days());
        Path hand = fresh("hand-written").resolve("warehouse.duckdb");
        timed(Map.of(), handWritten("jdbc:duckdb:" + hand, SQL.resolve("hand-written-duckdb.sql"), days));
        Path own = fresh("asterism").resolve("warehouse.duckdb");
        timed(Map.of(), asterism(days, "jdbc:duckdb:" + own, "run", "--quiet"));
        askQueries("queries, DuckDB, hand-written", "jdbc:duckdb:" + hand, null);
        askQueries("queries, DuckDB, asterism's tables", "jdbc:duckdb:" + own, null);
    }

    /** One more day, and nothing to do, on top of few days and of twenty times as many. */
    private void growth() throws Exception {
        Map<String, Contender> contenders = new LinkedHashMap<>();
        Map<String, Contender> nothing = new LinkedHashMap<>();
        int few = options.days();
        int many = 20 * options.days();
        generate(many + options.rounds() + 1);
        for (int days : List.of(few, many)) {
            Path part = first(days);
            Path file = fresh("growth-" + days).resolve("warehouse.duckdb");
            String url = "jdbc:duckdb:" + file;
            timed(Map.of(), asterism(part, url, "run", "--quiet"));
            int[] next = {days};
            contenders.put("one more day on " + days, () -> {
                link(part, next[0]++);
                return timed(Map.of(), asterism(part, url, "run", "--quiet"));
            });
            nothing.put("nothing to do at " + days, () -> timed(Map.of(), asterism(part, url, "run", "--quiet")));
            nothing.put("plan at " + days, () -> timed(Map.of(), asterism(part, url, "plan", "--quiet")));
        }
        compare("one more day, DuckDB", contenders);
        nothing.put("--help", () -> timed(Map.of(), List.of("./asterism", "--help")));
        compare("nothing to do, DuckDB", nothing);
    }

    // ---- contenders

    private static List<String> handWritten(String url, Path script, Path lake) {
        return List.of(
                java(), "-cp", System.getProperty("java.class.path"), "Bench", "duckdb", url, script.toString(),
                lake.toString());
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static List<String> asterism(Path lake, String url, String... arguments) {
        List<String> command = new ArrayList<>(List.of("./asterism"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data-dir", lake.toString(), "--warehouse", url));
        return command;
    }

    private Measured asterism(PostgresDatabase database, Path days) throws Exception {
        return timed(
                Map.of("ASTERISM_WAREHOUSE_USER", database.user(), "ASTERISM_WAREHOUSE_PASSWORD", database.password()),
                asterism(days, database.url(), "run", "--quiet"));
    }

    /** The rows by psql, two files at once, then everything anew. */
    private Measured original(PostgresDatabase database, Path days) throws Exception {
        String copy = "gunzip -c \"$0\" | psql -qc \"COPY %s FROM STDIN (FORMAT csv, HEADER, DELIMITER E'\\t', NULL '')\"";
        String load = "find %s -path '*%s' | xargs -P2 -n1 sh -c '%s'";
        Measured pypi = timed(
                psqlEnvironment(database), "sh", "-c",
                load.formatted(days, PYPI, copy.formatted("pypi_data.download_counts").replace("'", "'\\''")));
        Measured github = timed(
                psqlEnvironment(database), "sh", "-c",
                load.formatted(days, GITHUB, copy.formatted("gh_data.repo_activity").replace("'", "'\\''")));
        Measured rebuild = psql(database, SQL.resolve("original-postgres.sql"));
        return new Measured(pypi.seconds() + github.seconds() + rebuild.seconds(), 0, 0);
    }

    private static Measured psql(PostgresDatabase database, Path script) throws Exception {
        return timed(psqlEnvironment(database), List.of("psql", "-q", "-f", script.toString()));
    }

    private static Map<String, String> psqlEnvironment(PostgresDatabase database) {
        URI address = URI.create(database.url().substring("jdbc:".length()));
        return Map.of(
                "PGHOST", address.getHost(),
                "PGPORT", String.valueOf(address.getPort()),
                "PGDATABASE", database.name(),
                "PGUSER", database.user(),
                "PGPASSWORD", database.password());
    }

    private static double size(PostgresDatabase database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_database_size(current_database())")) {
            row.next();
            return row.getLong(1) / (double) MEGABYTE;
        }
    }

    // ---- measuring

    private void compare(String scenario, Map<String, Contender> contenders) throws Exception {
        compare(scenario, contenders, options.rounds());
    }

    /** In turns, so that what else the machine does falls on all of them. */
    private void compare(String scenario, Map<String, Contender> contenders, int rounds) throws Exception {
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
                Measured measured = contender.getValue().run();
                note(scenario, contender.getKey(), round, measured);
            }
        }
    }

    private void note(String scenario, String contender, int round, Measured measured) throws IOException {
        results.computeIfAbsent(scenario, name -> new LinkedHashMap<>())
                .computeIfAbsent(contender, name -> new ArrayList<>())
                .add(measured);
        String line = String.format(
                Locale.ROOT, "%s\t%s\t%s\t%d\t%.3f\t%.0f\t%.0f%n",
                Instant.now().truncatedTo(ChronoUnit.SECONDS), scenario, contender, round, measured.seconds(),
                measured.megabytesOfMemory(), measured.megabytesOnDisk());
        Files.writeString(raw, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        System.err.print(line);
    }

    private void askQueries(String scenario, String url, PostgresDatabase database) throws Exception {
        List<String> texts = List.of(Files.readString(SQL.resolve("queries.sql")).split("(?m)^-- "));
        try (Connection connection = database == null
                        ? DriverManager.getConnection(url)
                        : DriverManager.getConnection(url, database.user(), database.password());
                Statement statement = connection.createStatement()) {
            for (int round = 0; round <= options.rounds(); round++) {
                for (String text : texts.subList(2, texts.size())) {
                    int end = text.indexOf('\n');
                    long start = System.nanoTime();
                    try (ResultSet rows = statement.executeQuery(text.substring(end))) {
                        while (rows.next()) {
                            rows.getObject(1);
                        }
                    }
                    // The first round fills the caches.
                    if (round > 0) {
                        note(scenario, text.substring(0, end), round, new Measured(seconds(start), 0, 0));
                    }
                }
            }
        }
    }

    private static Measured timed(Map<String, String> environment, String... command) throws Exception {
        return timed(environment, List.of(command));
    }

    private static Measured timed(Map<String, String> environment, List<String> command) throws Exception {
        Path output = Files.createTempFile("bench", ".log");
        Measured measured = timed(environment, command, output);
        Files.delete(output);
        return measured;
    }

    private static Measured timed(Map<String, String> environment, List<String> command, Path output) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ASTERISM_"));
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        Process process = builder.start();
        long memory = 0;
        while (!process.waitFor(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
            memory = Math.max(memory, peakMemory(process.pid()));
        }
        double seconds = seconds(start);
        if (process.exitValue() != 0) {
            throw new IllegalStateException(command + " failed: " + Files.readString(output));
        }
        return new Measured(seconds, memory / (double) MEGABYTE, 0);
    }

    /** The most memory that a process has held so far, as Linux counts it. */
    private static long peakMemory(long process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(process), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
    }

    private static double seconds(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    }

    private static Measured withDisk(Measured measured, double megabytes) {
        return new Measured(measured.seconds(), measured.megabytesOfMemory(), megabytes);
    }

    // ---- files

    private Path fresh(String name) throws IOException {
        Path folder = work.resolve(name);
        delete(folder);
        return Files.createDirectories(folder);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static double megabytes(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            long bytes = 0;
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(path);
            }
            return bytes / (double) MEGABYTE;
        }
    }

    // ---- the report

    private void report() {
        results.forEach((scenario, contenders) -> {
            System.out.printf("%n### %s%n%n| contender | median s | ratio | least to most s | memory MB | disk MB |%n", scenario);
            System.out.println("|---|---:|---:|---:|---:|---:|");
            double base = seconds(contenders.values().iterator().next());
            contenders.forEach((contender, runs) -> {
                List<Double> seconds = runs.stream().map(Measured::seconds).sorted().toList();
                System.out.printf(
                        Locale.ROOT, "| %s | %.3f | %.2f | %.3f to %.3f | %.0f | %.0f |%n",
                        contender, median(seconds), median(seconds) / base, seconds.get(0),
                        seconds.get(seconds.size() - 1),
                        median(runs.stream().map(Measured::megabytesOfMemory).toList()),
                        median(runs.stream().map(Measured::megabytesOnDisk).toList()));
            });
        });
    }

    /** Compares ratios with those of a file: scenario, contender, ratio. Machines are noisy: only twice as much is a fault. */
    private boolean isAsExpected(Path file) throws IOException {
        boolean all = true;
        int compared = 0;
        System.out.printf("%n### against %s%n%n| scenario | contender | ratio | expected | |%n|---|---|---:|---:|---|%n", file);
        for (String line : Files.readAllLines(file)) {
            String[] expected = line.split("\t");
            Map<String, List<Measured>> contenders = results.get(expected[0]);
            if (contenders == null) {
                continue;
            }
            if (!contenders.containsKey(expected[1])) {
                throw new IllegalStateException(file + " expects '" + line + "', which was not measured");
            }
            compared++;
            double ratio = seconds(contenders.get(expected[1])) / seconds(contenders.values().iterator().next());
            boolean isFine = ratio <= GROSSLY * Double.parseDouble(expected[2]);
            all &= isFine;
            System.out.printf(
                    Locale.ROOT, "| %s | %s | %.2f | %s | %s |%n",
                    expected[0], expected[1], ratio, expected[2], isFine ? "fine" : "GROSSLY SLOWER");
        }
        if (compared == 0) {
            throw new IllegalStateException(file + " expects nothing of what was measured");
        }
        return all;
    }

    private static double seconds(List<Measured> runs) {
        return median(runs.stream().map(Measured::seconds).toList());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
