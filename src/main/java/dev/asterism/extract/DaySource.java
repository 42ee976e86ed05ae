package dev.asterism.extract;

import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileTarget;
import java.io.IOException;
import java.util.Optional;

/**
 * Where the days of a data set come from. Thread-safe: several days are extracted at once. Closed by whoever opened it,
 * when nothing is extracted any more.
 */
public interface DaySource extends AutoCloseable {

    DataSet dataSet();

    /** A short name for records, such as {@code gharchive}. */
    String name();

    /** For messages, such as {@code GH Archive at https://data.gharchive.org}. */
    String describe();

    /** The first day that can be extracted. */
    Day firstDay();

    /** Whether extracting costs money, so that the user is told the price first. */
    boolean isBilled();

    /**
     * What extracting a day would take, found out without paying for it; empty where the source has nothing of the day.
     *
     * @throws RunFailedException where this day cannot be estimated
     * @throws InputException where no day can, such as without permission
     */
    Optional<Estimate> estimate(Day day) throws IOException, InterruptedException;

    /**
     * Writes a day file, whole or not at all. Retries by itself what may pass, with {@link Attempt#retry}.
     *
     * @throws RunFailedException where this day cannot be extracted; others are still tried
     * @throws InputException where no other day could be either, such as without permission or budget: no further day is
     *     begun
     * @throws IOException where a file cannot be written; others are still tried
     * @throws InterruptedException where the thread was interrupted
     */
    Outcome extract(Day day, DayFileTarget target, Attempt attempt) throws IOException, InterruptedException;

    /** Makes running extractions end soon, in any way; called from another thread, which also interrupts theirs. */
    void cancel();

    @Override
    void close();
}
