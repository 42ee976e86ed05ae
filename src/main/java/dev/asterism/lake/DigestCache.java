package dev.asterism.lake;

import java.util.Collection;
import java.util.Map;

/** Remembers the digests of day files, so that a file is read again only after it changed. Thread-safe. */
public interface DigestCache {

    /**
     * The digests known for files of exactly this path, size and modification time.
     *
     * @return hex SHA-256 by file; files not known are left out
     */
    Map<DayFile, String> find(Collection<DayFile> files);

    /**
     * Remembers digests, all or none; each replaces what was known of the same path.
     *
     * @param digests hex SHA-256 by file
     */
    void save(Map<DayFile, String> digests);
}
