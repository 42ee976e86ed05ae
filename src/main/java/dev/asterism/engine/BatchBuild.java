package dev.asterism.engine;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.FileContent;
import dev.asterism.model.CheckModel;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.SourceModel;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A batch being built. Sources are staged first, then tables built in topological order, then checks run, then the whole
 * is published with its build state. What is closed without being published is never counted by the build state.
 *
 * <p>After a method has thrown, only {@link #close} may be called. Not thread-safe.
 */
public interface BatchBuild extends AutoCloseable {
    /**
     * Reads day files into scratch, in bulk. Rows of wrong type, NULLs where none may be and days that are not the
     * file's are noticed but not described: which file, not which row.
     *
     * @param files whole files; of one day there may be several
     * @return what was found, file by file
     * @throws ModelFailedException where the files could not be read at all
     */
    List<StagedFile> stage(SourceModel source, List<FileToStage> files);

    /**
     * As {@link #stage}, but only the first rows, in the order of the file: for finding the row that makes a statement
     * fail. Nothing is noticed.
     *
     * @param files files whose rows are known to be as declared
     * @param rows how many rows of them
     */
    void stageFirst(SourceModel source, List<FileToStage> files, long rows);

    /**
     * Adds the members that the batch's days bring, and updates attributes.
     *
     * @return how many members are new or changed
     * @throws ModelFailedException where the statement fails or the natural key is not unique or NULL
     */
    long extend(DimensionModel dimension, ModelWork work);

    /**
     * Replaces the batch's days of a fact, and removes those that are to go.
     *
     * @return the number of rows by day built
     * @throws ModelFailedException where the statement fails or gives rows of other days
     */
    SortedMap<Day, Long> replace(FactModel fact, ModelWork work);

    /** Creates or replaces the view of a data set. */
    void define(DataSetModel dataSet);

    /** Proves grain, foreign keys and reconciliation of the days of a fact that were just built. */
    List<Violation> verify(FactModel fact, ModelWork work);

    /**
     * Proves that the members of a dimension refer to members that exist.
     *
     * @return what days say that is wrong, if the dimension keeps what each day says
     * @throws ModelFailedException if a member of a dimension that keeps no days refers to none
     */
    List<Violation> verify(DimensionModel dimension, ModelWork work);

    /** Counts the rows that a check finds in the days of the batch, with some of them as examples. */
    CheckResult check(CheckModel check);

    /**
     * Records what the batch was built from, and makes everything visible. The next batch may begin before that is over,
     * which the next call of this method waits for.
     *
     * @param batch the batch as it was built in the end
     * @param rows the number of rows by table and day
     */
    Publication publish(Batch batch, Map<FactModel, SortedMap<Day, Long>> rows);

    /** Gives up what was not published. */
    @Override
    void close();

    /**
     * A day file to be staged.
     *
     * @param file the file
     * @param header the names of its columns, in their order; those that the source does not declare may be any, also empty
     *     or repeated. Of a file that is written anew before it is read they do not matter
     * @param content what is known of its rows
     */
    record FileToStage(DayFile file, List<String> header, FileContent.Whole content) {}

    /**
     * A day file as staged.
     *
     * @param file the file
     * @param rows how many rows it has
     * @param refusedRows how many of them are not as the source declares; where there are any, the file must stay out
     * @param problem the engine's own words where it could not read the file at all, or empty; of Parquet the whole message
     */
    record StagedFile(DayFile file, long rows, long refusedRows, String problem) {
        /** Whether the file must stay out. */
        public boolean isRefused() {
            return refusedRows > 0 || !problem.isEmpty();
        }
    }

    /**
     * What a check found.
     *
     * @param rows how many rows
     * @param example the first of them in words; empty where there is none
     */
    record CheckResult(long rows, String example) {}
}
