package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.LoggerFactory;

@ResourceLock("log file")
class LogFileTest {
    @TempDir
    Path folder;

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void stopLogging() {
        context.stop();
    }

    @Test
    void thisIsHowTheProgramLogs() {
        LoggerContext ofTheProgram = (LoggerContext) LoggerFactory.getILoggerFactory();

        assertThat(ofTheProgram.getLogger("ROOT").iteratorForAppenders())
                .toIterable()
                .singleElement()
                .isInstanceOf(LogFile.class);
    }

    @Test
    void theFileComesWithTheFirstLineWhichIsNoDebugLineUnlessVerbose() throws IOException {
        Path log = folder.resolve("new/asterism.log");
        LogFile.use(log, false);
        new QuietLogging().configure(context);

        context.getLogger("dev.asterism.engine").debug("SELECT 1");
        context.getLogger("org.flywaydb.core").info("a banner");
        assertThat(log).doesNotExist();

        context.getLogger("dev.asterism.run").info("{} days", 3);
        context.getLogger("org.flywaydb.core").warn("odd", new IllegalStateException("because"));

        assertThat(Files.readString(log))
                .containsPattern(
                        "^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  \\[\\S+] dev.asterism.run - 3 days\n")
                .contains("WARN ", "org.flywaydb.core - odd\njava.lang.IllegalStateException: because\n\tat ");
    }

    @Test
    void verboseWritesTheGeneratedSqlButNotWhatLibrariesDebug() throws IOException {
        Path log = folder.resolve("asterism.log");
        LogFile.use(log, true);
        new QuietLogging().configure(context);

        context.getLogger("dev.asterism.engine.duckdb").debug("SELECT 1");
        context.getLogger("org.jooq.tools.LoggerListener").debug("SELECT 2");

        assertThat(Files.readAllLines(log))
                .singleElement()
                .asString()
                .endsWith("dev.asterism.engine.duckdb - SELECT 1");
    }

    @Test
    void aLogThatCannotBeWrittenStopsNothing() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        LogFile.use(file.resolve("asterism.log"), false);
        new QuietLogging().configure(context);

        context.getLogger("dev.asterism.run").warn("lost");

        assertThat(file).isEmptyFile();
    }
}
