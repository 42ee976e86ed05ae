package dev.asterism.run;

import dev.asterism.catalog.Catalog;
import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.RunId;
import dev.asterism.catalog.RunStatus;
import dev.asterism.check.StarChecks;
import dev.asterism.config.Settings;
import dev.asterism.plan.PlanRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs all checks over the published stars, and keeps what they found where there is a catalog that can be written. */
public final class CheckRun {
    private CheckRun() {}

    /**
     * Checks.
     *
     * @param inspection what is published and what should be
     * @param request which tables, checks and days to look at
     * @param command the command line, for the history
     * @param progress told what is being done
     */
    public static List<CheckResult> execute(
            Settings settings, Inspection inspection, PlanRequest request, String command, Consumer<String> progress) {
        StarChecks checks = new StarChecks(
                inspection.engine(),
                inspection.survey().context(),
                inspection.survey().staleness(),
                request,
                progress);
        Optional<Catalog> existing = Catalogs.openExisting(settings);
        if (existing.isEmpty()) {
            return checks.run();
        }
        try (Catalog catalog = existing.get()) {
            RunId id = catalog.runs().startRun(command, settings.warehouse().shownUrl());
            try {
                List<CheckResult> results = checks.run();
                catalog.checks().record(id, results);
                Optional<CheckResult> error =
                        results.stream().filter(CheckResult::isError).findFirst();
                error.ifPresentOrElse(
                        first -> catalog.runs().finishRun(id, RunStatus.FAILED, text(first)),
                        () -> catalog.runs().finishRun(id, RunStatus.SUCCEEDED));
                return results;
            } catch (RuntimeException failure) {
                catalog.runs().finishRun(id, RunStatus.FAILED, String.valueOf(failure.getMessage()));
                throw failure;
            }
        }
    }

    private static String text(CheckResult error) {
        return error.table() + ", " + error.check() + ": " + error.message();
    }
}
