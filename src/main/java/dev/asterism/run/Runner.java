package dev.asterism.run;

import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.Suggestion;
import dev.asterism.catalog.CheckResult;
import dev.asterism.check.RowCounts;
import dev.asterism.engine.BatchBuild.FileToStage;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.WarehouseBuilder;
import dev.asterism.lake.Column;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayFiles;
import dev.asterism.lake.DayRanges;
import dev.asterism.lake.FileContent;
import dev.asterism.lake.HeaderMatch;
import dev.asterism.model.CheckModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.Exclusions;
import dev.asterism.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Executes plans: batch after batch, each published as a whole. A bad day file keeps its day out, a failing model what
 * depends on it; everything else is built.
 *
 * <p>{@link #run} may be called again with what has become stale meanwhile; what was kept out stays out. {@link #stop} may
 * be called from any thread.
 */
public final class Runner {
    private static final int MOST_DAYS_NAMED = 3;

    private final WarehouseBuilder engine;
    private final BuildContext context;
    private final RunListener listener;
    private final boolean strict;
    private final FileDiagnosis diagnosis = new FileDiagnosis();
    private final Exclusions exclusions;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> warned = new HashSet<>();
    private final Map<FactModel, NavigableMap<Day, Long>> rowsOf = new HashMap<>();
    private final Map<Integer, Map<DayFile, FileToStage>> readableOf = new HashMap<>();
    private Optional<Sent> sent = Optional.empty();
    private int published;
    private long rows;
    private volatile boolean stopped;

    /**
     * A batch that is on its way to the readers.
     *
     * @param startedAt when it was begun, in nanoseconds
     */
    private record Sent(Batch batch, BatchAttempt attempt, long startedAt) {}

    /**
     * @param strict whether to stop at the first problem
     */
    public Runner(WarehouseBuilder engine, BuildContext context, RunListener listener, boolean strict) {
        this.engine = engine;
        this.context = context;
        this.listener = listener;
        this.strict = strict;
        this.exclusions = new Exclusions(context.graph());
    }

    /**
     * Returns what is left of a plan without what was kept out before; no batches if there is nothing, or nothing more is to
     * be done after a problem.
     */
    Plan remaining(Plan plan) {
        List<Batch> batches = strict && !problems.isEmpty()
                ? List.of()
                : plan.batches().stream()
                        .map(exclusions::remaining)
                        .filter(batch -> !batch.works().isEmpty())
                        .toList();
        Set<TableName> tables = new HashSet<>();
        batches.forEach(
                batch -> batch.works().forEach(work -> tables.add(work.model().name())));
        return new Plan(plan.staleness(), batches, tables);
    }

    /**
     * Builds what a plan says.
     *
     * @param journal told what was done to each table of a batch that was published, and what checks found
     * @throws RunFailedException where it was stopped, or the engine failed in a way that no model is to blame for
     */
    RunResult run(Plan plan, RunJournal journal) {
        try {
            buildBatches(plan, journal);
        } catch (RuntimeException failure) {
            arriveAnyway(plan, journal, failure);
            throw failure;
        }
        arrive(plan, journal);
        return new RunResult(List.copyOf(problems), published, rows);
    }

    private void buildBatches(Plan plan, RunJournal journal) {
        readableOf.clear();
        ModelDiagnosis models = new ModelDiagnosis(
                plan,
                new Trial(engine, context, this::requireNotStopped),
                diagnosis,
                batch -> readable(plan, batch, exclusions),
                listener);
        for (Batch planned : plan.batches()) {
            long start = System.nanoTime();
            listener.batchStarted(planned);
            Map<DayFile, FileToStage> readable = readable(plan, planned, exclusions);
            Batch batch = exclusions.remaining(planned);
            while (!batch.works().isEmpty() && !(strict && !problems.isEmpty())) {
                requireNotStopped();
                BatchAttempt attempt = new BatchAttempt(
                        engine, context, listener, diagnosis, models, batch, readable, this::requireNotStopped);
                List<Problem> found;
                try {
                    found = attemptOnce(attempt, () -> arrive(plan, journal));
                } finally {
                    if (attempt.isSent()) {
                        sent = Optional.of(new Sent(batch, attempt, start));
                    }
                }
                if (attempt.unanswered().isPresent()) {
                    journal.keptOut(attempt.results());
                    batch = withoutCheck(batch, attempt.unanswered().get(), attempt.results(), exclusions);
                    continue;
                }
                if (found.isEmpty()) {
                    break;
                }
                journal.keptOut(attempt.results());
                found.forEach(problem -> report(problem, exclusions));
                if (found.stream().anyMatch(this::isCheck)) {
                    exclusions.giveUp(batch);
                    break;
                }
                batch = exclusions.remaining(batch);
                if (!batch.works().isEmpty() && !strict) {
                    listener.notice(
                            "The batch is built again without " + without(found) + ", and without what depends on it.");
                }
            }
            if (strict && !problems.isEmpty()) {
                break;
            }
        }
    }

    /** What problems keep out, such as {@code f.sale on 2018-04-02}. */
    private static String without(List<Problem> problems) {
        SortedMap<TableName, NavigableSet<Day>> days = new TreeMap<>();
        for (Problem problem : problems) {
            NavigableSet<Day> out = days.computeIfAbsent(problem.table(), table -> new TreeSet<>());
            problem.day().ifPresent(out::add);
        }
        return days.entrySet().stream()
                .map(table -> table.getKey()
                        + (table.getValue().isEmpty()
                                ? ""
                                : " on " + DayRanges.text(table.getValue(), MOST_DAYS_NAMED)))
                .collect(Collectors.joining(", "));
    }

    /** Waits for the batch that is on its way, if there is one, and tells of it. */
    private void arrive(Plan plan, RunJournal journal) {
        if (sent.isEmpty()) {
            return;
        }
        Sent arriving = sent.get();
        sent = Optional.empty();
        try {
            arriving.attempt().publication().await();
        } catch (RunFailedException failure) {
            requireNotStopped();
            throw failure;
        }
        List<CheckResult> results = new ArrayList<>(arriving.attempt().results());
        results.addAll(rowCounts(plan, arriving.attempt()));
        journal.published(arriving.batch(), arriving.attempt().steps(), results);
        published++;
        rows += arriving.attempt().rowsBuilt();
        listener.published(arriving.batch(), Duration.ofNanos(System.nanoTime() - arriving.startedAt()));
    }

    /** What is on its way when something fails may arrive all the same. */
    private void arriveAnyway(Plan plan, RunJournal journal, RuntimeException failure) {
        try {
            arrive(plan, journal);
        } catch (RuntimeException neitherDidThat) {
            if (neitherDidThat != failure) {
                failure.addSuppressed(neitherDidThat);
            }
        }
    }

    /** Makes {@link #run} roll back the open batch and end soon. */
    public void stop() {
        stopped = true;
        engine.cancel();
    }

    /** Goes on without a check that only warns and cannot be answered. */
    private Batch withoutCheck(Batch batch, CheckModel check, List<CheckResult> results, Exclusions exclusions) {
        String reason = results.get(results.size() - 1).message();
        listener.warning(check.file().start().file() + ": " + reason
                + " It only warns, so the batch is built without it;" + " this run does not ask it again.");
        exclusions.leaveOut(check);
        return exclusions.remaining(batch);
    }

    /** Holds the days just built against earlier ones, and warns of those with an unusual number of rows. */
    private List<CheckResult> rowCounts(Plan plan, BatchAttempt attempt) {
        List<CheckResult> results = new ArrayList<>();
        attempt.rows().forEach((fact, built) -> {
            NavigableMap<Day, Long> rows = rowsOf.computeIfAbsent(
                    fact, unknown -> new TreeMap<>(plan.staleness().rowsOf(fact.name())));
            rows.putAll(built);
            for (CheckResult result : RowCounts.of(fact.name(), new TreeSet<>(built.keySet()), rows)) {
                results.add(result);
                if (result.isFailure()) {
                    listener.warning(fact.name() + ": " + result.days().first() + " is unusual: " + result.message()
                            + ". It is published; see whether its day file is complete.");
                }
            }
        });
        return results;
    }

    /** Only one batch is on its way at a time: the one before arrives first. */
    private List<Problem> attemptOnce(BatchAttempt attempt, Runnable arrival) {
        List<Problem> found;
        try {
            found = attempt.run(arrival);
        } catch (RunFailedException failure) {
            requireNotStopped();
            throw failure;
        }
        if (!found.isEmpty()) {
            requireNotStopped();
        }
        return found;
    }

    /** Whether it was told to stop; what was done by then is done. */
    boolean isStopped() {
        return stopped;
    }

    private void requireNotStopped() {
        if (stopped) {
            throw new RunFailedException("The run was interrupted. Run again to continue where it was.");
        }
    }

    private boolean isCheck(Problem problem) {
        return context.graph()
                .find(problem.table())
                .filter(CheckModel.class::isInstance)
                .isPresent();
    }

    private void report(Problem problem, Exclusions exclusions) {
        problems.add(problem);
        listener.problem(problem);
        problem.day()
                .ifPresentOrElse(day -> exclusions.add(problem.table(), day), () -> exclusions.add(problem.table()));
    }

    /**
     * Reads the headers of a batch's files, once for each batch, and reports the files from which the source cannot be
     * read.
     */
    private Map<DayFile, FileToStage> readable(Plan plan, Batch batch, Exclusions exclusions) {
        Map<DayFile, FileToStage> known = readableOf.get(batch.number());
        if (known != null) {
            return known;
        }
        Map<DayFile, FileToStage> readable = new LinkedHashMap<>();
        readableOf.put(batch.number(), readable);
        exclusions.remaining(batch).files().forEach((source, files) -> {
            for (DayFile file : files) {
                requireNotStopped();
                try {
                    List<String> header = header(source, file);
                    FileContent content = plan.staleness().lake().contentOf(source.name(), file);
                    if (content instanceof FileContent.Broken broken) {
                        throw new InputException(broken.problem(file.path()).message());
                    }
                    readable.put(file, new FileToStage(file, header, (FileContent.Whole) content));
                } catch (InputException malformed) {
                    report(FileDiagnosis.problem(source, file, String.valueOf(malformed.getMessage())), exclusions);
                }
            }
        });
        return readable;
    }

    /** The columns of a file; fails where the source cannot be read from them. */
    private List<String> header(SourceModel source, DayFile file) {
        List<String> names = source.fileColumns().stream().map(Column::name).toList();
        List<DayFiles.Part> parts = DayFiles.parts(file, names);
        for (DayFiles.Part part : parts) {
            HeaderMatch match = HeaderMatch.of(part.header(), source.fileColumns());
            if (part.isComplete()) {
                match.problem(part.place()).ifPresent(problem -> {
                    throw new InputException(problem.message());
                });
            } else {
                warnOfMissing(source, part, match);
            }
            if (!match.unknown().isEmpty()) {
                String columns = match.unknownNames();
                warnOnce(
                        source.name() + ": " + columns,
                        part.place() + ": the columns " + columns + " are unknown to " + source.name()
                                + " and ignored, here and in other files of it.");
            }
        }
        return parts.get(0).header();
    }

    /** A name that no object has may be a mistyped one, or one whose value is NULL in all of them. */
    private void warnOfMissing(SourceModel source, DayFiles.Part part, HeaderMatch match) {
        for (String name : match.missing()) {
            warnOnce(
                    source.name() + " without " + name,
                    part.place() + ": no row has a '" + name + "', so the column is NULL in all of them."
                            + Suggestion.didYouMean(name, match.unknown()));
        }
    }

    private void warnOnce(String what, String warning) {
        if (warned.add(what)) {
            listener.warning(warning);
        }
    }
}
