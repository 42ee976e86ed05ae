package dev.asterism.lake;

import java.util.Collection;
import java.util.Map;

/** Remembers what day files hold, so that a file is read again only after it changed. Thread-safe. */
public interface FileContentCache {

    /**
     * What is known of files of exactly this path, form, size and modification time.
     *
     * @return content by file; files not known are left out
     */
    Map<DayFile, FileContent> find(Collection<DayFile> files);

    /**
     * Remembers contents, all or none; each replaces what was known of the same path.
     *
     * @param contents content by file
     */
    void save(Map<DayFile, FileContent> contents);
}
