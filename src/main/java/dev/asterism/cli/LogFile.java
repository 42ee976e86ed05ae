package dev.asterism.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.asterism.config.Redaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The log file of this process. It comes into being with the first line that is written to it, so that asking for help
 * or a query leaves no file behind. A log that cannot be written stops no work.
 */
final class LogFile extends AppenderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private static volatile @Nullable Path path;
    private static volatile boolean verbose;

    /**
     * Chooses the file. Logging begins with the first logger that is asked for, mostly long after this; until then
     * nothing of it is loaded.
     */
    static void use(Path file, boolean withDebugLines) {
        path = file;
        verbose = withDebugLines;
    }

    static boolean isVerbose() {
        return verbose;
    }

    /** Writes a stack trace, past all logging, as that may be what is broken. */
    static void appendStackTrace(Path file, Throwable thrown) throws IOException {
        write(
                file,
                "%s ERROR [%s] asterism %s - %s"
                        .formatted(
                                TIME.format(Instant.now()),
                                Thread.currentThread().getName(),
                                Version.text(),
                                stackTrace(thrown)));
    }

    static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    @Override
    protected void append(ILoggingEvent event) {
        Path file = path;
        if (file == null) {
            return;
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        String line = "%s %-5s [%s] %s - %s%n%s"
                .formatted(
                        TIME.format(Instant.ofEpochMilli(event.getTimeStamp())),
                        event.getLevel(),
                        event.getThreadName(),
                        event.getLoggerName(),
                        event.getFormattedMessage(),
                        thrown == null ? "" : ThrowableProxyUtil.asString(thrown));
        try {
            write(file, line);
        } catch (IOException e) {
            addError("The log file " + file + " cannot be written.", e);
        }
    }

    /** Opens and closes the file for each line: lines are few, and several processes may write to one file. */
    private static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        // Drivers repeat addresses, passwords included, in the messages of their exceptions.
        Files.writeString(file, Redaction.redact(text), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
