package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.catalog.Catalog;
import dev.asterism.catalog.CheckHistory.Standing;
import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.RunRecord;
import dev.asterism.config.SettingKeys;
import dev.asterism.config.Settings;
import dev.asterism.config.SettingsReader;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileBuilder;
import dev.asterism.lake.DayRanges;
import dev.asterism.plan.BuildState;
import dev.asterism.plan.Plan;
import dev.asterism.plan.PlanRequest;
import dev.asterism.prove.Proof;
import dev.asterism.prove.ProofRun;
import dev.asterism.prove.Prover;
import dev.asterism.prove.Sample;
import dev.asterism.run.BuildSession;
import dev.asterism.run.Catalogs;
import dev.asterism.run.CheckRun;
import dev.asterism.run.Engines;
import dev.asterism.run.Inspection;
import dev.asterism.run.Patience;
import dev.asterism.run.Problem;
import dev.asterism.run.Rehearsal;
import dev.asterism.run.RunResult;
import dev.asterism.run.TableRemoval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A lake and pipelines in a temporary folder, a warehouse, and what a test does with them. The day after the tenth of
 * April 2018 never ends here.
 */
final class Workbench {
    static final String DOWNLOADS = "pypi/downloads-v1.csv.gz";
    static final String ACTIVITY = "github/repo-activity-v1.csv.gz";
    static final String[] DOWNLOADS_HEADER = {
        "day_id", "project", "project_version", "python_version", "installer", "number_of_downloads"
    };
    static final String[] ACTIVITY_HEADER = {
        "day_id", "user", "repository", "number_of_forks", "number_of_commits", "number_of_closed_pull_requests"
    };

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2018-04-11T10:00:00Z"), ZoneOffset.UTC);
    private static final long PLENTY = 1_000_000_000;

    private Instant written = Instant.parse("2020-01-01T00:00:00Z");
    private final Path folder;
    private final Path lake;
    private final String warehouseUrl;
    private final Optional<String> firstDate;
    private final int daysAhead;

    private Workbench(Path folder, Path lake, String warehouseUrl, Optional<String> firstDate, int daysAhead) {
        this.daysAhead = daysAhead;
        this.folder = folder;
        this.lake = lake;
        this.warehouseUrl = warehouseUrl;
        this.firstDate = firstDate;
        createFolder(lake());
        createFolder(pipelines());
    }

    /** An empty lake without pipelines. */
    static Workbench empty(Path folder, String warehouseUrl) {
        return new Workbench(folder, folder.resolve("lake"), warehouseUrl, Optional.empty(), 0);
    }

    /** The same lake and pipelines with another warehouse. */
    Workbench withWarehouse(String url) {
        return new Workbench(folder, lake, url, firstDate, daysAhead);
    }

    /** The same with a calendar that begins on a day. */
    Workbench withFirstDate(String date) {
        return new Workbench(folder, lake, warehouseUrl, Optional.of(date), daysAhead);
    }

    /** The same with a calendar that reaches some days further. */
    Workbench withDaysAhead(int days) {
        return new Workbench(folder, lake, warehouseUrl, firstDate, days);
    }

    /** The same with a lake somewhere else, only to read from. */
    Workbench withLake(Path otherLake) {
        return new Workbench(folder, otherLake, warehouseUrl, firstDate, daysAhead);
    }

    Path lake() {
        return lake;
    }

    Path pipelines() {
        return folder.resolve("pipelines");
    }

    String warehouseUrl() {
        return warehouseUrl;
    }

    /** Copies the repository's sample days. */
    Workbench copySampleDays() {
        copy(Path.of("data", "2018"), lake().resolve("2018"));
        return this;
    }

    /** Copies the repository's pipelines. */
    Workbench copyShippedPipelines() {
        copy(Path.of("pipelines"), pipelines());
        return this;
    }

    /** Copies the pipelines of a documented example, such as {@code history/type-1}. */
    Workbench copyExample(String name) {
        copy(
                Path.of("docs", "examples", name, "pipelines", "registry"),
                pipelines().resolve("registry"));
        return this;
    }

