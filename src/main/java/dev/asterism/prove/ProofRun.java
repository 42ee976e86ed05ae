package dev.asterism.prove;

import dev.asterism.catalog.Catalog;
import dev.asterism.catalog.RunId;
import dev.asterism.catalog.RunStatus;
import dev.asterism.config.Settings;
import dev.asterism.run.Catalogs;
import java.util.Optional;

/** A proof that is kept in the history, where there is a catalog that can be written. */
public final class ProofRun {
    private ProofRun() {}

    /**
     * Proves.
     *
     * @param command the command line, for the history
     */
    public static Proof execute(Settings settings, Prover prover, Sample sample, String command) {
        Optional<Catalog> existing = Catalogs.openExisting(settings);
        if (existing.isEmpty()) {
            return prover.prove(sample);
        }
        try (Catalog catalog = existing.get()) {
            RunId id = catalog.runs().startRun(command, settings.warehouse().shownUrl());
            try {
                Proof proof = prover.prove(sample);
                if (proof.exitCode() == 0) {
                    catalog.runs().finishRun(id, RunStatus.SUCCEEDED);
                } else {
                    catalog.runs().finishRun(id, RunStatus.FAILED, message(proof));
                }
                return proof;
            } catch (RuntimeException failure) {
                catalog.runs().finishRun(id, RunStatus.FAILED, String.valueOf(failure.getMessage()));
                throw failure;
            }
        }
    }

    private static String message(Proof proof) {
        return proof.tables().stream()
                .flatMap(table -> table.differences().stream())
                .findFirst()
                .map(difference -> difference.table()
                        + difference.day().map(day -> ", " + day).orElse("")
                        + ": what is published is not what the files and models say.")
                .orElseGet(() -> proof.problems().get(0).message());
    }
}
