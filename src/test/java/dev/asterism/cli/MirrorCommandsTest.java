package dev.asterism.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.testing.ProgramProcess;
import dev.asterism.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class MirrorCommandsTest {
    private static final String FILE = "2018/04/01/shop/visits-v1.csv.gz";

    @TempDir
    Path folder;

    @Test
    void syncBringsADayThatRunThenBuilds() throws IOException {
        SmallProject project = new SmallProject(folder);
        project.day("2018-04-01", 3, 4);
        S3Server server = S3Server.shared();
        String bucket = server.newBucket();
        server.put(bucket, "lake/" + FILE, Files.readAllBytes(project.file("2018-04-01")));
        server.put(bucket, "lake/README.md", "hello".getBytes(UTF_8));
        Files.delete(project.file("2018-04-01"));
        Files.writeString(
                folder.resolve("local-setup.properties"),
                "s3.url=s3://" + bucket + "/lake\ns3.endpoint=" + server.endpoint() + "\n");

        CommandLineRun dry = project.execute(0, "sync", "--no-sign-request", "--dry-run");
        assertThat(dry.out()).contains("copy    " + FILE + "  (new, ", "To copy: 1 file, ", "no day files: 1 key.");
        assertThat(project.file("2018-04-01")).doesNotExist();

        CommandLineRun sync = project.execute(0, "sync", "--no-sign-request");
        assertThat(sync.out()).isEmpty();
        assertThat(sync.err()).contains("copied " + FILE, "Copied 1 file, ");
        project.execute(0, "run");
        assertThat(project.execute(0, "sql", "SELECT sum(visits) FROM shop_dim.visit_counts", "--format=csv")
                        .out())
                .contains("7");

        CommandLineRun again = project.execute(0, "sync", "--no-sign-request", "--format=json");
        assertThat(again.out()).contains("\"copy\" : [ ]", "\"unchanged\" : 1", "\"copied\" : 0", "\"problems\" : [ ]");

        server.remove(bucket, "lake/" + FILE);
        server.put(bucket, "lake/2018/04/02/shop/visits-v1.csv.gz", Files.readAllBytes(project.file("2018-04-01")));
        assertThat(project.execute(0, "sync", "--no-sign-request", "--delete", "--dry-run")
                        .out())
                .contains("delete  " + FILE, "to delete: 1 file");
        assertThat(project.execute(0, "sync", "--no-sign-request", "--delete").err())
                .contains("deleted " + FILE, "deleted 1 file");
        assertThat(project.file("2018-04-01")).doesNotExist();
    }

    @Test
    void aDamagedFileIsAnErrorWithItsNameAndTheRestIsCopied() throws IOException {
        SmallProject project = new SmallProject(folder);
        project.day("2018-04-01", 3, 4);
        S3Server server = S3Server.shared();
        String bucket = server.newBucket();
        server.put(bucket, "2018/04/02/shop/visits-v1.csv.gz", Files.readAllBytes(project.file("2018-04-01")));
        server.put(bucket, FILE, "no gzip".getBytes(UTF_8));
        Files.writeString(folder.resolve("local-setup.properties"), "s3.endpoint=" + server.endpoint() + "\n");

        CommandLineRun sync = project.execute(1, "sync", "s3://" + bucket, "--no-sign-request");

        assertThat(sync.err())
                .contains("asterism: error: " + FILE + " is damaged in s3://" + bucket, "failed: 1 day file");
        assertThat(project.file("2018-04-02")).exists();
    }

    @Test
    void withoutABucketTheMessageSaysHowToNameOne() throws IOException {
        CommandLineRun run = new SmallProject(folder).execute(2, "sync");

        assertThat(run.err()).contains("There is no bucket to sync from", "asterism sync s3://bucket/prefix", "s3.url");
    }

    @Test
    void publishWithoutABucketAndTooManyJobsAreWrongUsage() throws IOException {
        SmallProject project = new SmallProject(folder);

        assertThat(project.execute(2, "publish").err()).contains("ADDRESS");
        assertThat(project.execute(2, "sync", "s3://bucket", "--no-sign-request", "--jobs=0")
                        .err())
                .contains("--jobs is 0: expected a number from 1 to 100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "sync --help", "status", "doctor"})
    void nothingOfTheSdkIsLoadedUnlessSomethingIsMirrored(String arguments) throws IOException, InterruptedException {
        new SmallProject(folder);
        ProgramProcess.Start program = ProgramProcess.in(folder).ofNobody().javaOptions("-Xlog:class+load");

        assertThat(program.run(arguments.split(" ")).output())
                .contains("dev.asterism.cli.Main")
                .doesNotContain("software.amazon.");
    }

    @Test
    void theSdkIsLoadedByASync() throws IOException, InterruptedException {
        ProgramProcess.Start program = ProgramProcess.in(folder)
                .ofNobody()
                .environment(Map.of("ASTERISM_S3_ENDPOINT", "http://127.0.0.1:9"))
                .javaOptions("-Xlog:class+load");

        assertThat(program.run("sync", "s3://bucket").output()).contains("software.amazon.", "Could not reach");
    }
}
