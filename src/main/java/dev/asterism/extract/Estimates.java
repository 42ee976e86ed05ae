package dev.asterism.extract;

import dev.asterism.lake.Day;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * What downloading days would take.
 *
 * @param days in the order asked for; empty for a day of which the source has nothing
 */
public record Estimates(Map<Day, Optional<Estimate>> days) {

    /**
     * Asks a source.
     *
     * @param jobs about how many days to ask at once
     * @param asked told after each day
     */
    public static Estimates of(DaySource source, List<Day> days, int jobs, Consumer<Day> asked)
            throws IOException, InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(jobs, task -> {
            Thread thread = new Thread(task, "estimate-" + source.dataSet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Optional<Estimate>>> answers = new ArrayList<>();
            for (Day day : days) {
                answers.add(executor.submit(() -> source.estimate(day)));
            }
            Map<Day, Optional<Estimate>> estimates = new LinkedHashMap<>();
            for (int index = 0; index < days.size(); index++) {
                estimates.put(days.get(index), answers.get(index).get());
                asked.accept(days.get(index));
            }
            return new Estimates(estimates);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException io) {
                throw io;
            }
            throw failed.getCause() instanceof RuntimeException known ? known : new IllegalStateException(failed);
        } finally {
            executor.shutdownNow();
        }
    }

    /** All days together. */
    public Estimate total() {
        return days.values().stream().flatMap(Optional::stream).reduce(Estimate.NOTHING, Estimate::plus);
    }
}
