package dev.asterism.extract.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.testing.ProgramProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Looks through all that the program prints and writes, at its most talkative. */
@Timeout(300)
class MirrorSecretsTest {
    private static final String KEY = "AKIDEXAMPLE7SECRETS";
    private static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCY";
    private static final String TOKEN = "FwoGZXIvYXdzEJr1234567890";

    @TempDir
    Path folder;

    private MirrorWorkbench workbench;
    private ProgramProcess.Start program;
    private Path home;

    @BeforeEach
    void somebodyWithCredentials() throws IOException {
        workbench = new MirrorWorkbench(folder, 2);
        home = Files.createDirectories(folder.resolve("home"));
        program = ProgramProcess.in(home)
                .ofNobody()
                .environment(Map.of(
                        "ASTERISM_S3_ENDPOINT", workbench.proxy.endpoint().toString(),
                        "AWS_ACCESS_KEY_ID", KEY,
                        "AWS_SECRET_ACCESS_KEY", SECRET_KEY,
                        "AWS_SESSION_TOKEN", TOKEN));
    }

    @AfterEach
    void close() throws IOException {
        workbench.close();
    }

    @Test
    void mirroringBothWaysWritesNoSecret() throws IOException, InterruptedException {
        assertThat(run(0, "sync", workbench.address.toString())).contains("Copied 6 files");
        workbench.put("2018/04/09/pypi/downloads-v1.csv.gz", "no gzip".getBytes(StandardCharsets.UTF_8));
        run(1, "sync", workbench.address.toString());
        assertThat(run(0, "publish", workbench.address + "/copy", "--format=json"))
                .contains("\"copied\" : 6");

        assertThat(workbench.proxy.headers("Authorization")).isNotEmpty();
        assertNoSecretIsAnywhere();
    }

    @Test
    void aServiceThatRepeatsTheRequestInItsAnswerIsNotRepeated() throws IOException, InterruptedException {
        for (int status : new int[] {400, 403, 500}) {
            workbench.proxy.answering(request -> Optional.of(S3Proxy.error(
                    status,
                    "Whatever",
                    "You sent " + request.header("Authorization").orElse("") + " and " + TOKEN + " and "
                            + SECRET_KEY)));
            String printed = run(status == 403 ? 2 : 1, "sync", workbench.address.toString());
            assertThat(printed).contains("asterism: error: ");
        }
        assertNoSecretIsAnywhere();
    }

    @Test
    void aSignedAddressThatIsGivenByMistakeIsNotRepeated() throws IOException, InterruptedException {
        run(2, "sync", "https://bucket.s3.amazonaws.com/x?X-Amz-Credential=" + KEY + "&X-Amz-Signature=" + TOKEN);
        run(2, "sync", "s3://" + KEY + ":" + SECRET_KEY + "@bucket/prefix");
        ProgramProcess.Start withEndpoint = ProgramProcess.in(home)
                .ofNobody()
                .environment(Map.of(
                        "ASTERISM_S3_ENDPOINT", "https://host/?X-Amz-Signature=" + TOKEN, "ASTERISM_S3_URL", KEY));
        assertThat(withEndpoint.run("sync", "--verbose").exitCode()).isEqualTo(2);

        assertNoSecretIsAnywhere();
    }

    private String run(int exitCode, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--verbose", "--data-dir=" + workbench.lake.root()));
        ProgramProcess.Ended result = program.run(all.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.output()).isEqualTo(exitCode);
        assertNoSecretIn("output", result.output());
        return result.output();
    }

    private void assertNoSecretIsAnywhere() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> written = files.filter(Files::isRegularFile).toList();
            assertThat(written).isNotEmpty();
            written.forEach(file -> assertNoSecretIn(file.toString(), read(file)));
        }
    }

    private void assertNoSecretIn(String where, String text) {
        assertThat(text).as(where).doesNotContain(KEY, SECRET_KEY, TOKEN);
        workbench
                .proxy
                .headers("Authorization")
                .forEach(header -> assertThat(text)
                        .as(where)
                        .doesNotContain(header.substring(header.indexOf("Signature=") + "Signature=".length())));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
