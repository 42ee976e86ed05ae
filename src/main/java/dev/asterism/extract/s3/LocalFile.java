package dev.asterism.extract.s3;

import dev.asterism.lake.LakeInventory;
import dev.asterism.lake.LakePath;
import java.time.Instant;

/**
 * A file of the lake.
 *
 * @param modified when it was last written, to the fraction of a second: S3 knows whole seconds, so that a file that was
 *     written here just now differs from one that came from there
 */
record LocalFile(LakePath path, long bytes, Instant modified) {
    static LocalFile of(LakePath path, LakeInventory.Entry entry) {
        return new LocalFile(path, entry.bytes(), entry.modified());
    }
}
