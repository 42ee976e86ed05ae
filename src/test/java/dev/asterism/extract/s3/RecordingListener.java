package dev.asterism.extract.s3;

import dev.asterism.extract.s3.MirrorPlan.Copy;
import dev.asterism.lake.LakePath;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/** Keeps what a mirroring said. */
final class RecordingListener implements MirrorListener {
    final List<String> copied = new CopyOnWriteArrayList<>();
    final List<String> removed = new CopyOnWriteArrayList<>();
    final List<String> retried = new CopyOnWriteArrayList<>();
    final List<String> problems = new CopyOnWriteArrayList<>();
    final AtomicLong bytes = new AtomicLong();
    volatile IntConsumer afterCopied = copiedSoFar -> {};

    @Override
    public void moved(long more) {
        bytes.addAndGet(more);
    }

    @Override
    public void copied(Copy copy) {
        copied.add(copy.path().toString());
        afterCopied.accept(copied.size());
    }

    @Override
    public void removed(LakePath path) {
        removed.add(path.toString());
    }

    @Override
    public void retrying(String what, String why, Duration wait) {
        retried.add(why);
    }

    @Override
    public void problem(String message) {
        problems.add(message);
    }
}
