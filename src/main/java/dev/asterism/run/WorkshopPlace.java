package dev.asterism.run;

import dev.asterism.config.DuckDbPath;
import dev.asterism.config.Settings;
import dev.asterism.config.WarehouseAddress.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Where the file of the workshop is that computes for a warehouse on a server: where the settings say, else in the folder
 * of the lake, else, if that may not be written or DuckDB would read more into its name, in the user's cache folder.
 */
final class WorkshopPlace {
    private WorkshopPlace() {}

    static Path of(Settings settings, PostgresServer server) {
        return settings.workshopFile()
                .orElseGet(() -> folder(settings.dataDir()).resolve("workshop-" + name(server) + ".duckdb"));
    }

    private static Path folder(Path lake) {
        boolean isSuited = Files.isWritable(lake) && DuckDbPath.isReadAsWritten(lake);
        return isSuited ? lake : cache(System.getenv("XDG_CACHE_HOME"));
    }

    /** By the rules of the <a href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG base directories</a>. */
    private static Path cache(@Nullable String set) {
        return Optional.ofNullable(set)
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("asterism");
    }

    /** One for each database, whoever logs in to it. */
    private static String name(PostgresServer server) {
        CRC32 sum = new CRC32();
        sum.update(server.shownUrl().replaceAll("[?].*", "").getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }
}
