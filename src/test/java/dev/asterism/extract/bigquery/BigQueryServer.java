package dev.asterism.extract.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.asterism.extract.Faults;
import dev.asterism.extract.bigquery.QueryEngine.InvalidQueryException;
import dev.asterism.extract.bigquery.QueryEngine.NoSuchTableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A BigQuery for tests: the part of its REST interface that Google's client uses to run queries, over real sockets. A
 * {@link QueryEngine} answers the queries; {@link Account} remembers what was asked for and billed. Misbehaves on request.
 */
final class BigQueryServer implements AutoCloseable {
    static final String TOKEN = "ya29.a-token-that-nobody-may-see";

    private static final Pattern JOBS = Pattern.compile("/bigquery/v2/projects/([^/]+)/jobs");
    private static final Pattern JOB = Pattern.compile("/bigquery/v2/projects/([^/]+)/jobs/([^/]+)");
    private static final Pattern ROWS =
            Pattern.compile("/bigquery/v2/projects/([^/]+)/datasets/([^/]+)/tables/([^/]+)/data");

    static {
        // Without it every answer is late by 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final QueryEngine engine;
    private final Account account = new Account();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "bigquery-server");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, RestError> refusals = new HashMap<>();
    private volatile Faults faults = Faults.none();
    private volatile int pageRows = Integer.MAX_VALUE;
    private volatile int pollsUntilDone;
    private volatile Hold requestToHold = Hold.NONE;

