package dev.asterism.prove;

import dev.asterism.run.Problem;
import java.util.List;

/**
 * What was proven.
 *
 * @param seed by which days were chosen; the same one chooses the same days again
 * @param tables by table, in topological order
 * @param problems what kept days from being built anew
 */
public record Proof(long seed, List<TableProof> tables, List<Problem> problems) {
    /** Returns how many rows differ. */
    public long differing() {
        return tables.stream().mapToLong(TableProof::differing).sum();
    }

    /** Returns 0 if nothing differs and everything could be built, else 1. */
    public int exitCode() {
        return differing() == 0 && problems.isEmpty() ? 0 : 1;
    }
}
