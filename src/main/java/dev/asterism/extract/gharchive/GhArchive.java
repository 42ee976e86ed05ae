package dev.asterism.extract.gharchive;

import dev.asterism.RunFailedException;
import dev.asterism.extract.Attempt;
import dev.asterism.extract.DataSet;
import dev.asterism.extract.DaySource;
import dev.asterism.extract.Estimate;
import dev.asterism.extract.Outcome;
import dev.asterism.extract.Retries;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileDraft;
import dev.asterism.lake.DayFileTarget;
import dev.asterism.lake.HoursPresent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Activity on GitHub from GH Archive's hourly files. A day some hours of which are missing or damaged is written from the
 * others, and its meta file says which those are.
 */
public final class GhArchive implements DaySource {
    /** Enough to use a line well, and few enough to be a good guest. */
    private static final int HOURS_AT_ONCE = 4;

    /** Before it, events are of another schema: no ids to tell duplicates by, other names for everything. */
    private static final Day FIRST_DAY = Day.of(2015, 1, 1);

    private final Archive archive;
    private final Scratch scratch;
    private final ActivityQuery query = new ActivityQuery();
    private final ExecutorService fetching = Executors.newFixedThreadPool(HOURS_AT_ONCE, task -> {
        Thread thread = new Thread(task, "gharchive");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Opens the archive; asks nothing of it yet.
     *
     * @param url the address that the names of the hours' files are appended to
     * @param lakeRoot the lake, which also holds the hours while a day is made of them
     * @throws dev.asterism.InputException where the address is none
     */
    public GhArchive(String url, Path lakeRoot, Retries retries) throws IOException {
        this.archive = new Archive(Archive.parse(url), retries);
        this.scratch = new Scratch(lakeRoot);
        scratch.removeWhatWasLeft();
    }

    @Override
    public DataSet dataSet() {
        return DataSet.GITHUB;
    }

    @Override
    public String name() {
        return "gharchive";
    }

    @Override
    public String describe() {
        return "GH Archive at " + archive;
    }

    @Override
    public Day firstDay() {
        return FIRST_DAY;
    }

    @Override
    public boolean isBilled() {
        return false;
    }

    @Override
    public Optional<Estimate> estimate(Day day) throws IOException, InterruptedException {
        long bytes = 0;
        boolean found = false;
        for (OptionalLong hour : ofAllHours(hour -> archive.bytes(day, hour))) {
            bytes += hour.orElse(0);
            found |= hour.isPresent();
        }
        return found ? Optional.of(Estimate.free(bytes)) : Optional.empty();
    }

    @Override
    public Outcome extract(Day day, DayFileTarget target, Attempt attempt) throws IOException, InterruptedException {
        Path folder = scratch.newFolder(day.toString());
        try {
            List<Hour> hours = ofAllHours(hour -> archive.fetch(day, hour, folder, attempt));
            List<Hour.Fetched> fetched = hours.stream()
                    .filter(Hour.Fetched.class::isInstance)
                    .map(Hour.Fetched.class::cast)
                    .toList();
            long damaged = hours.stream().filter(Hour.Damaged.class::isInstance).count();
            return fetched.isEmpty()
                    ? new Outcome.Missing(describe() + " has "
                            + (damaged == 0 ? "none of its hours" : "only damaged files of its hours"))
                    : write(day, target, fetched, damaged, folder);
        } finally {
            Scratch.remove(folder);
        }
    }

    @Override
    public void cancel() {
        fetching.shutdownNow();
        query.cancel();
    }

    @Override
    public void close() {
        fetching.shutdownNow();
        scratch.close();
    }

    private Outcome write(Day day, DayFileTarget target, List<Hour.Fetched> hours, long damaged, Path folder)
            throws IOException, InterruptedException {
        try (DayFileDraft draft = new DayFileDraft(target)) {
            ActivityQuery.Written written =
                    query.write(day, hours.stream().map(Hour.Fetched::file).toList(), draft.part(), folder);
            Map<String, Long> counts = new TreeMap<>(written.counts());
            counts.put("damaged_hours", damaged);
            if (counts.getOrDefault("events", 0L) == 0 && counts.getOrDefault("malformed_lines", 0L) > 0) {
                throw new RunFailedException(
                        "The hours of " + day + " from " + archive + " hold no line that is an event."
                                + " Expected files as GH Archive has them. Check gharchive.url.");
            }
            return new Outcome.Written(draft.publish(new DayFileDraft.Provenance(
                    name(),
                    written.rows(),
                    OptionalLong.empty(),
                    Optional.of(HoursPresent.of(
                            hours.stream().map(Hour.Fetched::hour).toList())),
                    counts)));
        }
    }

    /** Something to be done for an hour. */
    private interface OfAnHour<T> {
        T run(int hour) throws IOException, InterruptedException;
    }

    /** Does it for all 24 hours, several at once; the first failure ends it, and is thrown. */
    private <T> List<T> ofAllHours(OfAnHour<T> work) throws IOException, InterruptedException {
        ExecutorCompletionService<T> completed = new ExecutorCompletionService<>(fetching);
        List<Future<T>> hours = new ArrayList<>();
        try {
            for (int hour = 0; hour < HoursPresent.OF_A_DAY; hour++) {
                int thisHour = hour;
                hours.add(completed.submit(() -> work.run(thisHour)));
            }
            for (int count = 0; count < hours.size(); count++) {
                completed.take().get();
            }
            List<T> results = new ArrayList<>();
            for (Future<T> hour : hours) {
                results.add(hour.get());
            }
            return results;
        } catch (ExecutionException failed) {
            throw rethrown(failed.getCause());
        } finally {
            hours.forEach(hour -> hour.cancel(true));
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable failure) throws IOException, InterruptedException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }
}
