package dev.asterism.cli;

import dev.asterism.extract.s3.MirrorListener;
import dev.asterism.extract.s3.MirrorPlan;
import dev.asterism.extract.s3.MirrorPlan.Copy;
import dev.asterism.lake.LakePath;
import java.time.Duration;

/** Shows a mirroring: a status line on a terminal, one line per file elsewhere, failures as they come. Thread-safe. */
final class MirrorDisplay implements MirrorListener {
    private final Program program;
    private final long start = System.nanoTime();
    private volatile TransferDisplay display;

    /** Begins now, with the listing of the bucket. */
    MirrorDisplay(Program program) {
        this.program = program;
        this.display = new TransferDisplay(program, "file", 0);
    }

    /** Tells how much there is to do. */
    void begin(MirrorPlan plan) {
        display = new TransferDisplay(program, "file", plan.copies().size());
    }

    /** Takes the status line away. */
    void end() {
        program.messages().clearStatus();
    }

    /** Since the command began. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void moved(long more) {
        display.received(more);
    }

    @Override
    public void copied(Copy copy) {
        line("copied " + copy.path() + " (" + copy.reason() + ", " + Quantities.bytes(copy.bytes()) + ")");
        display.done(copy.path().toString());
    }

    @Override
    public void removed(LakePath path) {
        line("deleted " + path);
    }

    @Override
    public void retrying(String what, String why, Duration wait) {
        program.messages().detail(what + ": " + why + "; trying again in " + Quantities.duration(wait));
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
