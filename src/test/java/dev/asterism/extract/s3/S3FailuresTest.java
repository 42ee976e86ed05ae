package dev.asterism.extract.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.asterism.AsterismException;
import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
class S3FailuresTest {
    private static final String SECRET = "wJalrXUtnFEMI-K7MDENG-secret";

    @TempDir
    Path folder;

    private MirrorWorkbench workbench;

    @BeforeEach
    void publishADay() throws IOException {
        workbench = new MirrorWorkbench(folder, 1);
    }

    @AfterEach
    void close() throws IOException {
        workbench.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            403 | AccessDenied                 | Access denied: may not list            | permissions s3:ListBucket
            403 | InvalidAccessKeyId           | The AWS credentials are wrong          | AWS_ACCESS_KEY_ID
            403 | SignatureDoesNotMatch        | The AWS credentials are wrong          | AWS_SECRET_ACCESS_KEY
            400 | ExpiredToken                 | The AWS credentials have expired       | aws sso login
            403 | RequestTimeTooSkewed         | This machine's clock is wrong          | Set the clock
            301 | PermanentRedirect            | is in another region                   | Set s3.region
            400 | AuthorizationHeaderMalformed | is in another region                   | Set s3.region
            404 | NoSuchBucket                 | There is no bucket                     | s3.endpoint
            """)
    void eachRefusalSaysWhatIsWrongAndWhatToDo(int status, String code, String what, String remedy) {
        workbench.proxy.refusing(status, code, "The request " + SECRET + " was refused");

        InputException failure = catchThrowableOfType(InputException.class, this::listAsSomebody);

        assertThat(failure).hasMessageContaining(what).hasMessageContaining(remedy);
        assertThat(everythingOf(failure)).doesNotContain(SECRET);
    }

    @Test
    void withoutCredentialsADenialSaysHowToGiveSome() {
        workbench.proxy.refusing(403, "AccessDenied", "Access Denied");

        assertThatThrownBy(() -> workbench.sync(false))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("No credentials were used")
                .hasMessageContaining("AWS_PROFILE");
    }

    @Test
    void aServiceThatStaysBusyIsAFailureAfterSeveralAttempts() {
        workbench.proxy.refusing(503, "SlowDown", "Please reduce your request rate " + SECRET);

        RunFailedException failure = catchThrowableOfType(RunFailedException.class, this::listAsSomebody);

        assertThat(failure).hasMessageContaining("too busy").hasMessageContaining("503 SlowDown");
        assertThat(everythingOf(failure)).doesNotContain(SECRET);
        assertThat(workbench.proxy.asked()).hasSize(5);
    }

    @Test
    void aServiceThatCannotBeReachedIsToldApart() throws IOException {
        URI nobody = workbench.proxy.endpoint();
        workbench.proxy.close();

        assertThatThrownBy(() -> Sync.prepare(
                        workbench.bucket(nobody, MirrorWorkbench.SOMEBODY),
                        workbench.lake.root(),
                        false,
                        workbench.listener))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("Could not reach " + nobody)
                .hasMessageContaining("Check the network");
    }

    @Test
    void anErrorCodeThatIsNoneIsNotRepeated() {
        workbench.proxy.refusing(400, SECRET, "?");

        AsterismException failure = catchThrowableOfType(AsterismException.class, this::listAsSomebody);

        assertThat(failure).hasMessageContaining("(400)");
        assertThat(everythingOf(failure)).doesNotContain(SECRET);
    }

    @Test
    void anObjectThatIsGoneSinceTheListingStopsNoOther() throws IOException {
        workbench.proxy.answering(
                request -> request.startLine().contains("GET /" + workbench.address.bucket() + "/mirror")
                                && request.startLine().contains("/github/")
                        ? Optional.of(S3Proxy.error(404, "NoSuchKey", "Gone"))
                        : Optional.empty());

        MirrorResult result = workbench.sync(false);

        assertThat(result.copied()).isEqualTo(2);
        assertThat(result.problems()).singleElement().asString().contains("removed after the bucket was listed");
    }

    private void listAsSomebody() {
        Sync.prepare(workbench.bucket(MirrorWorkbench.SOMEBODY), workbench.lake.root(), false, workbench.listener)
                .close();
    }

    private static String everythingOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
