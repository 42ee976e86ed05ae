package dev.asterism.plan;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.FileContent;
import dev.asterism.lake.RowEnd;
import dev.asterism.model.Fingerprint;
import dev.asterism.model.TableName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Makes states of a lake without files: which day of a source has which content. */
final class LakeBuilder {
    private final Map<TableName, NavigableMap<Day, SourceDay>> files = new HashMap<>();

    static LakeBuilder lake() {
        return new LakeBuilder();
    }

    /** A file of 100 bytes, or a change of it. */
    LakeBuilder file(String source, Day day, String content) {
        return file(source, day, 1, content, 100);
    }

    LakeBuilder file(String source, Day day, int queryVersion, String content, long bytes) {
        Path path = Path.of("data", day.folder(), "files", source + "-v" + queryVersion + ".csv.gz");
        String digest = Fingerprint.of(content) + Fingerprint.of("2", content) + "0".repeat(32);
        files.computeIfAbsent(TableName.parse(source), name -> new TreeMap<>())
                .put(
                        day,
                        new SourceDay(List.of(new SourceFile(
                                new DayFile(day, path, queryVersion, bytes, Instant.EPOCH),
                                new FileContent.Whole(digest, 1, RowEnd.LF)))));
        return this;
    }

    LakeBuilder without(String source, Day day) {
        files.getOrDefault(TableName.parse(source), new TreeMap<>()).remove(day);
        return this;
    }

    LakeState state() {
        Map<TableName, NavigableMap<Day, SourceDay>> copy = new HashMap<>();
        files.forEach((source, days) -> copy.put(source, new TreeMap<>(days)));
        return new LakeState(copy);
    }
}
