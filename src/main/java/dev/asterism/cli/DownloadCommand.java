package dev.asterism.cli;

import dev.asterism.InputException;
import dev.asterism.config.SettingKeys;
import dev.asterism.config.SettingsReader;
import dev.asterism.extract.DataSet;
import dev.asterism.lake.Day;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asterism download}: fetches days that the lake does not have. */
@Command(
        name = "download",
        header = "Fetches days that the lake does not have.",
        description = {
            "Downloads the day files that are missing, the newest first. Each appears whole or not at all, so that"
                    + " downloading can be interrupted at any time; it continues where it was."
        },
        footer = {
            "  ./asterism download github                        all days that are missing",
            "  ./asterism download github --from 2018-04-01 --to 2018-04-05",
            "  ./asterism download --from 2018-04-01 --dry-run   says what it would take"
        })
final class DownloadCommand implements Callable<Integer> {
    private final Program program;

    @Parameters(
            paramLabel = "DATASET",
            arity = "0..*",
            description = "What to download: pypi or github (default: both).")
    private List<String> dataSets = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "DAY",
            converter = DayConverter.class,
            description = "The first day, such as 2018-04-01 (default: first.date, else the first there is).")
    private @Nullable Day from;

    @Option(
            names = "--to",
            paramLabel = "DAY",
            converter = DayConverter.class,
            description = "The last day (default: yesterday).")
    private @Nullable Day to;

    @Option(
            names = "--again",
            description = "Download days that are there once more, and days that the source did not have.")
    private boolean again;

    @Option(
            names = "--dry-run",
            description = "Only say which days there are to download, their bytes and their price.")
    private boolean dryRun;

    @Option(names = "--jobs", paramLabel = "N", description = "How many days are downloaded at once (default: 2).")
    private @Nullable String jobs;

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "Where github comes from: bigquery or gharchive (default: bigquery where"
                    + " bigquery.project is set, else gharchive).")
    private @Nullable String source;

    @Option(
            names = "--max-bytes-billed",
            paramLabel = "SIZE",
            description = "How much a query for one day may read in BigQuery (default: 200GB).")
    private @Nullable String maxBytesBilled;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Choice.OfReportFormat.class,
            description = "How the result is reported: ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format = ReportFormat.TEXT;

    DownloadCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        if (from != null && to != null && from.compareTo(to) > 0) {
            throw new InputException("--from %s is after --to %s; no day lies between.".formatted(from, to));
        }
        List<DataSet> chosen = dataSets.isEmpty()
                ? Arrays.asList(DataSet.values())
                : dataSets.stream().map(DataSet::named).distinct().toList();
        DownloadRequest request =
                new DownloadRequest(chosen, Optional.ofNullable(from), Optional.ofNullable(to), again, dryRun);
        return new Downloading(program, program.settings(this::addTo), request, format).run();
    }

    private void addTo(SettingsReader reader) {
        if (jobs != null) {
            reader.flag("--jobs", SettingKeys.DOWNLOAD_JOBS, jobs);
        }
        if (maxBytesBilled != null) {
            reader.flag("--max-bytes-billed", SettingKeys.BIGQUERY_MAX_BYTES_BILLED, maxBytesBilled);
        }
        if (source != null) {
            reader.flag("--source", SettingKeys.GITHUB_SOURCE, source);
        }
    }
}
