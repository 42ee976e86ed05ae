package dev.asterism.cli;

import dev.asterism.model.Model;
import dev.asterism.plan.Batch;
import dev.asterism.run.Problem;
import dev.asterism.run.RunListener;
import java.time.Duration;

/** Says on the status line how far a build beside the warehouse has come. */
final class ProofDisplay implements RunListener {
    private final Messages messages;

    ProofDisplay(Messages messages) {
        this.messages = messages;
    }

    @Override
    public void batchStarted(Batch batch) {
        messages.status("building anew, batch " + batch.number());
    }

    @Override
    public void staged(Batch batch, Model source, int files, long rows, Duration duration) {
        messages.status("building anew, batch " + batch.number() + ", read " + source.name());
    }

    @Override
    public void built(Batch batch, Model model, int days, long rows, Duration duration) {
        messages.status("building anew, batch " + batch.number() + ", built " + model.name());
    }

    @Override
    public void published(Batch batch, Duration duration) {}

    @Override
    public void problem(Problem problem) {
        messages.error(problem.message());
    }

    /** What is worth a warning was told when it was published. */
    @Override
    public void warning(String text) {
        messages.detail(text);
    }

    @Override
    public void notice(String text) {
        messages.detail(text);
    }
}
