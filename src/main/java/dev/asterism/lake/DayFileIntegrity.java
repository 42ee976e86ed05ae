package dev.asterism.lake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sees that day files are whole: no engine compares the checksum at the end of a gzip member, so that a flipped bit would
 * pass for data. A file whose bytes are those that its meta file tells was verified when it was written; any other is
 * decompressed once. Looks at bytes only, never at rows. Thread-safe.
 */
public final class DayFileIntegrity {
    private static final int BUFFER_BYTES = 1 << 16;

    private DayFileIntegrity() {}

    /**
     * The files that are not whole, each with what is wrong with it.
     *
     * @param threads how many files to read at once
     */
    public static Map<DayFile, DayFileProblem> problems(Collection<DayFile> files, int threads) {
        Map<DayFile, DayFileProblem> problems = new LinkedHashMap<>();
        if (files.isEmpty()) {
            return problems;
        }
        ExecutorService executor = Executors.newFixedThreadPool(Math.min(threads, files.size()), runnable -> {
            Thread thread = new Thread(runnable, "integrity");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<DayFile> inOrder = List.copyOf(files);
            List<Future<Optional<DayFileProblem>>> results = inOrder.stream()
                    .map(file -> executor.submit(
                            () -> isAsWritten(file.path()) ? Optional.<DayFileProblem>empty() : problem(file.path())))
                    .toList();
            for (int i = 0; i < inOrder.size(); i++) {
                DayFile file = inOrder.get(i);
                results.get(i).get().ifPresent(problem -> problems.put(file, problem));
            }
            return problems;
        } catch (ExecutionException defect) {
            throw new IllegalStateException("reading a day file failed", defect.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading day files", interrupted);
        } finally {
            executor.shutdownNow();
        }
    }

    private static boolean isAsWritten(Path file) {
        try {
            Optional<DayFileMeta> meta = DayFileMeta.of(file);
            return meta.isPresent() && meta.get().sha256().equals(Digests.sha256(file));
        } catch (IOException unreadable) {
            return false; // Decompressing it says why.
        }
    }

    /** What is wrong with one file, which may still have another name than that of a day file; empty where it is whole. */
    public static Optional<DayFileProblem> problem(Path file) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream content = DayFileReader.open(file)) {
            int count = content.read(buffer);
            while (count >= 0) {
                count = content.read(buffer);
            }
            return Optional.empty();
        } catch (MalformedDayFileException malformed) {
            return Optional.of(malformed.problem());
        } catch (IOException damaged) {
            return Optional.of(DayFileReader.damage(file, damaged));
        }
    }
}
