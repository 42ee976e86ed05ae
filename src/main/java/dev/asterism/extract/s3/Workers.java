package dev.asterism.extract.s3;

import dev.asterism.AsterismException;
import dev.asterism.RunFailedException;
import dev.asterism.extract.s3.MirrorPlan.Copy;
import dev.asterism.lake.LakePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Copies several days at once. What concerns one day stops no other; anything else stops all. Thread-safe. */
final class Workers {
    private static final long SECONDS_TO_STOP = 60;

    private final MirrorListener listener;
    private volatile boolean stopped;

    Workers(MirrorListener listener) {
        this.listener = listener;
    }

    /** Copies a day file and its meta file, or one of them. */
    interface Copier {
        void copy(List<Copy> pair) throws IOException, InterruptedException;
    }

    /** Has the work end soon, by failing. */
    void stop() {
        stopped = true;
    }

    /** Fails where the work is to end. */
    void goOn() {
        if (stopped) {
            throw new RunFailedException("Mirroring was stopped. Whole files stay; run again to go on.");
        }
    }

    /** Returns how it ended, when all is done. */
    MirrorResult copy(Collection<Copy> copies, int jobs, Copier copier) {
        List<List<Copy>> pairs = List.copyOf(byDayFile(copies).values());
        AtomicInteger threads = new AtomicInteger();
        ExecutorService executor =
                Executors.newFixedThreadPool(jobs, work -> new Thread(work, "mirror-" + threads.incrementAndGet()));
        try {
            CompletionService<List<Copy>> completions = new ExecutorCompletionService<>(executor);
            pairs.forEach(pair -> completions.submit(task(pair, copier)));
            return collect(completions, pairs.size());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("Mirroring was interrupted. Run again to go on.", interrupted);
        } catch (RuntimeException failure) {
            stop();
            throw failure;
        } finally {
            end(executor);
        }
    }

    private Callable<List<Copy>> task(List<Copy> pair, Copier copier) {
        return () -> {
            goOn();
            copier.copy(pair);
            pair.forEach(listener::copied);
            return pair;
        };
    }

    private MirrorResult collect(CompletionService<List<Copy>> completions, int pairs) throws InterruptedException {
        long copied = 0;
        long bytes = 0;
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            try {
                List<Copy> done = completions.take().get();
                copied += done.size();
                bytes += done.stream().mapToLong(Copy::bytes).sum();
            } catch (ExecutionException failure) {
                String problem = ofOneDay(failure.getCause());
                listener.problem(problem);
                problems.add(problem);
            }
        }
        return new MirrorResult(copied, bytes, 0, problems);
    }

    private static String ofOneDay(@Nullable Throwable failure) {
        if (failure instanceof ObjectException one) {
            return String.valueOf(one.getMessage());
        }
        if (failure instanceof AsterismException all) {
            throw all;
        }
        if (failure instanceof IOException disk) {
            throw new RunFailedException(
                    "A file of the lake cannot be read or written (" + disk + "). Expected room on the disk, and"
                            + " permission. Mend that, and run again to go on.",
                    disk);
        }
        if (failure instanceof InterruptedException) {
            throw new RunFailedException("Mirroring was interrupted. Run again to go on.", failure);
        }
        throw new IllegalStateException("copying failed", failure);
    }

    /** A file is not left half done behind the back of whoever called. */
    private void end(ExecutorService executor) {
        executor.shutdownNow();
        try {
            executor.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<LakePath, List<Copy>> byDayFile(Collection<Copy> copies) {
        Map<LakePath, List<Copy>> pairs = new LinkedHashMap<>();
        copies.forEach(copy -> pairs.computeIfAbsent(copy.path().dayFile(), dayFile -> new ArrayList<>())
                .add(copy));
        return pairs;
    }
}
