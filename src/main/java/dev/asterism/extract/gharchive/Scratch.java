package dev.asterism.extract.gharchive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where files lie while a day is made of them: a folder of this process in the lake, under a name that no reader of the
 * lake enters. What processes left behind that were killed is removed by the next one. Thread-safe.
 */
final class Scratch {
    private final Path all;
    private final Path ofThisProcess;

    Scratch(Path lakeRoot) {
        all = lakeRoot.resolve(".download");
        ofThisProcess = all.resolve(String.valueOf(ProcessHandle.current().pid()));
    }

    /** Removes the folders of processes that are no more. */
    void removeWhatWasLeft() throws IOException {
        if (!Files.isDirectory(all)) {
            return;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
            for (Path folder : folders) {
                if (isLeftBehind(folder.getFileName().toString())) {
                    remove(folder);
                }
            }
        }
    }

    /** A new, empty folder. The caller removes it. */
    Path newFolder(String name) throws IOException {
        Files.createDirectories(ofThisProcess);
        return Files.createTempDirectory(ofThisProcess, name + "-");
    }

    /** Removes a folder with all that is in it, as far as that can be done: nothing depends on it. */
    static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException usedAtThisMoment) {
            // What is left is removed when the source is closed, or by the next process.
        }
    }

    /** Removes the folder of this process, and the one above it where that is empty then. */
    void close() {
        remove(ofThisProcess);
        try {
            Files.deleteIfExists(all);
        } catch (IOException usedByAnotherProcess) {
            // It removes the folder in its turn.
        }
    }

    private static boolean isLeftBehind(String name) {
        if (!name.matches("\\d{1,18}")) {
            return false;
        }
        long processId = Long.parseLong(name);
        return processId == ProcessHandle.current().pid()
                || ProcessHandle.of(processId).filter(ProcessHandle::isAlive).isEmpty();
    }
}
