package dev.asterism.extract.s3;

import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.extract.s3.MirrorPlan.Copy;
import dev.asterism.lake.AtomicFile;
import dev.asterism.lake.LakePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a lake like a bucket. A file appears whole and proven or not at all, so that this can be cut off at any time and
 * goes on with the rest when it is done again. Used once; {@link #stop} may be called by any thread.
 */
public final class Sync implements AutoCloseable {
    private final Bucket bucket;
    private final Path lakeRoot;
    private final MirrorListener listener;
    private final Workers workers;
    private final RemoteListing remote;
    private final List<RemoteObject> sameButForTheTime;
    private final MirrorPlan plan;

    private Sync(Bucket bucket, Path lakeRoot, boolean delete, MirrorListener listener) {
        this.bucket = bucket;
        this.lakeRoot = lakeRoot;
        this.listener = listener;
        this.workers = new Workers(listener);
        try {
            this.remote = bucket.list(listener);
            Comparison comparison = new Comparison(lakeRoot, remote);
            this.plan = comparison.toLake(delete);
            this.sameButForTheTime = comparison.sameButForTheTime();
        } catch (IOException unreadable) {
            throw new InputException("The lake " + lakeRoot + " cannot be read (" + unreadable + ").", unreadable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("Listing " + bucket.address() + " was interrupted.", interrupted);
        }
        if (remote.files().isEmpty() && !plan.deletions().isEmpty()) {
            throw new InputException(bucket.address() + " holds no day file at all, so --delete would empty the lake "
                    + lakeRoot + ". Expected keys such as " + bucket.address()
                    + "/2018/04/10/pypi/downloads-v1.csv.gz. Check the address.");
        }
    }

    /**
     * Lists the bucket and compares; changes nothing.
     *
     * @param delete whether files that only the lake has are to be removed
     */
    public static Sync prepare(
            S3Address address, S3Access access, Path lakeRoot, boolean delete, MirrorListener listener) {
        return prepare(Bucket.open(address, access), lakeRoot, delete, listener);
    }

    static Sync prepare(Bucket bucket, Path lakeRoot, boolean delete, MirrorListener listener) {
        try {
            return new Sync(bucket, lakeRoot, delete, listener);
        } catch (RuntimeException failure) {
            bucket.close();
            throw failure;
        }
    }

    /** What there is to do. */
    public MirrorPlan plan() {
        return plan;
    }

    /** Whether the bucket was read in nobody's name. */
    public boolean anonymous() {
        return bucket.anonymous();
    }

    /** Does it. Files are removed last, and only where everything was copied. */
    public MirrorResult execute(int jobs) {
        sameButForTheTime.forEach(this::takeOverTheTime);
        MirrorResult result = workers.copy(plan.copies(), jobs, this::copy);
        long deleted = result.problems().isEmpty() ? delete() : 0;
        return new MirrorResult(result.copied(), result.bytes(), deleted, result.problems());
    }

    /** Has the work end soon, with whole files only. */
    public void stop() {
        workers.stop();
    }

    @Override
    public void close() {
        bucket.close();
    }

    /** Both files are fetched before the first one is put in its place, so that they belong together. */
    private void copy(List<Copy> pair) throws IOException, InterruptedException {
        List<AtomicFile> files = new ArrayList<>();
        try {
            for (Copy copy : pair) {
                AtomicFile file = new AtomicFile(copy.path().in(lakeRoot));
                files.add(file);
                fetch(copy.path(), file);
            }
            removeMetaOfAnotherContent(pair.get(pair.size() - 1).path());
            for (AtomicFile file : files) {
                file.commit();
            }
        } finally {
            for (AtomicFile file : files) {
                file.close();
            }
        }
    }

    private void fetch(LakePath path, AtomicFile file) throws IOException, InterruptedException {
        RemoteObject object = remote.files().get(path);
        if (object == null) {
            throw new IllegalStateException(path + " is in the plan and not in the listing");
        }
        ObjectDownload download = new ObjectDownload(bucket, object, file.part(), workers, listener);
        Files.setLastModifiedTime(file.part(), FileTime.from(download.run()));
    }

    /** What the lake knew about a day file does not hold for the one that replaces it. */
    private void removeMetaOfAnotherContent(LakePath copied) throws IOException {
        if (!copied.isMeta() && !remote.files().containsKey(copied.meta())) {
            Files.deleteIfExists(copied.meta().in(lakeRoot));
        }
    }

    private long delete() {
        for (LakePath path : plan.deletions()) {
            try {
                workers.goOn();
                Files.deleteIfExists(path.in(lakeRoot));
            } catch (IOException undeletable) {
                throw new RunFailedException(
                        path.in(lakeRoot) + " cannot be removed (" + undeletable
                                + "). Expected permission to write to its folder. Mend that, and run again.",
                        undeletable);
            }
            listener.removed(path);
        }
        return plan.deletions().size();
    }

    private void takeOverTheTime(RemoteObject object) {
        try {
            Files.setLastModifiedTime(object.path().in(lakeRoot), FileTime.from(object.modified()));
        } catch (IOException notOurs) {
            // The content is right. Only comparing it takes longer next time.
        }
    }
}
