package dev.asterism.run;

import dev.asterism.InputException;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayFileMeta;
import dev.asterism.lake.HoursPresent;
import dev.asterism.model.TableName;
import dev.asterism.plan.LakeState;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which day files lack a part of their day, as far as that was written down beside them.
 *
 * @param incomplete what is there of each such day, in words, by source
 */
public record Completeness(Map<TableName, NavigableMap<Day, String>> incomplete) {
    /** Looks at what lies beside the day files. */
    public static Completeness of(LakeState lake) {
        Map<TableName, NavigableMap<Day, String>> incomplete = new HashMap<>();
        lake.files()
                .forEach((source, files) -> files.forEach((day, ofDay) -> ofDay.dayFiles().stream()
                        .flatMap(file -> hours(file).stream())
                        .filter(hours -> !hours.isComplete())
                        .findFirst()
                        .ifPresent(hours -> incomplete
                                .computeIfAbsent(source, name -> new TreeMap<>())
                                .put(day, hours.hours().size() + " of " + HoursPresent.OF_A_DAY + " hours"))));
        return new Completeness(incomplete);
    }

    private static Optional<HoursPresent> hours(DayFile file) {
        try {
            return DayFileMeta.of(file.path()).flatMap(DayFileMeta::hours);
        } catch (IOException unreadable) {
            throw new InputException(
                    "What is known about the day file " + file.path() + " cannot be read from "
                            + DayFileMeta.pathFor(file.path()) + " (" + unreadable
                            + "). Expected a readable file, or none.",
                    unreadable);
        }
    }

    /** The incomplete days of a source, with what is there of them. */
    public NavigableMap<Day, String> of(TableName source) {
        return incomplete.getOrDefault(source, Collections.emptyNavigableMap());
    }
}
