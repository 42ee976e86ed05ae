package dev.asterism.engine;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayRanges;
import dev.asterism.model.Model;
import dev.asterism.plan.Batch;
import dev.asterism.run.Problem;
import dev.asterism.run.RunListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Keeps what happened in a run. */
final class RecordingListener implements RunListener {
    private final List<String> events = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final Map<String, NavigableSet<Day>> published = new TreeMap<>();
    private final Consumer<String> onEvent;

    /** @param onEvent told of every event right after it was kept */
    RecordingListener(Consumer<String> onEvent) {
        this.onEvent = onEvent;
    }

    /** Everything that happened, in order, such as {@code built pypi_dim.project}. */
    List<String> events() {
        return events;
    }

    List<String> warnings() {
        return warnings;
    }

    /** What was published, table by table, such as {@code pypi_dim.project: 2018-04-01 to 2018-04-03}. */
    List<String> published() {
        List<String> lines = new ArrayList<>();
        published.forEach((table, days) -> lines.add(days.isEmpty() ? table : table + ": " + DayRanges.text(days, 99)));
        return lines;
    }

    @Override
    public void batchStarted(Batch batch) {
        keep("started batch " + batch.number());
    }

    @Override
    public void staged(Batch batch, Model source, int files, long rows, Duration duration) {
        keep("staged " + source.name());
    }

    @Override
    public void built(Batch batch, Model model, int days, long rows, Duration duration) {
        keep("built " + model.name());
    }

    @Override
    public void published(Batch batch, Duration duration) {
        batch.works().forEach(work -> {
            NavigableSet<Day> days =
                    published.computeIfAbsent(work.model().name().toString(), name -> new TreeSet<>());
            days.addAll(work.days().keySet());
            days.addAll(work.removals());
        });
        keep("published batch " + batch.number());
    }

    @Override
    public void problem(Problem problem) {
        keep("problem with " + problem.table());
    }

    @Override
    public void warning(String text) {
        warnings.add(text);
        keep("warning");
    }

    @Override
    public void notice(String text) {
        notices.add(text);
    }

    /** What was worth knowing though nothing was wrong. */
    List<String> notices() {
        return notices;
    }

    private void keep(String event) {
        events.add(event);
        onEvent.accept(event);
    }
}
