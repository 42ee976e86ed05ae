package dev.asterism.cli;

import dev.asterism.RunFailedException;
import dev.asterism.catalog.RunStatus;
import dev.asterism.config.Settings;
import dev.asterism.engine.WarehouseInUseException;
import dev.asterism.engine.WarehouseReader;
import dev.asterism.lake.Day;
import dev.asterism.model.TableName;
import dev.asterism.plan.BuildState;
import dev.asterism.run.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks at the warehouse and its catalog. Fails with the exceptions of those who open them. */
final class WarehouseChecks {
    private WarehouseChecks() {}

    static Finding content(Settings settings) throws IOException {
        Optional<Path> file = settings.warehouse().file();
        if (file.isPresent() && !Files.exists(file.get())) {
            return Finding.ok("warehouse", file.get() + " is not built yet; 'asterism run' builds it");
        }
        try (WarehouseReader engine = Engines.forReading(settings)) {
            String name = file.isPresent()
                    ? file.get() + ": " + Quantities.bytes(Files.size(file.get()))
                    : settings.warehouse().shownUrl() + ": open for reading";
            return Finding.ok("warehouse", name + ", " + text(engine.buildState()));
        } catch (WarehouseInUseException inUse) {
            return Finding.of("warehouse", Finding.Level.WARN, inUse);
        } catch (RunFailedException failure) {
            return Finding.of("warehouse", Finding.Level.FAIL, failure);
        }
    }

    private static String text(BuildState state) {
        Set<TableName> tables = new TreeSet<>(state.wholes().keySet());
        tables.addAll(state.days().keySet());
        NavigableSet<Day> days = new TreeSet<>();
        state.days().values().forEach(ofTable -> days.addAll(ofTable.keySet()));
        return Quantities.exact(tables.size(), "table")
                + (days.isEmpty() ? "" : ", days from " + days.first() + " to " + days.last());
    }

    /** Whether the warehouse's file can be written; nothing is known of a server's. */
    static List<Finding> folder(Settings settings) {
        return settings.warehouse().file().map(Path::toAbsolutePath).map(WarehouseChecks::folderOf).stream()
                .toList();
    }

    private static Finding folderOf(Path file) {
        Path folder = file.resolveSibling("");
        if (!Files.isDirectory(folder)) {
            return Finding.fail(
                    "warehouse",
                    "its folder " + folder + " does not exist",
                    "Create it, or name another with --warehouse.");
        }
        if (!Files.isWritable(folder) || (Files.exists(file) && !Files.isWritable(file))) {
            return Finding.fail(
                    "warehouse",
                    (Files.isWritable(folder) ? file : "its folder " + folder) + " cannot be written",
                    "Let yourself write there, or name another file with --warehouse; only queries work as it is.");
        }
        return Finding.ok("warehouse", "its folder " + folder + " can be written");
    }

    static Finding catalog(Settings settings) {
        List<PastRun> runs = PastRun.latest(settings, 1);
        if (runs.isEmpty()) {
            return Finding.ok("catalog", "no run yet");
        }
        PastRun run = runs.get(0);
        String text = "the last run: "
                + String.join(": ", run.lines(ZoneId.systemDefault(), Instant.now(), Colours.OFF))
                        .replaceAll(" +", " ");
        return run.status() == RunStatus.SUCCEEDED || run.status() == RunStatus.RUNNING
                ? Finding.ok("catalog", text)
                : Finding.warn("catalog", text, "'asterism run' continues; 'asterism plan' says with what.");
    }
}
