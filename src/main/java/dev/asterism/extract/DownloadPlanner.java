package dev.asterism.extract;

import dev.asterism.catalog.DownloadHistory;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayFileMeta;
import dev.asterism.lake.Lake;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the days of a data set that are to be downloaded. Thread-safe; looks anew at each call. */
public final class DownloadPlanner {
    /** A source that lacks a day, or a part of it, may still get it for so long. */
    public static final Period GAPS_ARE_RETRIED_FOR = Period.ofDays(14);

    private final Lake lake;
    private final DownloadHistory history;
    private final Clock clock;

    public DownloadPlanner(Lake lake, DownloadHistory history, Clock clock) {
        this.lake = lake;
        this.history = history;
        this.clock = clock;
    }

    /**
     * The days that are missing, the newest first. A day whose last writing was cut off counts as missing. So does one
     * that was incomplete or a gap, until it was tried two weeks after it ended.
     *
     * @param from empty: the first day of the source
     * @param to empty: yesterday, in UTC; never later than that
     * @param again whether days that are there, and known gaps, are downloaded once more
     */
    public DownloadPlan plan(DaySource source, Optional<Day> from, Optional<Day> to, boolean again) throws IOException {
        DataSet dataSet = source.dataSet();
        NavigableMap<Day, DayFile> files = lake.list(List.of(dataSet.files())).of(dataSet.files());
        Map<Day, Instant> gaps = history.gaps(dataSet.toString(), source.name());
        Day first = from.filter(day -> day.compareTo(source.firstDay()) > 0).orElse(source.firstDay());
        Day yesterday = new Day(LocalDate.now(clock.withZone(ZoneOffset.UTC)).minusDays(1));
        Day last = to.filter(day -> day.compareTo(yesterday) < 0).orElse(yesterday);
        List<Day> days = new ArrayList<>();
        int known = 0;
        int present = 0;
        int onceMore = 0;
        for (Day day = last; day.compareTo(first) >= 0; day = day.previous()) {
            @Nullable DayFile file = files.get(day);
            @Nullable Instant gap = gaps.get(day);
            if (file != null && !again && isSettled(file)) {
                present++;
            } else if (file == null && gap != null && !again && isFinal(day, gap)) {
                known++;
            } else {
                days.add(day);
                onceMore += file == null ? 0 : 1;
            }
        }
        return new DownloadPlan(dataSet, days, onceMore, present, known);
    }

    private static boolean isSettled(DayFile file) throws IOException {
        if (DayFileMeta.isCutOff(file.path())) {
            return false;
        }
        Optional<DayFileMeta> meta = DayFileMeta.of(file.path());
        return meta.isEmpty()
                || meta.get().isComplete()
                || isFinal(file.day(), meta.get().writtenAt());
    }

    /** Whether a day that was not all there will hardly ever be. */
    private static boolean isFinal(Day day, Instant tried) {
        Instant patienceEnds = day.next()
                .date()
                .plus(GAPS_ARE_RETRIED_FOR)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        return !tried.isBefore(patienceEnds);
    }
}
