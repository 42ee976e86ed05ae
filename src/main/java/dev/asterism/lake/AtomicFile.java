package dev.asterism.lake;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that appears under its name whole or not at all. It is written beside its place under a name that ends in
 * {@code .part}, which no reader of the lake takes for a day file; {@link #commit} puts it in its place. What a crash left
 * behind is removed when the same file is written again. Not thread-safe; within one process a file has one writer at a
 * time, several processes do not disturb each other, and the last one to commit wins.
 */
public final class AtomicFile implements AutoCloseable {
    /** The number is the writing process, so that others can tell whether it still lives. */
    private static final Pattern PART = Pattern.compile("(.+)\\.(\\d+)\\.part");

    private final Path place;
    private final Path part;
    private boolean committed;

    /**
     * Makes ready to write: creates the folder where there is none.
     *
     * @param place where the file shall appear; what is there stays until {@link #commit}
     */
    public AtomicFile(Path place) throws IOException {
        this.place = place;
        this.part = place.resolveSibling(
                place.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        Files.createDirectories(folder());
        removeWhatWasLeft();
    }

    /** The file to write to, by whatever means. Not there yet. */
    public Path part() {
        return part;
    }

    /** Puts the written file in its place; when this returns, it is there after a power cut, too. */
    public void commit() throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        committed = true;
        forceFolder(folder());
    }

    /** Removes what was written, unless it was committed. */
    @Override
    public void close() throws IOException {
        if (!committed) {
            Files.deleteIfExists(part);
        }
    }

    private Path folder() {
        return requireNonNull(place.toAbsolutePath().getParent());
    }

    private void removeWhatWasLeft() throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(folder(), "*.part")) {
            for (Path other : others) {
                Matcher name = PART.matcher(other.getFileName().toString());
                if (name.matches()
                        && name.group(1).equals(place.getFileName().toString())
                        && isLeftBehind(Long.parseLong(name.group(2)))) {
                    Files.deleteIfExists(other);
                }
            }
        }
    }

    private static boolean isLeftBehind(long processId) {
        return processId == ProcessHandle.current().pid()
                || ProcessHandle.of(processId).filter(ProcessHandle::isAlive).isEmpty();
    }

    /** A rename is safe from a power cut only when its folder is on disk. */
    private static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException removed) {
            throw removed;
        } catch (IOException foldersCannotBeOpenedHere) {
            // Windows opens no folders, and writes renames through by itself.
        }
    }
}
