package dev.asterism.catalog;

import static dev.asterism.catalog.schema.Tables.CHECK_RESULT;

import dev.asterism.catalog.CheckResult.Kind;
import dev.asterism.catalog.CheckResult.Outcome;
import dev.asterism.catalog.CheckResult.Severity;
import dev.asterism.catalog.schema.tables.records.CheckResultRecord;
import dev.asterism.lake.Day;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * What checks found, run by run, and which of their failures still stand. Thread-safe.
 *
 * <p>A failure stands until the same check passes, or fails again, on the days of the failure, until these days are built
 * again, or until they are removed.
 */
public final class CheckHistory {
    private final CatalogDatabase database;
    private final Clock clock;
    private final Map<Checked, NavigableSet<Day>> passedInThisProcess = new HashMap<>();

    CheckHistory(CatalogDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Checked(String run, String table, Kind kind, String subject) {}

    /**
     * A failure that stands.
     *
     * @param result what was found
     * @param keptOut whether it was found in rows that were then kept out of the stars
     */
    public record Standing(CheckResult result, boolean keptOut) {}

    /**
     * Keeps what checks found in rows that are published; failures of the same checks on the same days no longer stand.
     */
    public void record(RunId run, List<CheckResult> results) {
        record(run, results, false);
    }

    /** As {@link #record}, for rows that were kept out because of it. */
    public void recordKeptOut(RunId run, List<CheckResult> results) {
        record(run, results, true);
    }

    private synchronized void record(RunId run, List<CheckResult> results, boolean keptOut) {
        if (results.isEmpty()) {
            return;
        }
        results.stream()
                .filter(result -> result.outcome() == Outcome.PASSED)
                .forEach(result -> passed(run, result).addAll(result.days()));
        database.write(sql -> {
            clear(sql, standing -> results.stream().anyMatch(result -> replaces(run, result, standing)));
            int number = sql.fetchCount(CHECK_RESULT, CHECK_RESULT.RUN_ID.eq(run.value()));
            for (CheckResult result : results) {
                number++;
                insert(sql, run, number, result, keptOut);
            }
            return number;
        });
    }

    /** All days on which a check has passed in a run: it may look at them in other batches than when it failed. */
    private NavigableSet<Day> passed(RunId run, CheckResult result) {
        return passedInThisProcess.computeIfAbsent(
                new Checked(run.value(), result.table(), result.kind(), result.subject()), check -> new TreeSet<>());
    }

    private boolean replaces(RunId run, CheckResult result, CheckResultRecord standing) {
        NavigableSet<Day> days = result.outcome() == Outcome.PASSED ? passed(run, result) : result.days();
        return result.outcome() != Outcome.SKIPPED
                && result.table().equals(standing.getTableName())
                && result.kind().name().equals(standing.getKind())
                && result.subject().equals(standing.getSubject())
                && daysWithin(standing, days) >= standing.getDays();
    }

    /** Days of a table were built again, or removed: what was found wrong about them before no longer stands. */
    public synchronized void clear(String table, Collection<Day> days) {
        NavigableSet<Day> all = new TreeSet<>(days);
        if (!all.isEmpty()) {
            database.write(sql -> clear(
                    sql,
                    standing -> standing.getTableName().equals(table)
                            && !standing.getKind().equals(Kind.MODEL.name())
                            && standing.getDays() > 0
                            && daysWithin(standing, all) >= standing.getDays()));
        }
    }

    /** The failures that stand, by table, check and day. */
    public List<Standing> standing() {
        return database.read(sql -> sql.selectFrom(CHECK_RESULT)
                .where(isStanding())
                .orderBy(
                        CHECK_RESULT.TABLE_NAME,
                        CHECK_RESULT.KIND,
                        CHECK_RESULT.SUBJECT,
                        CHECK_RESULT.FIRST_DAY,
                        CHECK_RESULT.CHECKED_AT)
                .fetch(row -> new Standing(result(row), row.getKeptOut())));
    }

    /** What the checks of a run found, in the order recorded. */
    public List<CheckResult> ofRun(RunId run) {
        return database.read(sql -> sql.selectFrom(CHECK_RESULT)
                .where(CHECK_RESULT.RUN_ID.eq(run.value()))
                .orderBy(CHECK_RESULT.RESULT_NUMBER)
                .fetch(CheckHistory::result));
    }

    private int clear(DSLContext sql, Predicate<CheckResultRecord> which) {
        OffsetDateTime now = now();
        int cleared = 0;
        for (CheckResultRecord standing :
                sql.selectFrom(CHECK_RESULT).where(isStanding()).fetch()) {
            if (which.test(standing)) {
                cleared += sql.update(CHECK_RESULT)
                        .set(CHECK_RESULT.CLEARED_AT, now)
                        .where(
                                CHECK_RESULT.RUN_ID.eq(standing.getRunId()),
                                CHECK_RESULT.RESULT_NUMBER.eq(standing.getResultNumber()))
                        .execute();
            }
        }
        return cleared;
    }

    private void insert(DSLContext sql, RunId run, int number, CheckResult result, boolean keptOut) {
        sql.insertInto(CHECK_RESULT)
                .set(CHECK_RESULT.RUN_ID, run.value())
                .set(CHECK_RESULT.RESULT_NUMBER, number)
                .set(CHECK_RESULT.TABLE_NAME, result.table())
                .set(CHECK_RESULT.KIND, result.kind().name())
                .set(CHECK_RESULT.SUBJECT, result.subject())
                .set(CHECK_RESULT.SEVERITY, result.severity().name())
                .set(CHECK_RESULT.OUTCOME, result.outcome().name())
                .set(CHECK_RESULT.DAYS, result.days().size())
                .set(
                        CHECK_RESULT.FIRST_DAY,
                        result.days().isEmpty() ? 0 : result.days().first().id())
                .set(
                        CHECK_RESULT.LAST_DAY,
                        result.days().isEmpty() ? 0 : result.days().last().id())
                .set(CHECK_RESULT.KEPT_OUT, keptOut)
                .set(CHECK_RESULT.MESSAGE, result.message())
                .set(CHECK_RESULT.CHECKED_AT, now())
                .execute();
    }

    private static Condition isStanding() {
        return CHECK_RESULT
                .OUTCOME
                .in(Outcome.FAILED.name(), Outcome.UNANSWERED.name())
                .and(CHECK_RESULT.CLEARED_AT.isNull());
    }

    /** How many of the days lie in the range of a result. */
    private static int daysWithin(CheckResultRecord result, NavigableSet<Day> days) {
        return (int) days.stream()
                .filter(day -> result.getFirstDay() <= day.id() && day.id() <= result.getLastDay())
                .count();
    }

    /** A result as recorded; of days in between it is only known how many there are, so first and last are given. */
    private static CheckResult result(CheckResultRecord row) {
        NavigableSet<Day> days = new TreeSet<>();
        Day.ofId(row.getFirstDay()).ifPresent(days::add);
        Day.ofId(row.getLastDay()).ifPresent(days::add);
        return new CheckResult(
                row.getTableName(),
                Kind.valueOf(row.getKind()),
                row.getSubject(),
                Severity.valueOf(row.getSeverity()),
                Outcome.valueOf(row.getOutcome()),
                days,
                row.getMessage());
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
