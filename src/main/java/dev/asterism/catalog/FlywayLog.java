package dev.asterism.catalog;

import org.flywaydb.core.api.logging.Log;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what Flyway has to say for those who debug: to everybody else a migration is no news. */
final class FlywayLog implements Log {
    private static final Logger LOGGER = LoggerFactory.getLogger(CatalogMigration.class);

    @Override
    public void debug(String message) {
        // Far too much of it.
    }

    @Override
    public void info(String message) {
        LOGGER.debug(message);
    }

    @Override
    public void warn(String message) {
        LOGGER.debug(message);
    }

    @Override
    public void error(String message) {
        LOGGER.debug(message);
    }

    @Override
    public void error(String message, Exception e) {
        LOGGER.debug(message, e);
    }

    @Override
    public void notice(String message) {
        LOGGER.debug(message);
    }
}
