package dev.asterism.cli;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayRanges;
import dev.asterism.lake.Lake;
import dev.asterism.lake.LakeListing;
import dev.asterism.model.SourceModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Looks at the day files. */
final class LakeChecks {
    private static final int MOST_RANGES = 4;
    private static final int MOST_WARNINGS = 5;

    private LakeChecks() {}

    /**
     * @param sources the sources whose days are looked for; none where the models cannot be read
     * @throws dev.asterism.InputException where the lake cannot be read
     */
    static List<Finding> check(Path dataDir, List<SourceModel> sources) {
        LakeListing listing =
                new Lake(dataDir).list(sources.stream().map(SourceModel::files).toList());
        List<Finding> findings = new ArrayList<>();
        if (sources.isEmpty()) {
            findings.add(Finding.ok("lake", dataDir + " is there"));
        }
        sources.forEach(source -> findings.add(source(source, listing.daysOf(source.files()), dataDir)));
        listing.warnings().stream()
                .limit(MOST_WARNINGS)
                .forEach(warning -> findings.add(Finding.warn("lake", warning, "Rename or remove it.")));
        int more = listing.warnings().size() - MOST_WARNINGS;
        if (more > 0) {
            findings.add(Finding.warn("lake", more + " more of this kind", "'asterism plan' lists them all."));
        }
        return findings;
    }

    private static Finding source(SourceModel source, NavigableMap<Day, List<DayFile>> files, Path dataDir) {
        if (files.isEmpty()) {
            return Finding.warn(
                    "lake",
                    source.name() + ": no day files in " + dataDir,
                    "Expected files such as " + dataDir.resolve("2018/04/10") + "/" + source.files()
                            + ". Download some, or name another lake with --data-dir.");
        }
        NavigableSet<Day> missing = new TreeSet<>();
        for (Day day = files.firstKey(); day.compareTo(files.lastKey()) < 0; day = day.next()) {
            if (!files.containsKey(day)) {
                missing.add(day);
            }
        }
        String text = source.name() + ": " + Quantities.exact(files.size(), "day") + ", "
                + (files.size() == 1 ? "" : files.firstKey() + " to ") + files.lastKey();
        return missing.isEmpty()
                ? Finding.ok("lake", text + ", without a gap")
                : Finding.warn(
                        "lake",
                        text + "; missing: " + DayRanges.text(missing, MOST_RANGES),
                        "Download these days, if there is anything to be had; the others are built without them.");
    }
}
