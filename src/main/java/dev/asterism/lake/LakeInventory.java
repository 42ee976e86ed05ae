package dev.asterism.lake;

import dev.asterism.InputException;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** All day files and meta files of a lake, whether or not a source asks for them: what a mirror of the lake holds. */
public final class LakeInventory {
    /** Year, month, day, and the folder within, down to which a walk goes. */
    private static final Pattern FOLDER =
            Pattern.compile("[0-9]{4}(?:/[0-9]{2}(?:/[0-9]{2}(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)?)?)?");

    private static final int DEPTH_OF_FILES = 5;

    private LakeInventory() {}

    /** A file as it was seen. */
    public record Entry(long bytes, Instant modified) {}

    /**
     * Looks at a lake; one that is not there is empty.
     *
     * @throws InputException where a folder or a file cannot be read: what cannot be seen must not pass for missing
     */
    public static NavigableMap<LakePath, Entry> of(Path lakeRoot) {
        NavigableMap<LakePath, Entry> entries = new TreeMap<>();
        if (Files.notExists(lakeRoot)) {
            return entries;
        }
        new Lake(lakeRoot).requireFolder();
        try {
            Files.walkFileTree(
                    lakeRoot, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH_OF_FILES, new Walk(lakeRoot, entries));
        } catch (IOException e) {
            throw new InputException(
                    "The lake " + lakeRoot + " cannot be read whole (" + e + "). Expected permission to read it."
                            + " Change its permissions, then try again.",
                    e);
        }
        return Collections.unmodifiableNavigableMap(entries);
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private final Path root;
        private final NavigableMap<LakePath, Entry> entries;

        Walk(Path root, NavigableMap<LakePath, Entry> entries) {
            this.root = root;
            this.entries = entries;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.equals(root) || FOLDER.matcher(relative(folder)).matches()
                    ? FileVisitResult.CONTINUE
                    : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                LakePath.parse(relative(file))
                        .ifPresent(path -> entries.put(
                                path,
                                new Entry(
                                        attributes.size(),
                                        attributes.lastModifiedTime().toInstant())));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
            boolean matters = FOLDER.matcher(relative(path)).matches()
                    || LakePath.parse(relative(path)).isPresent();
            if (failure instanceof NoSuchFileException || !matters) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        private String relative(Path path) {
            return root.relativize(path).toString().replace('\\', '/');
        }
    }
}