    BigQueryServer(QueryEngine engine) throws IOException {
        this.engine = engine;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    Account account() {
        return account;
    }

    void misbehave(Faults schedule) {
        faults = schedule;
    }

    /** Never gives more rows at once than so many. */
    void pageRows(int most) {
        pageRows = most;
    }

    /** Says so often that a query is still running. */
    void pollsUntilDone(int polls) {
        pollsUntilDone = polls;
    }

    /**
     * Answers all calls of a kind with an error from now on.
     *
     * @param kind {@code dryRun}, {@code insert}, {@code get}, {@code rows} or {@code token}
     */
    void refuse(String kind, RestError error) {
        synchronized (refusals) {
            refusals.put(kind, error);
        }
    }

    void refuseNothing() {
        synchronized (refusals) {
            refusals.clear();
        }
    }

    /**
     * Does what the so-manieth request from now on asks for, and never answers it.
     *
     * @return opens when that request has come
     */
    CountDownLatch holdRequest(int number) {
        CountDownLatch come = new CountDownLatch(1);
        requestToHold = new Hold(new AtomicInteger(number), come);
        return come;
    }

    void holdNothing() {
        requestToHold = Hold.NONE;
    }

    private record Hold(AtomicInteger requestsUntil, CountDownLatch come) {
        static final Hold NONE = new Hold(new AtomicInteger(), new CountDownLatch(0));

        boolean isDue() {
            return requestsUntil.decrementAndGet() == 0;
        }
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            Answer answer = answer(exchange);
            Hold hold = requestToHold;
            if (hold.isDue()) {
                hold.come().countDown();
                Thread.sleep(Long.MAX_VALUE);
            }
            answer.send(exchange);
        } catch (IOException clientLeft) {
            // It was told to, or a test killed it.
        } catch (InterruptedException serverStops) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        byte[] content = exchange.getRequestBody().readAllBytes();
        if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            content = new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes();
        }
        String body = new String(content, UTF_8);
        account.request(method + " " + path);
        if (path.equals("/token")) {
            return respond("token", "token", () -> token());
        }
        Optional<String> authorization =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
        authorization.ifPresent(account::authorized);
        Matcher jobs = JOBS.matcher(path);
        if (method.equals("POST") && jobs.matches()) {
            JsonObject job = JsonParser.parseString(body).getAsJsonObject();
            boolean dryRun = job.getAsJsonObject("configuration").has("dryRun")
                    && job.getAsJsonObject("configuration").get("dryRun").getAsBoolean();
            Query query = Query.of(job);
            return dryRun
                    ? respond("dryRun", "dryRun " + query.day(), () -> dryRun(query))
                    : respond("insert", "insert " + query.day(), () -> insert(jobs.group(1), job, query));
        }
        Matcher job = JOB.matcher(path);
        if (method.equals("GET") && job.matches()) {
            return respond("get", "get " + dayOf(job.group(2)), () -> get(job.group(1), job.group(2)));
        }
        Matcher rows = ROWS.matcher(path);
        if (method.equals("GET") && rows.matches()) {
            String jobId = rows.group(3);
            Map<String, String> parameters = parameters(exchange.getRequestURI());
            return respond(
                    "rows",
                    "rows " + dayOf(jobId) + " " + parameters.getOrDefault("pageToken", "first"),
                    () -> rows(jobId, parameters));
        }
        return RestError.of(404, "notFound", "Not found: " + method + " " + path)
                .answer();
    }

    /** Does what was asked for, unless the schedule lets it fail before; then spoils the answer, where it says so. */
    private Answer respond(String kind, String what, Action action) {
        Faults.Fault fault = faults.next(what);
        @Nullable RestError refusal;
        synchronized (refusals) {
            refusal = refusals.get(kind);
        }
        if (refusal != null) {
            return refusal.answer();
        }
        return switch (fault) {
            case TOO_MANY_REQUESTS ->
                what.hashCode() % 2 == 0
                        ? RestError.of(429, "rateLimitExceeded", "Too many requests")
                                .with("Retry-After", "0")
                                .answer()
                        : RestError.RATE_LIMIT.answer();
            case UNAVAILABLE ->
                RestError.of(503, "backendError", "Service unavailable").answer();
            case SERVER_ERROR -> {
                action.answer();
                yield RestError.of(500, "internalError", "It was done, but this answer says otherwise")
                        .answer();
            }
            case REPEATED_PAGE -> kind.equals("rows") ? earlierPage(what, action) : action.answer();
            default -> action.answer().spoiled(fault);
        };
    }

    private interface Action {
        Answer answer();
    }

    private final Map<String, Answer> lastPages = new HashMap<>();

    private Answer earlierPage(String what, Action action) {
        String result = what.substring(0, what.lastIndexOf(' '));
        synchronized (lastPages) {
            Answer earlier = lastPages.get(result);
            return earlier == null ? action.answer() : earlier;
        }
    }

    private static Answer token() {
        JsonObject token = new JsonObject();
        token.addProperty("access_token", TOKEN);
        token.addProperty("expires_in", 3600);
        token.addProperty("token_type", "Bearer");
        return Answer.of(token);
    }

    private Answer dryRun(Query query) {
        account.dryRun(query.sql());
        try {
            return Answer.of(JobJson.dryRun(engine.analyse(query.sql()), account.bytesOf(query.sql())));
        } catch (NoSuchTableException missing) {
            return RestError.noSuchTable(String.valueOf(missing.getMessage())).answer();
        } catch (InvalidQueryException invalid) {
            return RestError.of(400, "invalidQuery", String.valueOf(invalid.getMessage()))
                    .answer();
        }
    }

    private Answer insert(String project, JsonObject request, Query query) {
        JsonObject reference = request.getAsJsonObject("jobReference");
        String jobId = reference.get("jobId").getAsString();
        long bytes = account.bytesOf(query.sql());
        if (query.maxBytesBilled().isEmpty()) {
            return RestError.of(400, "invalid", "This server takes no query without maximumBytesBilled")
                    .answer();
        }
        if (bytes > query.maxBytesBilled().get()) {
            return RestError.of(
                            400,
                            "bytesBilledLimitExceeded",
                            "Query exceeded limit for bytes billed: "
                                    + query.maxBytesBilled().get() + ". " + bytes + " or higher required.")
                    .answer();
        }
        try {
            Account.Job job = account.run(jobId, query, () -> engine.run(query.sql(), query.day()), pollsUntilDone);
            return job == null
                    ? RestError.of(409, "duplicate", "Already Exists: Job " + project + ":US." + jobId)
                            .answer()
                    : Answer.of(JobJson.of(project, job));
        } catch (NoSuchTableException missing) {
            return RestError.noSuchTable(String.valueOf(missing.getMessage())).answer();
        }
    }

    private Answer get(String project, String jobId) {
        return account.poll(jobId)
                .map(job -> Answer.of(JobJson.of(project, job)))
                .orElseGet(() -> RestError.of(404, "notFound", "Not found: Job " + project + ":" + jobId)
                        .answer());
    }

    private Answer rows(String jobId, Map<String, String> parameters) {
        Optional<QueryEngine.Result> known = account.result(jobId);
        if (known.isEmpty()) {
            return RestError.noSuchTable(jobId).answer();
        }
        QueryEngine.Result result = known.get();
        long start = Long.parseLong(parameters.getOrDefault("pageToken", "0"));
        long most = Math.min(pageRows, Long.parseLong(parameters.getOrDefault("maxResults", "100000")));
        long end = Math.min(result.rows(), start + most);
        JsonArray rows = new JsonArray();
        for (long number = start; number < end; number++) {
            rows.add(JobJson.row(result.row(number)));
        }
        JsonObject page = new JsonObject();
        page.addProperty("kind", "bigquery#tableDataList");
        page.addProperty("totalRows", String.valueOf(result.rows()));
        page.add("rows", rows);
        if (end < result.rows()) {
            page.addProperty("pageToken", String.valueOf(end));
        }
        Answer answer = Answer.of(page);
        synchronized (lastPages) {
            lastPages.put("rows " + dayOf(jobId), answer);
        }
        return answer;
    }

    /** A query as it was asked for. */
    record Query(String sql, LocalDate day, Optional<Long> maxBytesBilled) {
        static Query of(JsonObject job) {
            JsonObject query = job.getAsJsonObject("configuration").getAsJsonObject("query");
            List<String> days = new ArrayList<>();
            query.getAsJsonArray("queryParameters")
                    .forEach(parameter -> days.add(parameter
                            .getAsJsonObject()
                            .getAsJsonObject("parameterValue")
                            .get("value")
                            .getAsString()));
            return new Query(
                    query.get("query").getAsString(),
                    LocalDate.parse(days.get(0)),
                    Optional.ofNullable(query.get("maximumBytesBilled")).map(value -> value.getAsLong()));
        }
    }

    /** Names of jobs differ from run to run; schedules of faults must not. */
    private static String dayOf(String jobId) {
        Matcher day = Pattern.compile("-(\\d{8})-").matcher(jobId);
        return day.find() ? day.group(1) : jobId;
    }

    private static Map<String, String> parameters(URI address) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter :
                Optional.ofNullable(address.getQuery()).orElse("").split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            if (parts.length == 2) {
                parameters.put(parts[0], parts[1]);
            }
        }
        return parameters;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
