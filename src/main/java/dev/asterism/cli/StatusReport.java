package dev.asterism.cli;

import dev.asterism.plan.Staleness;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Which days are where, for people or for programs. */
final class StatusReport {
    private final Staleness staleness;

    StatusReport(Staleness staleness) {
        this.staleness = staleness;
    }

    List<String> lines() {
        return List.of(staleness.calendar().toString());
    }

    void writeJson(Writer out) throws IOException {
        out.write("{}\n");
    }
}
