package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.config.SettingKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {
    @TempDir
    Path folder;

    private CommandLineRun run;
    private Program program;

    @BeforeEach
    void startAProgram() {
        run = new CommandLineRun(folder);
        program = run.program(new GlobalOptions());
    }

    @Test
    void whatTheUserCanActOnIsAMessageWithoutAStackTrace() {
        Failures failures = new Failures(program);

        assertThat(failures.thrown(new InputException("The file is odd."))).isEqualTo(2);
        assertThat(failures.thrown(new RunFailedException("The disk is full.", new IOException("cause"))))
                .isEqualTo(1);

        assertThat(run.err()).isEqualTo("asterism: error: The file is odd.\nasterism: error: The disk is full.\n");
    }

    @Test
    void tooLittleMemoryIsNoDefectAndTheMessageSaysHowToGiveMore() {
        OutOfMemoryError tooLittle = new OutOfMemoryError("Java heap space");

        assertThat(new Failures(program).thrown(new CompletionException(tooLittle)))
                .isEqualTo(1);

        assertThat(run.err())
                .startsWith("asterism: error: The memory of the Java process, ")
                .contains("ASTERISM_JAVA_OPTS=-Xmx2g")
                .doesNotContain("defect", "\tat ");
    }

    @Test
    void aDefectLeavesItsStackTraceInTheLogFileAndSaysWhere() throws IOException {
        Path log = folder.resolve("new-folder/asterism.log");
        program.settings(reader -> reader.flag("--log", SettingKeys.LOG_FILE, log.toString()));

        assertThat(new Failures(program).thrown(new IllegalStateException("impossible", new IOException("cause"))))
                .isEqualTo(70);

        assertThat(run.err())
                .isEqualTo("asterism: error: This is a defect of Asterism, not of your input:"
                        + " java.lang.IllegalStateException: impossible\nThe stack trace is at the end of " + log
                        + ".\n");
        assertThat(Files.readString(log))
                .contains(
                        "java.lang.IllegalStateException: impossible",
                        "\tat ",
                        "Caused by: java.io.IOException: cause");
    }

    @Test
    void aDefectBeforeThereIsALogFileShowsItsStackTrace() {
        assertThat(new Failures(program).thrown(new StackOverflowError())).isEqualTo(70);

        assertThat(run.err()).contains("java.lang.StackOverflowError", "\tat dev.asterism.cli.FailuresTest");
    }

    @Test
    void aDefectIsNotLostWhereTheLogFileCannotBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        program.settings(reader -> reader.flag(
                "--log", SettingKeys.LOG_FILE, file.resolve("asterism.log").toString()));

        assertThat(new Failures(program).thrown(new IllegalStateException("impossible")))
                .isEqualTo(70);

        assertThat(run.err()).contains("\tat dev.asterism.cli.FailuresTest").doesNotContain("is at the end of");
    }

    @Test
    void aReaderThatHasReadEnoughIsNoFailure() {
        assertThat(new Failures(program).thrown(new OutputClosedException(new IOException("Broken pipe"))))
                .isZero();

        assertThat(run.err()).isEmpty();
    }

    @Test
    void whatFailsBecauseTheUserInterruptedIsReportedAsThat() {
        run.interruption().interrupt();

        assertThat(new Failures(program).thrown(new RunFailedException("The statement was cancelled.")))
                .isEqualTo(130);

        assertThat(run.err())
                .isEqualTo(
                        "asterism: error: Interrupted. What was published stays; the next run continues from there.\n");
    }
}
