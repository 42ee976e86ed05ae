package dev.asterism.cli;

import dev.asterism.lake.Day;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.Model;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.Plan;
import dev.asterism.run.Problem;
import dev.asterism.run.RunListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Shows a run: a status line on a terminal, one line per table of a batch elsewhere, problems as they come. */
final class RunDisplay implements RunListener {
    private final Program program;
    private final Map<TableName, Integer> worksLeft = new HashMap<>();
    private final NavigableSet<Day> daysDone = new TreeSet<>();
    private final Set<TableName> tablesDone = new HashSet<>();
    private final Set<TableName> readInBatch = new HashSet<>();
    /** The next batch may have begun when one is published. */
    private final Map<Integer, Long> rowsOfBatches = new HashMap<>();

    private long start = System.nanoTime();
    private int batches;
    private int batchAtWork;
    private int daysTotal;
    private long bytesTotal;
    private long bytesPublished;
    private long rowsPublished;
    private long rowsInBatch;
    private double shareOfBatch;

    RunDisplay(Program program) {
        this.program = program;
    }

    /** Tells how much there is to do. */
    void begin(Plan plan) {
        NavigableSet<Day> days = new TreeSet<>();
        plan.batches().forEach(batch -> {
            days.addAll(batch.days());
            batch.works().forEach(work -> worksLeft.merge(work.model().name(), 1, Integer::sum));
        });
        batches = plan.batches().size();
        daysTotal = days.size();
        bytesTotal = plan.bytes();
        start = System.nanoTime();
    }

    @Override
    public void goesOn(Plan plan) {
        program.messages().clearStatus();
        PlanReport.lines(plan, Optional.empty(), program.terminal().columns()).forEach(program.messages()::info);
        begin(plan);
        daysDone.clear();
        tablesDone.clear();
        bytesPublished = 0;
        rowsPublished = 0;
    }

    @Override
    public void batchStarted(Batch batch) {
        batchAtWork = batch.number();
        beginBatch();
        draw(batch, batch.files().isEmpty() ? "building" : "reading files");
    }

    @Override
    public void staged(Batch batch, Model source, int files, long rows, Duration duration) {
        if (!readInBatch.add(source.name())) {
            // The batch is built once more, without what was found to be wrong.
            beginBatch();
            readInBatch.add(source.name());
        }
        shareOfBatch += 0.5 / Math.max(1, batch.files().size());
        rowsInBatch += rows;
        rowsOfBatches.put(batch.number(), rowsInBatch);
        line(
                batch,
                "read " + source.name(),
                Quantities.exact(files, "file") + ", " + Quantities.count(rows, "row"),
                duration);
    }

    @Override
    public void built(Batch batch, Model model, int days, long rows, Duration duration) {
        shareOfBatch += 0.5 / Math.max(1, batch.works().size());
        line(batch, "built " + model.name(), outcome(batch, model, days, rows), duration);
    }

    @Override
    public void published(Batch batch, Duration duration) {
        bytesPublished += batch.bytes();
        rowsPublished += rowsOfBatches.getOrDefault(batch.number(), 0L);
        daysDone.addAll(batch.days());
        batch.works().forEach(work -> {
            if (worksLeft.merge(work.model().name(), -1, Integer::sum) == 0) {
                tablesDone.add(work.model().name());
            }
        });
        if (batch.number() == batchAtWork) {
            beginBatch();
        }
        draw(batch, "published");
    }

    @Override
    public void problem(Problem problem) {
        program.messages().error(problem.message());
    }

    @Override
    public void warning(String text) {
        program.messages().warn(text);
    }

    @Override
    public void notice(String text) {
        program.messages().info(text);
    }

    private void beginBatch() {
        readInBatch.clear();
        rowsInBatch = 0;
        shareOfBatch = 0;
    }

    private static String outcome(Batch batch, Model model, int days, long rows) {
        if (model instanceof DataSetModel) {
            return "a view";
        }
        int removed = batch.works().stream()
                .filter(work -> work.model().equals(model))
                .mapToInt(work -> work.removals().size())
                .sum();
        String what = model instanceof DimensionModel dimension && !dimension.isAccumulating()
                ? Quantities.count(rows, "member") + " new or changed"
                : Quantities.count(rows, "row");
        return (days == 0 ? "" : Quantities.exact(days, "day") + ", ")
                + (removed == 0 ? "" : Quantities.exact(removed, "day") + " removed, ")
                + what;
    }

    private void line(Batch batch, String what, String outcome, Duration duration) {
        String text = (batches > 1 ? "[" + batch.number() + "/" + batches + "] " : "") + what + ", " + outcome + ", "
                + Quantities.duration(duration);
        if (program.terminal().canRedrawStderr()) {
            draw(batch, what);
            program.messages().detail(text);
        } else {
            program.messages().info(text);
        }
    }

    private void draw(Batch batch, String doing) {
        double done = bytesPublished + Math.min(1, shareOfBatch) * batch.bytes();
        Progress progress = new Progress(
                tablesDone.size(),
                worksLeft.size(),
                daysDone.size(),
                daysTotal,
                rowsPublished + rowsInBatch,
                bytesTotal == 0 ? 0 : Math.min(1, done / bytesTotal),
                Duration.ofNanos(System.nanoTime() - start));
        program.messages().status(progress.text(program.terminal().columns() - doing.length() - 3) + ", " + doing);
    }
}
