package dev.asterism.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Every setting there is. A new one is a constant here, a place in {@link #ALL}, and a line in the example file. */
public final class SettingKeys {
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern YEAR_OF_FOUR_DIGITS = Pattern.compile("\\d{4}-.*");

    public static final Setting<Path> DATA_DIR = new Setting<>(
            "data.dir",
            "The lake: the folder that holds the day files.",
            "a folder",
            "data",
            settings -> Path.of("data"),
            SettingKeys::path);

    public static final Setting<Path> PIPELINES_DIR = new Setting<>(
            "pipelines.dir",
            "The folder that holds the pipelines, each a folder of model files.",
            "a folder",
            "pipelines",
            settings -> Path.of("pipelines"),
            SettingKeys::path);

    public static final Setting<String> WAREHOUSE_URL = new Setting<>(
            "warehouse.url",
            "The database that the stars are built in.",
            "a JDBC URL such as jdbc:duckdb:data/warehouse.duckdb",
            "jdbc:duckdb:<data.dir>/warehouse.duckdb",
            settings -> WarehouseAddress.DUCKDB_PREFIX + settings.get(DATA_DIR).resolve("warehouse.duckdb"),
            text -> text.isBlank() ? Optional.empty() : Optional.of(text.strip()));

    public static final Setting<Optional<String>> WAREHOUSE_USER = new Setting<>(
            "warehouse.user",
            "Who logs in to the warehouse; empty: the user in its URL, else that of the operating system.",
            "a user",
            "",
            settings -> Optional.empty(),
            orEmpty(text -> Optional.of(text.strip())));

    /** No flag sets it: everybody on a machine can see the command lines of all its processes. */
    public static final Setting<Optional<Secret>> WAREHOUSE_PASSWORD = new Setting<>(
            "warehouse.password",
            "The password of that user; on a shared machine let nobody else read the file it stands in.",
            "a password",
            "",
            settings -> Optional.empty(),
            orEmpty(text -> Optional.of(new Secret(text))));

    public static final Setting<Optional<String>> WAREHOUSE_ANALYST_ROLE = new Setting<>(
            "warehouse.analyst-role",
            "A role of a PostgreSQL warehouse that may read the stars and nothing else; empty: none.",
            "a role",
            "",
            settings -> Optional.empty(),
            orEmpty(text -> Optional.of(text.strip())));

    public static final Setting<ByteSize> WAREHOUSE_MEMORY = new Setting<>(
            "warehouse.memory",
            "How much memory the embedded engine may use; what takes more is laid aside on disk.",
            "a size such as 2GB or 512MiB",
            "1600MB",
            settings -> new ByteSize(1_600_000_000),
            ByteSize::parse);

    public static final Setting<Optional<Path>> WORKSHOP_FILE = new Setting<>(
            "workshop.file",
            "Where stars for PostgreSQL are computed, a cache that may be deleted; empty: a file in data.dir if it can be written.",
            "a file without '?' or '\\' in its path",
            "",
            settings -> Optional.empty(),
            orEmpty(text -> path(text).filter(DuckDbPath::isReadAsWritten)));

    public static final Setting<Optional<LocalDate>> FIRST_DATE = new Setting<>(
            "first.date",
            "The first day of the calendar time.day, such as 2017-01-01; empty: the lake's first day.",
            "a date such as 2017-01-01",
            "",
            settings -> Optional.empty(),
            orEmpty(SettingKeys::date));

    public static final Setting<Integer> CALENDAR_DAYS_AHEAD = new Setting<>(
            "calendar.days-ahead",
            "How many days the calendar time.day reaches beyond yesterday or the lake's last day, for planned and due dates.",
            "a whole number from 0 to 100000",
            "0",
            settings -> 0,
            SettingKeys::daysAhead);

    public static final Setting<Integer> RUN_JOBS = new Setting<>(
            "run.jobs",
            "How many pieces of work run at once.",
            "a whole number from 1 to 1000",
            "<number of processors>",
            settings -> Runtime.getRuntime().availableProcessors(),
            SettingKeys::jobs);

    public static final Setting<ByteSize> RUN_BATCH_BYTES = new Setting<>(
            "run.batch-bytes",
            "How many bytes of day files, as they lie on disk, one batch builds.",
            "a size such as 128MB",
            "170MB",
            settings -> new ByteSize(170_000_000),
            ByteSize::parse);

    public static final Setting<TimeSpan> SQL_TIMEOUT = new Setting<>(
            "sql.timeout",
            "How long one query of 'asterism sql' may run.",
            "a time such as 30s, 5min or 2h",
            "5min",
            settings -> new TimeSpan(300_000),
            TimeSpan::parse);

    public static final Setting<Optional<String>> S3_URL = new Setting<>(
            "s3.url",
            "The bucket that 'asterism sync' mirrors, such as s3://bucket/prefix; empty: the one it is given.",
            "an address such as s3://bucket/prefix",
            "",
            settings -> Optional.empty(),
            orEmpty(text -> Optional.of(text.strip())));

    /** No default: it is the user's money. */
    public static final Setting<Optional<String>> BIGQUERY_PROJECT = new Setting<>(
            "bigquery.project",
            "The Google Cloud project that is billed for what is downloaded from BigQuery; empty: none.",
            "the id of a project",
            "",
            settings -> Optional.empty(),
            orEmpty(text -> Optional.of(text.strip())));

    public static final Setting<Optional<URI>> S3_ENDPOINT = new Setting<>(
            "s3.endpoint",
            "The service that holds the bucket, such as http://127.0.0.1:9000; empty: Amazon S3.",
            "an address such as https://s3.example.org, without user or password",
            "",
            settings -> Optional.empty(),
            orEmpty(SettingKeys::service));

    public static final Setting<Optional<String>> S3_REGION = new Setting<>(
            "s3.region",
            "The region of the bucket; empty: what AWS's own settings say, and Amazon S3 tells by itself.",
            "a region such as eu-west-1",
            "",
            settings -> Optional.empty(),
            orEmpty(text -> REGION.matcher(text.strip()).matches() ? Optional.of(text.strip()) : Optional.empty()));

    public static final Setting<Optional<Path>> BIGQUERY_CREDENTIALS = new Setting<>(
            "bigquery.credentials",
            "The key of a service account, a JSON file; empty: the application default credentials of this machine.",
            "a file",
            "",
            settings -> Optional.empty(),
            orEmpty(SettingKeys::path));

    public static final Setting<ByteSize> BIGQUERY_MAX_BYTES_BILLED = new Setting<>(
            "bigquery.max-bytes-billed",
            "How much a query for one day may read; one that would read more is not run.",
            "a size such as 200GB",
            "200GB",
            settings -> new ByteSize(200_000_000_000L),
            ByteSize::parse);

    public static final Setting<Optional<UsDollars>> BIGQUERY_MONTHLY_BUDGET = new Setting<>(
            "bigquery.monthly-budget",
            "How many US dollars queries may cost in a month (UTC), at list price; empty: no limit.",
            "an amount of US dollars such as 25 or 12.50",
            "",
            settings -> Optional.empty(),
            orEmpty(UsDollars::parse));

    public static final Setting<Path> BIGQUERY_QUERIES_DIR = new Setting<>(
            "bigquery.queries-dir",
            "The folder of the queries for BigQuery, one per data set.",
            "a folder",
            "bigquery-queries",
            settings -> Path.of("bigquery-queries"),
            SettingKeys::path);

    public static final Setting<Optional<String>> BIGQUERY_URL = new Setting<>(
            "bigquery.url",
            "Another address that BigQuery is asked at, such as that of an emulator; empty: Google's.",
            "an address such as http://localhost:9050",
            "",
            settings -> Optional.empty(),
            orEmpty(text -> text.strip().matches("https?://[^\\s/]+") ? Optional.of(text.strip()) : Optional.empty()));

    public static final Setting<Path> LOG_FILE = new Setting<>(
            "log.file",
            "Where warnings, the stack traces of defects and, with --verbose, the generated SQL are written.",
            "a file",
            "<folder of the warehouse file, else data.dir>/asterism.log",
            settings -> besideTheWarehouse(settings).resolve("asterism.log"),
            SettingKeys::path);

    public static final Setting<Integer> DOWNLOAD_JOBS = new Setting<>(
            "download.jobs",
            "How many days are downloaded at once.",
            "a whole number from 1 to 1000",
            "2",
            settings -> 2,
            SettingKeys::jobs);

    public static final Setting<Integer> DOWNLOAD_TRIES = new Setting<>(
            "download.tries",
            "How often a request that fails in passing is made before its day is given up.",
            "a whole number from 1 to 1000",
            "8",
            settings -> 8,
            SettingKeys::jobs);

    public static final Setting<TimeSpan> DOWNLOAD_FIRST_WAIT = new Setting<>(
            "download.first-wait",
            "About how long to wait before a request is made again; twice as long after each further failure.",
            "a time such as 500ms, 1s or 1min",
            "1s",
            settings -> new TimeSpan(1_000),
            TimeSpan::parse);

    public static final Setting<Optional<GithubSource>> GITHUB_SOURCE = new Setting<>(
            "github.source",
            "Where the data set github comes from; empty: bigquery where bigquery.project is set, else gharchive.",
            "bigquery or gharchive",
            "",
            settings -> Optional.empty(),
            orEmpty(GithubSource::parse));

    public static final Setting<String> GHARCHIVE_URL = new Setting<>(
            "gharchive.url",
            "Where the hourly files of GH Archive are: an address, or a folder as file:/srv/gharchive.",
            "an address",
            "https://data.gharchive.org",
            settings -> "https://data.gharchive.org",
            text -> text.isBlank() ? Optional.empty() : Optional.of(text.strip()));

    /** All settings, in the order in which they are shown. */
    public static final List<Setting<?>> ALL = List.of(
            DATA_DIR,
            PIPELINES_DIR,
            WAREHOUSE_URL,
            WAREHOUSE_USER,
            WAREHOUSE_PASSWORD,
            WAREHOUSE_ANALYST_ROLE,
            WAREHOUSE_MEMORY,
            WORKSHOP_FILE,
            FIRST_DATE,
            CALENDAR_DAYS_AHEAD,
            RUN_JOBS,
            RUN_BATCH_BYTES,
            SQL_TIMEOUT,
            DOWNLOAD_JOBS,
            DOWNLOAD_TRIES,
            DOWNLOAD_FIRST_WAIT,
            GITHUB_SOURCE,
            GHARCHIVE_URL,
            S3_URL,
            S3_ENDPOINT,
            S3_REGION,
            BIGQUERY_PROJECT,
            BIGQUERY_CREDENTIALS,
            BIGQUERY_MAX_BYTES_BILLED,
            BIGQUERY_MONTHLY_BUDGET,
            BIGQUERY_QUERIES_DIR,
            BIGQUERY_URL,
            LOG_FILE);

    private SettingKeys() {}

    /** The lake may be read-only; the folder of a warehouse file cannot be. */
    private static Path besideTheWarehouse(Settings settings) {
        return settings.warehouse().file().map(file -> file.resolveSibling("")).orElseGet(() -> settings.get(DATA_DIR));
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text.strip()));
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private static Optional<URI> service(String text) {
        try {
            URI uri = new URI(text.strip());
            boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean isPlain = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
            return isHttp && isPlain && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException noAddress) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> date(String text) {
        if (!YEAR_OF_FOUR_DIGITS.matcher(text.strip()).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text.strip()));
        } catch (DateTimeParseException noDate) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> jobs(String text) {
        return wholeNumber(text, 1, 1000);
    }

    private static Optional<Integer> daysAhead(String text) {
        return wholeNumber(text, 0, 100_000);
    }

    private static Optional<Integer> wholeNumber(String text, int smallest, int largest) {
        try {
            int number = Integer.parseInt(text.strip());
            return number >= smallest && number <= largest ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    /** For a setting that may be left empty on purpose. */
    private static <T> Function<String, Optional<Optional<T>>> orEmpty(Function<String, Optional<T>> parser) {
        return text -> {
            Optional<T> value = text.isBlank() ? Optional.empty() : parser.apply(text);
            return value.isPresent() || text.isBlank() ? Optional.of(value) : Optional.empty();
        };
    }
}
