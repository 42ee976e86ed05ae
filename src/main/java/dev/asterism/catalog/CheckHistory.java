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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
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

    /** Days on which a check has passed since it failed, by failure; used within pieces of work of the database only. */
    private final Map<FailureId, NavigableSet<Day>> passedSince = new HashMap<>();

    CheckHistory(CatalogDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private record FailureId(String run, int number) {
        static FailureId of(CheckResultRecord failure) {
            return new FailureId(failure.getRunId(), failure.getResultNumber());
        }
    }

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

    private void record(RunId run, List<CheckResult> results, boolean keptOut) {
        if (!results.isEmpty()) {
            database.write(sql -> {
                clear(sql, standing -> isReplaced(standing, results));
                return insert(sql, run, results, keptOut);
            });
        }
    }

    /** As {@link Catalog#recordPublished}, within a piece of work of the database. */
    void recordPublished(DSLContext sql, RunId run, Map<String, NavigableSet<Day>> built, List<CheckResult> results) {
        clear(sql, standing -> isBuiltAgain(standing, built) || isReplaced(standing, results));
        insert(sql, run, results, false);
    }

    /** Within a piece of work of the database: no failure stands any longer. */
    void clearAll(DSLContext sql) {
        clear(sql, standing -> true);
    }

    /** Whether days of a table were built again, or removed: what was found wrong about them before no longer stands. */
    private static boolean isBuiltAgain(CheckResultRecord standing, Map<String, NavigableSet<Day>> built) {
        return !standing.getKind().equals(Kind.MODEL.name())
                && standing.getDays() > 0
                && daysWithin(standing, built.getOrDefault(standing.getTableName(), Collections.emptyNavigableSet()))
                        >= standing.getDays();
    }

    /** Whether the same check failed again on the days of a failure, or has passed on all of them, be it batch by batch. */
    private boolean isReplaced(CheckResultRecord standing, List<CheckResult> results) {
        boolean isReplaced = false;
        for (CheckResult result : results) {
            if (result.outcome() == Outcome.SKIPPED || !isOfTheSameCheck(standing, result)) {
                continue;
            }
            NavigableSet<Day> days = result.days();
            if (result.outcome() == Outcome.PASSED) {
                days = passedSince.computeIfAbsent(FailureId.of(standing), failure -> new TreeSet<>());
                days.addAll(result.days());
            }
            isReplaced |= daysWithin(standing, days) >= standing.getDays();
        }
        return isReplaced;
    }

    private static boolean isOfTheSameCheck(CheckResultRecord standing, CheckResult result) {
        return result.table().equals(standing.getTableName())
                && result.kind().name().equals(standing.getKind())
                && result.subject().equals(standing.getSubject());
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

    private void clear(DSLContext sql, Predicate<CheckResultRecord> which) {
        OffsetDateTime now = now();
        Set<FailureId> stillStanding = new HashSet<>();
        for (CheckResultRecord standing :
                sql.selectFrom(CHECK_RESULT).where(isStanding()).fetch()) {
            if (which.test(standing)) {
                sql.update(CHECK_RESULT)
                        .set(CHECK_RESULT.CLEARED_AT, now)
                        .where(
                                CHECK_RESULT.RUN_ID.eq(standing.getRunId()),
                                CHECK_RESULT.RESULT_NUMBER.eq(standing.getResultNumber()))
                        .execute();
            } else {
                stillStanding.add(FailureId.of(standing));
            }
        }
        passedSince.keySet().retainAll(stillStanding);
    }

    private int insert(DSLContext sql, RunId run, List<CheckResult> results, boolean keptOut) {
        int number = sql.fetchCount(CHECK_RESULT, CHECK_RESULT.RUN_ID.eq(run.value()));
        List<CheckResultRecord> rows = new ArrayList<>();
        for (CheckResult result : results) {
            number++;
            rows.add(row(run, number, result, keptOut));
        }
        sql.batchInsert(rows).execute();
        return number;
    }

    private CheckResultRecord row(RunId run, int number, CheckResult result, boolean keptOut) {
        CheckResultRecord row = new CheckResultRecord();
        row.setRunId(run.value());
        row.setResultNumber(number);
        row.setTableName(result.table());
        row.setKind(result.kind().name());
        row.setSubject(result.subject());
        row.setSeverity(result.severity().name());
        row.setOutcome(result.outcome().name());
        row.setDays(result.days().size());
        row.setFirstDay(result.days().isEmpty() ? 0 : result.days().first().id());
        row.setLastDay(result.days().isEmpty() ? 0 : result.days().last().id());
        row.setKeptOut(keptOut);
        row.setMessage(result.message());
        row.setCheckedAt(now());
        return row;
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
