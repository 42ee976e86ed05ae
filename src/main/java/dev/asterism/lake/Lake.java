package dev.asterism.lake;

import dev.asterism.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * A lake: a folder of day folders {@code YYYY/MM/DD}, each with the day files of that day. Only ever read, so that it
 * may lie on a read-only disk.
 *
 * <p>Thread-safe; each listing looks anew.
 *
 * @param root the folder that holds the years
 */
public record Lake(Path root) {

    /** Fails with {@link InputException} where the root is no folder. */
    public void requireFolder() {
        if (!Files.isDirectory(root)) {
            throw new InputException("The data folder " + root + (Files.exists(root) ? " is no folder" : " is missing")
                    + ". Expected a folder of day folders such as " + root.resolve("2018/04/10")
                    + ". Create it and download days into it, or name another one with --data-dir or data.dir.");
        }
    }

    /**
     * Lists the day files of the patterns, in one walk that enters no folder other than those of days and patterns.
     *
     * @throws InputException where the root is no folder, or a folder on the way cannot be read: a day that cannot be
     *     seen must not pass for a day that is not there
     */
    public LakeListing list(Collection<FilePattern> patterns) {
        requireFolder();
        return new LakeWalk(root, patterns).list();
    }
}
