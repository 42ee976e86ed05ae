package dev.asterism.cli;

import dev.asterism.config.SettingKeys;
import dev.asterism.config.SettingsReader;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has, before or after its name. */
final class GlobalOptions {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The lake: the folder that holds the day files (default: data).")
    private @Nullable String dataDir;

    @Option(
            names = "--warehouse",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "The database of the stars (default: jdbc:duckdb:DIR/warehouse.duckdb, with the lake's DIR).")
    private @Nullable String warehouse;

    @Option(
            names = "--pipelines-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The folder that holds the pipelines (default: pipelines).")
    private @Nullable String pipelinesDir;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The settings file, in place of local-setup.properties of the working directory.")
    private @Nullable Path config;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Say only what went wrong.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Say more, and write the generated SQL to the log file.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    boolean quiet() {
        return quiet;
    }

    boolean verbose() {
        return verbose && !quiet;
    }

    /** A reader that has noted all sources of settings but the options of the single command. */
    SettingsReader settingsReader(Map<String, String> environment, Path workingDirectory) {
        SettingsReader reader = new SettingsReader().environment(environment);
        if (config == null) {
            reader.fileIn(workingDirectory);
        } else {
            reader.file(workingDirectory, config);
        }
        if (dataDir != null) {
            reader.flag("--data-dir", SettingKeys.DATA_DIR, dataDir);
        }
        if (warehouse != null) {
            reader.flag("--warehouse", SettingKeys.WAREHOUSE_URL, warehouse);
        }
        if (pipelinesDir != null) {
            reader.flag("--pipelines-dir", SettingKeys.PIPELINES_DIR, pipelinesDir);
        }
        return reader;
    }
}
