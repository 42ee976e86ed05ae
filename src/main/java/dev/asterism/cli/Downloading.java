package dev.asterism.cli;

import dev.asterism.AsterismException;
import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.catalog.Catalog;
import dev.asterism.config.SettingKeys;
import dev.asterism.config.Settings;
import dev.asterism.extract.DataSet;
import dev.asterism.extract.DayResult;
import dev.asterism.extract.DaySource;
import dev.asterism.extract.DownloadPlan;
import dev.asterism.extract.DownloadPlanner;
import dev.asterism.extract.Downloads;
import dev.asterism.extract.Estimates;
import dev.asterism.lake.Day;
import dev.asterism.lake.Lake;
import dev.asterism.run.Catalogs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Executes {@code download}: one data set after the other. A data set that cannot be had does not keep others away. */
final class Downloading {
    private final Program program;
    private final Messages messages;
    private final Settings settings;
    private final DownloadRequest request;
    private final DownloadReport report;
    private int exitCode;

    Downloading(Program program, Settings settings, DownloadRequest request, ReportFormat format) {
        this.program = program;
        this.messages = program.messages();
        this.settings = settings;
        this.request = request;
        this.report = new DownloadReport(program, request.dryRun(), format);
    }

    /** Returns the exit code. */
    int run() {
        try (Catalog catalog = openCatalog()) {
            for (DataSet dataSet : request.dataSets()) {
                if (!program.interruption().requested()) {
                    run(dataSet, catalog);
                }
            }
            report.end();
            return program.interruption().requested() ? Interruption.EXIT_CODE : exitCode;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("The download was interrupted. Download again to continue.", interrupted);
        }
    }

    private Catalog openCatalog() {
        try {
            Files.createDirectories(settings.dataDir());
        } catch (IOException cannotBeWritten) {
            throw new InputException(
                    "The data folder " + settings.dataDir() + " cannot be made (" + cannotBeWritten
                            + "). Expected a folder that may be written. Name another one with --data-dir or data.dir.",
                    cannotBeWritten);
        }
        return Catalogs.open(settings);
    }

    private void run(DataSet dataSet, Catalog catalog) throws IOException, InterruptedException {
        try (DaySource source = DaySources.open(dataSet, settings)) {
            DownloadPlan plan = plan(source, catalog);
            report.planned(plan, source);
            if (plan.days().isEmpty()) {
                return;
            }
            if (request.dryRun() || source.isBilled()) {
                Optional<Estimates> estimates = estimate(source, plan.days());
                estimates.ifPresent(known -> report.estimated(plan, source, known));
                if (request.dryRun() || estimates.isEmpty()) {
                    return;
                }
            }
            download(source, plan, catalog);
        } catch (AsterismException failure) {
            if (program.interruption().requested()) {
                return;
            }
            if (request.dataSets().size() == 1) {
                throw failure;
            }
            messages.error(String.valueOf(failure.getMessage()));
            exitCode = Math.max(exitCode, failure.exitCode());
        }
    }

    private DownloadPlan plan(DaySource source, Catalog catalog) throws IOException {
        Optional<Day> from = request.from().or(() -> settings.firstDate().map(Day::new));
        if (request.to().filter(to -> to.compareTo(source.firstDay()) < 0).isPresent()) {
            throw new InputException(tooEarly(source) + " Give a later --to, or none.");
        }
        if (request.from().filter(day -> day.compareTo(source.firstDay()) < 0).isPresent()) {
            messages.warn(tooEarly(source));
        }
        return new DownloadPlanner(new Lake(settings.dataDir()), catalog.downloads(), Clock.systemUTC())
                .plan(source, from, request.to(), request.again());
    }

    private static String tooEarly(DaySource source) {
        return "The first day of " + source.dataSet() + " that can be had from " + source.describe() + " is "
                + source.firstDay() + ": what is older has another form, or is not there.";
    }

    /** Empty where the user interrupted it. */
    private Optional<Estimates> estimate(DaySource source, List<Day> days) throws IOException, InterruptedException {
        TransferDisplay display = new TransferDisplay(program, "day", days.size());
        Thread thisThread = Thread.currentThread();
        try (Interruption.Registration registration = program.interruption().onInterrupt(thisThread::interrupt)) {
            return Optional.of(Estimates.of(
                    source, days, settings.get(SettingKeys.DOWNLOAD_JOBS), day -> display.done("asking about " + day)));
        } catch (InterruptedException interrupted) {
            source.cancel();
            return Optional.empty();
        } finally {
            messages.clearStatus();
        }
    }

    private void download(DaySource source, DownloadPlan plan, Catalog catalog) throws InterruptedException {
        DownloadDisplay display = new DownloadDisplay(program, plan.days().size());
        Downloads downloads = new Downloads(
                source,
                settings.dataDir(),
                catalog.downloads(),
                display,
                DaySources.retries(settings),
                settings.get(SettingKeys.DOWNLOAD_JOBS));
        Downloads.Result result;
        try (Interruption.Registration registration = program.interruption().onInterrupt(downloads::stop)) {
            result = downloads.run(plan.days());
        }
        messages.clearStatus();
        report.downloaded(plan, source, result, display.transfer());
        List<DayResult> failed = new ArrayList<>(result.days());
        failed.removeIf(day -> day.status() != DayResult.Status.FAILED);
        if (!failed.isEmpty()) {
            exitCode = Math.max(
                    exitCode, result.stoppedBy().map(InputException::exitCode).orElse(1));
        }
    }
}
