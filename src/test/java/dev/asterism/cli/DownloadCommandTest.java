package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.extract.Faults;
import dev.asterism.extract.Faults.Fault;
import dev.asterism.extract.gharchive.Events;
import dev.asterism.extract.gharchive.HourServer;
import dev.asterism.lake.Day;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloadCommandTest {
    private final HourServer server = new HourServer()
            .hour(
                    Day.of(2015, 1, 1),
                    0,
                    new Events().fork(1, "a/b").push(2, "c/d", 4).gzip())
            .hour(Day.of(2015, 1, 2), 5, new Events().fork(3, "a/b").gzip());

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void missingDaysAreFetchedAndThenThereIsNothingToDo() {
        CommandLineRun first = execute("download", "github", "--from", "2015-01-01", "--to", "2015-01-02");
        CommandLineRun second = execute("download", "github", "--from", "2015-01-01", "--to", "2015-01-02");

        assertThat(first.err())
                .contains("github: 2 days to download from GH Archive at " + server.url()
                        + " (2015-01-01 to 2015-01-02); 0 days in the lake.")
                .contains("github 2015-01-01 is incomplete, only 1 of 24 hours: 2 rows")
                .contains("github: 2 days incomplete, ");
        assertThat(second.err()).isEqualTo("github: nothing to download, 2 days in the lake.\n");
    }

    @Test
    void whatWasDownloadedIsBuiltByRun() {
        execute("download", "github", "--from", "2015-01-01", "--to", "2015-01-02");

        execute(
                "run",
                "+github",
                "--pipelines-dir",
                Path.of("pipelines").toAbsolutePath().toString());
        CommandLineRun query = execute(
                "sql",
                "SELECT sum(number_of_forks), sum(number_of_commits) FROM gh_dim.repo_activity",
                "--format",
                "csv");

        assertThat(query.out()).endsWith("2,4\n");
    }

    @Test
    void anIncompleteDayIsShownAsSuch() {
        execute("download", "github", "--from", "2015-01-01", "--to", "2015-01-01");

        CommandLineRun status = execute(
                "status",
                "github",
                "--pipelines-dir",
                Path.of("pipelines").toAbsolutePath().toString());

        assertThat(status.out())
                .contains("1 day, 2015-01-01 to 2015-01-01: 1 incomplete", "incomplete, 1 of 24 hours: 2015-01-01");
    }

    @Test
    void aDryRunPrintsDaysBytesAndPriceAndFetchesNothing() {
        int bytes = new Events().fork(3, "a/b").gzip().length;

        CommandLineRun run = execute("download", "github", "--from", "2015-01-02", "--to", "2015-01-03", "--dry-run");

        assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "github bytes US dollars",
                        "2015-01-03 missing",
                        "2015-01-02 " + bytes + " B 0.00",
                        "total " + bytes + " B 0.00");
        assertThat(folder.resolve("data/2015")).doesNotExist();
    }

    @Test
    void aDryRunForProgramsIsJson() {
        CommandLineRun run = execute(
                "download", "github", "--from", "2015-01-03", "--to", "2015-01-03", "--dry-run", "--format", "json");

        assertThat(run.out())
                .contains(
                        "\"data_set\" : \"github\"",
                        "\"to_download\" : 1",
                        "\"day\" : \"2015-01-03\"",
                        "\"missing\" : true");
    }

    @Test
    void theResultForProgramsIsJson() {
        CommandLineRun run =
                execute("download", "github", "--from", "2015-01-01", "--to", "2015-01-01", "--format", "json");

        assertThat(run.out())
                .contains("\"status\" : \"incomplete\"", "\"rows\" : 2", "\"message\" : \"only 1 of 24 hours\"");
    }

    @Test
    void aDayThatFailsIsReportedAndTheOthersAreFetched() {
        server.faults(Faults.first(0, Fault.NONE)).refuse(Day.of(2015, 1, 2), 7, 500);

        CommandLineRun run = execute(1, "download", "github", "--from", "2015-01-01", "--to", "2015-01-02");

        assertThat(run.err())
                .contains("error: " + server.url()
                        + "/2015-01-02-7.json.gz: the server answered 500, also at the last of 2 tries")
                .contains(server.url() + "/2015-01-02-7.json.gz: the server answered 500; trying again in ")
                .contains("1 day incomplete, 1 day failed");
        assertThat(folder.resolve("data/2015/01/01/github/repo-activity-v1.csv.gz"))
                .exists();
        assertThat(folder.resolve("data/2015/01/02")).doesNotExist();
    }

    @Test
    void withoutCredentialsTheMessageSaysWhichTwoWaysThereAre() {
        CommandLineRun run = execute(2, "download", "pypi", "--from", "2018-04-01", "--to", "2018-04-01");

        assertThat(run.err())
                .contains("There are two ways", "bigquery.project", "bigquery.credentials", "asterism sync");
    }

    @Test
    void aDataSetThatCannotBeHadDoesNotKeepTheOthersAway() {
        execute(2, "download", "--from", "2015-01-01", "--to", "2015-01-01");

        assertThat(folder.resolve("data/2015/01/01/github/repo-activity-v1.csv.gz"))
                .exists();
    }

    @Test
    void daysBeforeTheSourcesFirstAreRefusedByName() {
        assertThat(execute(2, "download", "github", "--from", "2012-01-01", "--to", "2014-12-31")
                        .err())
                .contains("The first day of github that can be had from GH Archive", "2015-01-01");
    }

    @Test
    void aMisspeltDataSetIsGuessed() {
        assertThat(execute(2, "download", "githbu").err())
                .contains("There is no data set 'githbu'. Did you mean 'github'?");
    }

    @Test
    void anInterruptedDownloadLeavesWholeFilesOnlyAndEndsWith130() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch neverAnswered = new CountDownLatch(1);
        server.onRequest(request -> {
            asked.countDown();
            await(neverAnswered);
        });
        CommandLineRun run = run();
        Thread user = new Thread(() -> {
            await(asked);
            run.interruption().interrupt();
        });
        user.start();

        int exitCode = run.execute(arguments("download", "github", "--from", "2015-01-01", "--to", "2015-01-02"));
        run.interruption().commandHasEnded();
        user.join();
        neverAnswered.countDown();

        assertThat(exitCode).isEqualTo(130);
        assertThat(run.err()).contains("2 days left for the next time", "interrupted, only whole files were kept");
        assertThat(Files.exists(folder.resolve("data/2015"))).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CommandLineRun execute(String... arguments) {
        return execute(0, arguments);
    }

    private CommandLineRun execute(int expectedExitCode, String... arguments) {
        CommandLineRun run = run();
        int exitCode = run.execute(arguments(arguments));
        assertThat(exitCode).as(run.out() + run.err()).isEqualTo(expectedExitCode);
        return run;
    }

    private CommandLineRun run() {
        return new CommandLineRun(folder)
                .environment(Map.of(
                        "ASTERISM_GHARCHIVE_URL", server.url(),
                        "ASTERISM_DOWNLOAD_TRIES", "2",
                        "ASTERISM_DOWNLOAD_FIRST_WAIT", "1ms"));
    }

    private String[] arguments(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data-dir", folder.resolve("data").toString()));
        return all.toArray(String[]::new);
    }
}
