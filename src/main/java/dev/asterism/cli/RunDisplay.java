package dev.asterism.cli;

import dev.asterism.lake.Day;
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
import java.util.Set;
import java.util.TreeSet;

/** Shows a run: a status line on a terminal, one line per table of a batch elsewhere, problems as they come. */
final class RunDisplay implements RunListener {
    private final Program program;
    private final long start = System.nanoTime();
    private final Map<TableName, Integer> worksLeft = new HashMap<>();
    private final NavigableSet<Day> daysDone = new TreeSet<>();
    private final Set<TableName> modelsDone = new HashSet<>();
    private int batches;
    private int daysTotal;
    private long bytesTotal;
    private long bytesPublished;
    private long rows;
    private double shareOfBatch;
    private int worksInBatch;

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
    }

    @Override
    public void batchStarted(Batch batch) {
        shareOfBatch = 0;
        worksInBatch = Math.max(1, batch.works().size());
        draw("reading files");
    }

    @Override
    public void staged(Batch batch, Model source, int files, long rowsRead, Duration duration) {
        shareOfBatch += 0.5 / Math.max(1, batch.files().size());
        rows += rowsRead;
        line(batch, "read " + source.name(), files, "file", rowsRead, duration);
    }

    @Override
    public void built(Batch batch, Model model, int days, long rowsBuilt, Duration duration) {
        shareOfBatch += 0.5 / worksInBatch;
        line(batch, "built " + model.name(), days, "day", rowsBuilt, duration);
    }

    @Override
    public void published(Batch batch, Duration duration) {
        bytesPublished += batch.bytes();
        daysDone.addAll(batch.days());
        batch.works().forEach(work -> {
            if (worksLeft.merge(work.model().name(), -1, Integer::sum) == 0) {
                modelsDone.add(work.model().name());
            }
        });
        shareOfBatch = 0;
        draw("published");
    }

    @Override
    public void problem(Problem problem) {
        program.messages().error(problem.message());
    }

    @Override
    public void warning(String text) {
        program.messages().warn(text);
    }

    private void line(Batch batch, String what, int count, String unit, long rowsDone, Duration duration) {
        if (program.terminal().canRedrawStderr()) {
            draw(what);
            program.messages().detail(text(batch, what, count, unit, rowsDone, duration));
        } else {
            program.messages().info(text(batch, what, count, unit, rowsDone, duration));
        }
    }

    private String text(Batch batch, String what, int count, String unit, long rowsDone, Duration duration) {
        return (batches > 1 ? "[" + batch.number() + "/" + batches + "] " : "") + what
                + (count == 0 ? "" : ", " + Quantities.count(count, unit))
                + ", " + Quantities.count(rowsDone, "row") + ", " + Quantities.duration(duration);
    }

    private void draw(String doing) {
        double batchShare = bytesTotal == 0 ? 0 : shareOfBatch / Math.max(1, batches);
        double share = bytesTotal == 0 ? 0 : (double) bytesPublished / bytesTotal + batchShare;
        Progress progress = new Progress(
                modelsDone.size(),
                worksLeft.size(),
                daysDone.size(),
                daysTotal,
                rows,
                Math.min(1, share),
                Duration.ofNanos(System.nanoTime() - start));
        program.messages().status(progress.text(program.terminal().columns() - doing.length() - 3) + ", " + doing);
    }
}