    /**
     * Starts a day file. It will be younger than all that were written before, also than one of the same name that was
     * removed.
     *
     * @param name folder and name, such as {@link #DOWNLOADS}
     */
    DayFileBuilder dayFile(String day, String name) {
        Path existing = path(day, name);
        try {
            written = written.plusSeconds(1);
            if (Files.exists(existing)) {
                Instant younger =
                        Files.getLastModifiedTime(existing).toInstant().plusSeconds(1);
                written = written.isAfter(younger) ? written : younger;
            }
            return DayFileBuilder.dayFile(lake(), day(day), name).modified(written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file of downloads; a row is such as {@code flask|1.0|3.6|pip|10}, without the day. */
    Workbench downloads(String day, String... rows) {
        return write(day, dayFile(day, DOWNLOADS).header(DOWNLOADS_HEADER), rows);
    }

    /** Writes a file of activity; a row is such as {@code pallets|flask|1|2|3}, without the day. */
    Workbench activity(String day, String... rows) {
        return write(day, dayFile(day, ACTIVITY).header(ACTIVITY_HEADER), rows);
    }

    /** Writes a file of any source; a row has its fields but the day, separated by bars. */
    Workbench rows(String day, String name, List<String> header, String... rows) {
        return write(day, dayFile(day, name).header(header.toArray(String[]::new)), rows);
    }

    /** Three days of both sources, 2018-04-01 to 2018-04-03, which a reader can add up. */
    Workbench threeDays() {
        downloads("2018-04-01", "flask|1.0|3.6|pip|10", "flask|0.12|||2", "django|2.0|3.6|pip|7");
        downloads("2018-04-02", "flask|1.0|3.6|pip|20", "django|2.0||bandersnatch|1");
        downloads("2018-04-03", "flask|1.0|2.7|pip|30", "numpy|1.14|3.6|conda|5");
        activity("2018-04-01", "pallets|flask|1|2|3", "somebody|flask||1|");
        activity("2018-04-02", "pallets|flask|4||", "django|django|2|2|2");
        activity("2018-04-03", "numpy|numpy||9|1");
        return this;
    }

    private Workbench write(String day, DayFileBuilder file, String... rows) {
        for (String row : rows) {
            List<@Nullable Object> fields = new ArrayList<>(List.of(day(day).id()));
            fields.addAll(Arrays.asList((Object[]) row.split("\\|", -1)));
            file.row(fields.toArray());
        }
        file.write();
        return this;
    }

    /** Where a day file is. */
    Path path(String day, String name) {
        return lake().resolve(day(day).folder()).resolve(name);
    }

    void removeFile(String day, String name) {
        try {
            Files.delete(path(day, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a model file, such as {@code pypi/project}. */
    Workbench model(String id, String text) {
        try {
            Path file = modelFile(id);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file that lies beside models, such as {@code pypi/names.csv}. */
    Workbench file(String name, String text) {
        try {
            Files.writeString(pipelines().resolve(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a part of a model file, which must be there. */
    Workbench edit(String id, String part, String replacement) {
        try {
            String text = Files.readString(modelFile(id));
            assertThat(text).contains(part);
            return model(id, text.replace(part, replacement));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a model file back as the repository has it. */
    Workbench restore(String id) {
        try {
            return model(id, Files.readString(Path.of("pipelines", id + ".sql")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Workbench removeModel(String id) {
        try {
            Files.delete(modelFile(id));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes all models of a pipeline. */
    Workbench removePipeline(String name) {
        try (Stream<Path> files = Files.walk(pipelines().resolve(name))) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path modelFile(String id) {
        return pipelines().resolve(id + ".sql");
    }

    /** Everything that is stale, in one batch. */
    static PlanRequest everything() {
        return PlanRequest.everything(PLENTY);
    }

    /** Everything that is stale, in batches of so many bytes of day files; with 1 every day is a batch. */
    static PlanRequest inBatchesOf(long bytes) {
        return PlanRequest.everything(bytes);
    }

    static PlanRequest only(String... selectors) {
        return new PlanRequest(List.of(selectors), List.of(), Optional.empty(), Optional.empty(), false, false, PLENTY);
    }

    static PlanRequest between(String from, String to) {
        return new PlanRequest(
                List.of(), List.of(), Optional.of(day(from)), Optional.of(day(to)), false, false, PLENTY);
    }

    static PlanRequest pruning() {
        return new PlanRequest(List.of(), List.of(), Optional.empty(), Optional.empty(), false, true, PLENTY);
    }

    static PlanRequest full() {
        return new PlanRequest(List.of(), List.of(), Optional.empty(), Optional.empty(), true, false, PLENTY);
    }

    /** What happened in a run. */
    record Run(Plan plan, RunResult result, RecordingListener heard) {
        int exitCode() {
            return result.exitCode();
        }

        List<String> problems() {
            return result.problems().stream().map(Problem::message).toList();
        }

        /** What was published, see {@link RecordingListener#published}. */
        List<String> published() {
            return heard.published();
        }

        /** Fails where anything was kept out. */
        Run withoutProblems() {
            assertThat(problems()).isEmpty();
            return this;
        }
    }

    /** Builds everything that is stale. */
    Run run() {
        return run(everything());
    }

    Run run(PlanRequest request) {
        return run(request, false, (session, event) -> {});
    }

    /** Builds everything that is stale, once nobody else holds the warehouse. */
    Run run(Patience patience) {
        return run(everything(), false, patience, (session, event) -> {});
    }

    /**
     * Builds.
     *
     * @param onEvent told of every event while it happens
     */
    Run run(PlanRequest request, boolean strict, BiConsumer<BuildSession, String> onEvent) {
        return run(request, strict, Patience.none(), onEvent);
    }

    private Run run(PlanRequest request, boolean strict, Patience patience, BiConsumer<BuildSession, String> onEvent) {
        BuildSession[] opened = new BuildSession[1];
        RecordingListener heard = new RecordingListener(event -> onEvent.accept(opened[0], event));
        try (BuildSession session = BuildSession.open(settings(), request, CLOCK, heard, strict, patience)) {
            opened[0] = session;
            return new Run(session.plan(), session.execute("run"), heard);
        }
    }

    /** Removes a table that no model declares. */
    void drop(String table) {
        try (TableRemoval removal = TableRemoval.open(settings(), table)) {
            removal.execute();
        }
    }

    /** Rehearses the first batches of a run. */
    Rehearsal rehearse(PlanRequest request, int batches) {
        RecordingListener heard = new RecordingListener(event -> {});
        try (BuildSession session = BuildSession.open(settings(), request, CLOCK, heard, false, Patience.none())) {
            return session.rehearse("run --rehearse", batches);
        }
    }

    /** Proves what is published. */
    Proof prove(PlanRequest request, Sample sample) {
        try (Inspection inspection = Inspection.open(settings(), request, CLOCK)) {
            return ProofRun.execute(
                    settings(),
                    new Prover(settings(), inspection, request, new RecordingListener(event -> {}), text -> {}),
                    sample,
                    "prove");
        }
    }

    /** What a run would do, a line per table and reason, such as {@code pypi_dim.project: new file: 2018-04-03}. */
    List<String> plan() {
        return plan(everything());
    }

    List<String> plan(PlanRequest request) {
        try (Inspection inspection = Inspection.open(settings(), request, CLOCK)) {
            return lines(inspection.plan(request));
        }
    }

    /** What a plan warns of. */
    List<String> warnings() {
        try (Inspection inspection = Inspection.open(settings(), everything(), CLOCK)) {
            return inspection.survey().warnings();
        }
    }

    static List<String> lines(Plan plan) {
        List<String> lines = new ArrayList<>();
        plan.tables().forEach(table -> {
            String name = table.model().name() + ": ";
            table.reasons()
                    .forEach((reason, days) ->
                            lines.add(name + reason + (days.isEmpty() ? "" : ": " + DayRanges.text(days, 99))));
            if (!table.removals().isEmpty()) {
                lines.add(name + "to remove: " + DayRanges.text(table.removals(), 99));
            }
        });
        return lines;
    }

    BuildState buildState() {
        try (WarehouseReader engine = Engines.forReading(settings())) {
            return engine.buildState();
        }
    }

    /** Looks at models, lake and warehouse. The caller closes it. */
    Inspection inspect() {
        return Inspection.open(settings(), everything(), CLOCK);
    }

    /** The rows of a query, values as they are. */
    List<List<@Nullable Object>> query(String sql) {
        try (WarehouseReader engine = Engines.forReading(settings());
                QueryResult result = engine.query(sql)) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int i = 0; i < result.columns().size(); i++) {
                    row.add(result.value(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** The rows of a query as text, such as {@code flask|10|∅}, where the last value is NULL. */
    List<String> rows(String sql) {
        return query(sql).stream().map(Workbench::text).toList();
    }

    private static String text(List<@Nullable Object> row) {
        return String.join(
                "|",
                row.stream()
                        .map(value -> value == null ? "∅" : value.toString())
                        .toList());
    }

    /** Runs all checks over what is published. */
    List<CheckResult> check() {
        return check(everything());
    }

    List<CheckResult> check(PlanRequest request) {
        try (Inspection inspection = Inspection.open(settings(), request, CLOCK)) {
            return CheckRun.execute(settings(), inspection, request, "check", text -> {});
        }
    }

    /** The failures that stand, a line each, such as {@code pypi_dim.project: grain: 2018-04-03}. */
    List<String> standingFailures() {
        try (Catalog catalog = Catalogs.open(settings())) {
            return catalog.checks().standing().stream()
                    .map(Standing::result)
                    .map(failure -> failure.table() + ": " + failure.check() + ": " + DayRanges.text(failure.days(), 9))
                    .toList();
        }
    }

    /** What the checks of a run found, as the catalog has it. */
    List<CheckResult> results(RunRecord run) {
        try (Catalog catalog = Catalogs.open(settings())) {
            return catalog.checks().ofRun(run.id());
        }
    }

    /** The latest run in the catalog. */
    RunRecord latestRun() {
        return runs().get(0);
    }

    /** The runs in the catalog, the latest first. */
    List<RunRecord> runs() {
        try (Catalog catalog = Catalogs.open(settings())) {
            return catalog.runs().latestRuns(Integer.MAX_VALUE);
        }
    }

    Settings settings() {
        return settingsReader().read();
    }

    /** The settings, to which a test may add. */
    SettingsReader settingsReader() {
        SettingsReader reader = new SettingsReader()
                .flag("--data-dir", SettingKeys.DATA_DIR, lake().toString())
                .flag("--pipelines-dir", SettingKeys.PIPELINES_DIR, pipelines().toString())
                .flag("--warehouse", SettingKeys.WAREHOUSE_URL, warehouseUrl)
                .flag("--jobs", SettingKeys.RUN_JOBS, "2")
                .flag("--days-ahead", SettingKeys.CALENDAR_DAYS_AHEAD, String.valueOf(daysAhead));
        firstDate.ifPresent(date -> reader.flag("--first-date", SettingKeys.FIRST_DATE, date));
        return reader;
    }

    private static Day day(String text) {
        return Day.parse(text).orElseThrow();
    }

    private static void createFolder(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
