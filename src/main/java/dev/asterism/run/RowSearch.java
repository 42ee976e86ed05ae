package dev.asterism.run;

import dev.asterism.InputException;
import dev.asterism.engine.BatchBuild.FileToStage;
import dev.asterism.lake.Column;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayFiles;
import dev.asterism.lake.FileForm;
import dev.asterism.model.Model;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.run.Trial.FirstRows;
import dev.asterism.run.Trial.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Finds the row of a day file with which something goes wrong that does not go wrong with the rows before it, by halving
 * the file. For what an engine cannot say, as it only sees rows that were joined and added up.
 */
final class RowSearch {
    /** Enough to see what kind of rows it is; each takes some twenty builds of that day. */
    private static final int MOST_SEARCHES_PER_TABLE = 3;
    /** A file so long takes seconds to read, again and again. */
    private static final long MOST_ROWS = 2_000_000;

    private final Trial trial;
    private final Map<TableName, Integer> searches = new HashMap<>();

    RowSearch(Trial trial) {
        this.trial = trial;
    }

    /**
     * Returns the row in words; empty if no single row makes the difference, or it would take too long to find it.
     *
     * @param batch the batch that builds the day
     * @param readable its files
     * @param isWrong whether what went wrong is wrong in the outcome of a trial
     */
    Optional<String> firstRow(
            Batch batch, Model model, Day day, Map<DayFile, FileToStage> readable, Predicate<Outcome> isWrong) {
        if (searches.merge(model.name(), 1, Integer::sum) > MOST_SEARCHES_PER_TABLE) {
            return Optional.empty();
        }
        NavigableSet<Day> days = new TreeSet<>(List.of(day));
        for (Map.Entry<SourceModel, List<DayFile>> read : batch.files().entrySet()) {
            SourceModel source = read.getKey();
            List<DayFile> files = read.getValue().stream()
                    .filter(file -> file.day().equals(day))
                    .toList();
            if (!model.reads().contains(source.name()) || files.size() != 1) {
                continue;
            }
            DayFile file = files.get(0);
            FileToStage known = readable.get(file);
            if (known == null
                    || known.content().rows() > MOST_ROWS
                    || file.form().kind() == FileForm.Kind.PARQUET) {
                continue;
            }
            long row = firstWrong(
                    known.content().rows(),
                    rows -> isWrong.test(
                            trial.of(batch, model, days, readable, Optional.of(new FirstRows(source, file, rows)))));
            if (row > 0) {
                return inWords(source, file, row);
            }
        }
        return Optional.empty();
    }

    private interface RowTest {
        boolean isWrong(long rows);
    }

    /** With how many rows it first goes wrong; 0 if it does not with all of them, or does without any. */
    private static long firstWrong(long all, RowTest test) {
        if (all == 0 || test.isWrong(0) || !test.isWrong(all)) {
            return 0;
        }
        long right = 0;
        long wrong = all;
        while (wrong - right > 1) {
            long middle = right + (wrong - right) / 2;
            if (test.isWrong(middle)) {
                wrong = middle;
            } else {
                right = middle;
            }
        }
        return wrong;
    }

    private static Optional<String> inWords(SourceModel source, DayFile file, long row) {
        try {
            return DayFiles.row(
                    file, row, source.columns().stream().map(Column::name).toList());
        } catch (InputException goneMeanwhile) {
            return Optional.empty();
        }
    }
}
