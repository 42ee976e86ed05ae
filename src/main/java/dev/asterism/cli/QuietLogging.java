package dev.asterism.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Sets up logback, in code as that is quicker than reading XML: nothing to the terminal, warnings of libraries and what
 * Asterism itself logs to the {@link LogFile}. Found by logback through {@code META-INF/services}.
 */
public final class QuietLogging extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        LogFile logFile = new LogFile();
        logFile.setContext(context);
        logFile.setName("log file");
        logFile.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(logFile);
        context.getLogger("dev.asterism").setLevel(LogFile.isVerbose() ? Level.DEBUG : Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
