package dev.asterism.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.catalog.Catalog;
import dev.asterism.catalog.DownloadId;
import dev.asterism.catalog.DownloadStatus;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileDraft;
import dev.asterism.lake.DayFileMeta;
import dev.asterism.lake.DayFileTarget;
import dev.asterism.lake.DayFileWriter;
import dev.asterism.lake.HoursPresent;
import dev.asterism.lake.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadPlannerTest {
    private static final DaySource SOURCE = new SourceFrom2015();

    private final Day today = new Day(LocalDate.now(ZoneOffset.UTC));
    private final Day yesterday = today.previous();

    @TempDir
    private Path folder;

    private Catalog catalog;

    @BeforeEach
    void open() throws IOException {
        catalog = Catalog.open(folder.resolve("catalog.sqlite"));
        Files.createDirectories(lake());
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void missingDaysAreFetchedTheNewestFirst() throws IOException {
        write(Day.of(2018, 4, 2), Optional.empty());

        DownloadPlan plan = plan("2018-04-01", "2018-04-04");

        assertThat(plan.days()).containsExactly(Day.of(2018, 4, 4), Day.of(2018, 4, 3), Day.of(2018, 4, 1));
        assertThat(plan.present()).isEqualTo(1);
    }

    @Test
    void aDayWithoutAMetaFileIsThere() throws IOException {
        write(Day.of(2018, 4, 1), Optional.empty());
        Files.delete(DayFileMeta.pathFor(target(Day.of(2018, 4, 1)).path()));

        assertThat(plan("2018-04-01", "2018-04-01").days()).isEmpty();
    }

    @Test
    void daysGoFromTheSourcesFirstToYesterday() throws IOException {
        DownloadPlan plan = planner().plan(SOURCE, Optional.empty(), Optional.empty(), false);

        assertThat(plan.days().get(0)).isEqualTo(yesterday);
        assertThat(plan.days().get(plan.days().size() - 1)).isEqualTo(SOURCE.firstDay());
    }

    @Test
    void aRangeEndsWithYesterday() throws IOException {
        assertThat(plan(yesterday.toString(), today.next().toString()).days()).containsExactly(yesterday);
    }

    @Test
    void anIncompleteDayIsTriedAgainUntilItWasTriedTwoWeeksAfterItEnded() throws IOException {
        write(yesterday, Optional.of(HoursPresent.of(List.of(0, 1))));
        write(Day.of(2018, 4, 1), Optional.of(HoursPresent.of(List.of(0, 1))));

        DownloadPlan recent = plan(yesterday.toString(), yesterday.toString());

        assertThat(recent.days()).containsExactly(yesterday);
        assertThat(recent.again()).isEqualTo(1);
        assertThat(plan("2018-04-01", "2018-04-01").days()).isEmpty();
    }

    @Test
    void aGapIsTriedAgainUntilItWasTriedTwoWeeksAfterItEnded() throws IOException {
        gap(yesterday);
        gap(Day.of(2018, 4, 1));

        DownloadPlan old = plan("2018-04-01", "2018-04-01");

        assertThat(old.days()).isEmpty();
        assertThat(old.gaps()).isEqualTo(1);
        assertThat(plan(yesterday.toString(), yesterday.toString()).days()).containsExactly(yesterday);
    }

    @Test
    void aDayWhoseLastWritingWasCutOffIsFetchedAgain() throws IOException {
        Day day = Day.of(2018, 4, 1);
        write(day, Optional.empty());
        Path meta = DayFileMeta.pathFor(target(day).path());
        Files.writeString(meta, Files.readString(meta).replaceFirst("\"bytes\" : \\d+", "\"bytes\" : 1"));

        assertThat(plan("2018-04-01", "2018-04-01").days()).containsExactly(day);
    }

    @Test
    void everyDayIsFetchedAgainWhereThatIsAskedFor() throws IOException {
        write(Day.of(2018, 4, 1), Optional.empty());
        gap(Day.of(2018, 4, 2));

        assertThat(planner()
                        .plan(SOURCE, Day.parse("2018-04-01"), Day.parse("2018-04-02"), true)
                        .days())
                .containsExactly(Day.of(2018, 4, 2), Day.of(2018, 4, 1));
    }

    private DownloadPlan plan(String from, String to) throws IOException {
        return planner().plan(SOURCE, Day.parse(from), Day.parse(to), false);
    }

    private DownloadPlanner planner() {
        return new DownloadPlanner(new Lake(lake()), catalog.downloads(), Clock.systemUTC());
    }

    private void gap(Day day) {
        DownloadId id = catalog.downloads().start("github", SOURCE.name(), day);
        catalog.downloads().end(id, DownloadStatus.MISSING, "nothing there");
    }

    private void write(Day day, Optional<HoursPresent> hours) throws IOException {
        try (DayFileDraft draft = new DayFileDraft(target(day))) {
            try (DayFileWriter writer = draft.writer()) {
                writer.write(List.of(day.id(), "a", "b", 1, "", ""));
            }
            draft.publish(new DayFileDraft.Provenance(SOURCE.name(), 1, OptionalLong.empty(), hours, Map.of()));
        }
    }

    private DayFileTarget target(Day day) {
        return DataSet.GITHUB.target(lake(), day);
    }

    private Path lake() {
        return folder.resolve("data");
    }

    /** Nothing is extracted here. */
    private record SourceFrom2015() implements DaySource {
        @Override
        public DataSet dataSet() {
            return DataSet.GITHUB;
        }

        @Override
        public String name() {
            return "somewhere";
        }

        @Override
        public String describe() {
            return "somewhere";
        }

        @Override
        public Day firstDay() {
            return Day.of(2015, 1, 1);
        }

        @Override
        public boolean isBilled() {
            return false;
        }

        @Override
        public Optional<Estimate> estimate(Day day) {
            return Optional.empty();
        }

        @Override
        public Outcome extract(Day day, DayFileTarget target, Attempt attempt) {
            throw new AssertionError("only planned");
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {}
    }
}
