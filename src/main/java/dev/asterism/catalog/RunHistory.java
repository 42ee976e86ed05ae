package dev.asterism.catalog;

import static dev.asterism.catalog.schema.Tables.RUN;
import static dev.asterism.catalog.schema.Tables.RUN_STEP;

import dev.asterism.catalog.schema.tables.records.RunStepRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What was run: every run with its steps, since the catalog was made. Times are kept to the microsecond. Thread-safe,
 * also among processes.
 */
public final class RunHistory {
    private static final int LONGEST_TEXT = 400;

    private final CatalogDatabase database;
    private final ProcessIdentity thisProcess;
    private final Clock clock;

    RunHistory(CatalogDatabase database, ProcessIdentity thisProcess, Clock clock) {
        this.database = database;
        this.thisProcess = thisProcess;
        this.clock = clock;
    }

    /**
     * Records that this process starts a run now.
     *
     * @param command the command line
     * @param warehouse the warehouse's URL; kept as it is, so the caller must have removed any password
     */
    public RunId startRun(String command, String warehouse) {
        Instant now = clock.instant();
        RunId id = RunId.at(now);
        database.write(sql -> sql.insertInto(RUN)
                .set(RUN.RUN_ID, id.value())
                .set(RUN.COMMAND, clipped(command))
                .set(RUN.WAREHOUSE, clipped(warehouse))
                .set(RUN.HOST, thisProcess.host())
                .set(RUN.PROCESS_ID, thisProcess.processId())
                .set(RUN.STARTED_AT, time(now))
                .set(RUN.STATUS, RunStatus.RUNNING.name())
                .execute());
        return id;
    }

    /** Records what a run did to some tables, within a piece of work of the database. */
    static void recordSteps(DSLContext sql, RunId run, List<RunStep> steps) {
        int number = sql.fetchCount(RUN_STEP, RUN_STEP.RUN_ID.eq(run.value()));
        List<RunStepRecord> rows = new ArrayList<>();
        for (RunStep step : steps) {
            number++;
            rows.add(row(run, number, step));
        }
        sql.batchInsert(rows).execute();
    }

    private static RunStepRecord row(RunId run, int number, RunStep step) {
        RunStepRecord row = new RunStepRecord();
        row.setRunId(run.value());
        row.setStepNumber(number);
        row.setBatchNumber(step.batch());
        row.setTableName(step.table());
        row.setDays(step.days());
        row.setRowCount(step.rows());
        row.setStartedAt(time(step.startedAt()));
        row.setMilliseconds(step.duration().toMillis());
        row.setStatus(step.status().name());
        row.setMessage(step.message().orElse(null));
        return row;
    }

    /** Records that a run ended now, with nothing more to say. */
    public void finishRun(RunId run, RunStatus status) {
        end(run, status, null);
    }

    /**
     * Records that a run ended now.
     *
     * @param message why it ended so, for the user
     */
    public void finishRun(RunId run, RunStatus status, String message) {
        end(run, status, message);
    }

    /**
     * Finds the runs of this machine that never ended although their process has, and marks them as crashed. To be
     * called before a run starts.
     *
     * @return what was marked just now, oldest first
     */
    public List<RunRecord> markCrashedRuns() {
        return database.write(sql -> {
            List<RunRecord> crashed = new ArrayList<>();
            for (RunRecord run : runs(sql, RUN.STATUS.eq(RunStatus.RUNNING.name()), Integer.MAX_VALUE)) {
                if (hasCrashed(run)) {
                    String message = "Its process " + run.processId() + " ended without finishing it.";
                    int marked = sql.update(RUN)
                            .set(RUN.STATUS, RunStatus.CRASHED.name())
                            .set(RUN.MESSAGE, message)
                            .where(RUN.RUN_ID.eq(run.id().value()), RUN.STATUS.eq(RunStatus.RUNNING.name()))
                            .execute();
                    if (marked > 0) {
                        crashed.add(0, run(sql, run.id()));
                    }
                }
            }
            return List.copyOf(crashed);
        });
    }

    /** Whether a run is on record as running, but its process, on this machine, is no more. */
    public boolean hasCrashed(RunRecord run) {
        return run.status() == RunStatus.RUNNING
                && run.host().equals(thisProcess.host())
                && !new ProcessIdentity(run.host(), run.processId()).isAliveSince(run.startedAt());
    }

    /** The latest runs, the newest first, at most so many. */
    public List<RunRecord> latestRuns(int most) {
        return database.read(sql -> runs(sql, DSL.noCondition(), most));
    }

    /** The newest run that has not ended, of any machine. Call {@link #markCrashedRuns()} first to be sure of it. */
    public Optional<RunRecord> activeRun() {
        return database.read(sql -> runs(sql, RUN.STATUS.eq(RunStatus.RUNNING.name()), 1)).stream()
                .findFirst();
    }

    /** What a run did, in the order recorded. */
    public List<RunStep> steps(RunId run) {
        return database.read(sql -> sql.selectFrom(RUN_STEP)
                .where(RUN_STEP.RUN_ID.eq(run.value()))
                .orderBy(RUN_STEP.STEP_NUMBER)
                .fetch(row -> new RunStep(
                        row.getBatchNumber(),
                        row.getTableName(),
                        row.getDays(),
                        row.getRowCount(),
                        row.getStartedAt().toInstant(),
                        Duration.ofMillis(row.getMilliseconds()),
                        RunStatus.valueOf(row.getStatus()),
                        Optional.ofNullable(row.getMessage()))));
    }

    private void end(RunId run, RunStatus status, @Nullable String message) {
        if (status == RunStatus.RUNNING) {
            throw new IllegalArgumentException("A run does not end by running");
        }
        int found = database.write(sql -> sql.update(RUN)
                .set(RUN.STATUS, status.name())
                .set(RUN.FINISHED_AT, time(clock.instant()))
                .set(RUN.MESSAGE, message)
                .where(RUN.RUN_ID.eq(run.value()))
                .execute());
        if (found == 0) {
            throw new IllegalArgumentException("There is no run " + run);
        }
    }

    private static RunRecord run(DSLContext sql, RunId id) {
        return runs(sql, RUN.RUN_ID.eq(id.value()), 1).get(0);
    }

    private static List<RunRecord> runs(DSLContext sql, Condition condition, int most) {
        return sql.selectFrom(RUN)
                .where(condition)
                .orderBy(RUN.STARTED_AT.desc(), RUN.RUN_ID.desc())
                .limit(most)
                .fetch(row -> new RunRecord(
                        new RunId(row.getRunId()),
                        row.getCommand(),
                        row.getWarehouse(),
                        row.getHost(),
                        row.getProcessId(),
                        row.getStartedAt().toInstant(),
                        Optional.ofNullable(row.getFinishedAt()).map(OffsetDateTime::toInstant),
                        RunStatus.valueOf(row.getStatus()),
                        Optional.ofNullable(row.getMessage())));
    }

    private static String clipped(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
