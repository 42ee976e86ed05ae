package dev.asterism.extract.s3;

import dev.asterism.extract.Retries;
import dev.asterism.extract.s3.MirrorPlan.Copy;
import dev.asterism.lake.LakePath;

/** Watches a mirroring. Called by many threads at once; should return soon. */
public interface MirrorListener extends Retries.Watcher {

    /** So many more bytes have been copied; those that are copied again count again. */
    void moved(long bytes);

    /** A file is whole in its place. */
    void copied(Copy copy);

    /** A file was removed from the lake. */
    void removed(LakePath path);

    /** A file could not be copied; the others go on. */
    void problem(String message);
}
