package dev.asterism.extract.s3;

import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.extract.s3.MirrorPlan.Copy;
import dev.asterism.lake.DayFileIntegrity;
import dev.asterism.lake.DayFileMeta;
import dev.asterism.lake.DayFileProblem;
import dev.asterism.lake.LakePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Brings what a bucket lacks of a lake into it. Removes nothing. The service takes each file whole or not at all. Used
 * once; {@link #stop} may be called by any thread.
 */
public final class Publish implements AutoCloseable {
    private final Bucket bucket;
    private final Path lakeRoot;
    private final MirrorListener listener;
    private final Workers workers;
    private final MirrorPlan plan;

    private Publish(Bucket bucket, Path lakeRoot, MirrorListener listener) {
        this.bucket = bucket;
        this.lakeRoot = lakeRoot;
        this.listener = listener;
        this.workers = new Workers(listener);
        try {
            this.plan = new Comparison(lakeRoot, bucket.list(listener)).toBucket();
        } catch (IOException unreadable) {
            throw new InputException("The lake " + lakeRoot + " cannot be read (" + unreadable + ").", unreadable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("Listing " + bucket.address() + " was interrupted.", interrupted);
        }
    }

    /** Lists the bucket and compares; changes nothing. */
    public static Publish prepare(S3Address address, S3Access access, Path lakeRoot, MirrorListener listener) {
        return prepare(Bucket.open(address, access), lakeRoot, listener);
    }

    static Publish prepare(Bucket bucket, Path lakeRoot, MirrorListener listener) {
        try {
            if (bucket.anonymous()) {
                throw new InputException(
                        "There are no AWS credentials, and nobody may publish without. Expected them in"
                                + " one of AWS's usual places. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY;"
                                + " for single sign-on type eval \"$(aws configure export-credentials --format env)\" first.");
            }
            return new Publish(bucket, lakeRoot, listener);
        } catch (RuntimeException failure) {
            bucket.close();
            throw failure;
        }
    }

    /** What there is to do. */
    public MirrorPlan plan() {
        return plan;
    }

    /** Does it. */
    public MirrorResult execute(int jobs) {
        return workers.copy(plan.copies(), jobs, this::copy);
    }

    /** Has the work end soon. */
    public void stop() {
        workers.stop();
    }

    @Override
    public void close() {
        bucket.close();
    }

    private void copy(List<Copy> pair) throws IOException {
        for (Copy copy : pair) {
            requireWhole(copy.path());
        }
        for (Copy copy : pair) {
            workers.goOn();
            Path file = copy.path().in(lakeRoot);
            bucket.write(copy.path(), file, Md5.of(file));
            listener.moved(copy.bytes());
        }
    }

    private void requireWhole(LakePath path) throws IOException {
        Path dayFile = path.dayFile().in(lakeRoot);
        if (Files.notExists(dayFile) || DayFileMeta.isCutOff(dayFile)) {
            throw new ObjectException("Not published: the last download of " + path.dayFile()
                    + " was cut off. Expected a meta file that fits the day file. Download the day again.");
        }
        Optional<DayFileProblem> problem =
                path.isMeta() ? Optional.empty() : DayFileIntegrity.problem(path.in(lakeRoot));
        if (problem.isPresent()) {
            throw new ObjectException("Not published: " + problem.get().message());
        }
    }
}
