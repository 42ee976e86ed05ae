package dev.asterism.cli;

import dev.asterism.extract.s3.MirrorListener;
import dev.asterism.extract.s3.MirrorPlan;
import dev.asterism.extract.s3.MirrorPlan.Copy;
import dev.asterism.lake.LakePath;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Shows a mirroring. Thread-safe. */
final class MirrorDisplay implements MirrorListener {
    private final Program program;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong files = new AtomicLong();
    private final long start = System.nanoTime();
    private volatile long bytesTotal;
    private volatile long filesTotal;

    MirrorDisplay(Program program) {
        this.program = program;
    }

    /** Tells how much there is to do. */
    void begin(MirrorPlan plan) {
        bytesTotal = plan.bytes();
        filesTotal = plan.copies().size();
    }

    void end() {
        program.messages().clearStatus();
    }

    /** Since the command began. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void moved(long more) {
        bytes.addAndGet(more);
        program.messages()
                .status(files.get() + "/" + filesTotal + " files, " + Quantities.bytes(bytes.get()) + " of "
                        + Quantities.bytes(bytesTotal));
    }

    @Override
    public void copied(Copy copy) {
        files.incrementAndGet();
        line("copied " + copy.path() + " (" + copy.reason() + ", " + Quantities.bytes(copy.bytes()) + ")");
    }

    @Override
    public void removed(LakePath path) {
        line("deleted " + path);
    }

    @Override
    public void retrying(String what, String why, Duration wait) {
        program.messages().detail(what + ": " + why + ". Tries again in " + Quantities.duration(wait) + ".");
    }

    @Override
    public void problem(String message) {
        program.messages().error(message);
    }

    private void line(String text) {
        if (program.terminal().canRedrawStderr()) {
            program.messages().detail(text);
        } else {
            program.messages().info(text);
        }
    }
}
