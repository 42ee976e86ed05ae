package dev.asterism.lake;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Remembers contents for as long as the process lives, for when there is no catalog. Thread-safe. */
public final class InMemoryFileContentCache implements FileContentCache {
    private final Map<Path, Known> knownByPath = new HashMap<>();

    private record Known(DayFile file, FileContent content) {
        boolean isOf(DayFile other) {
            return file.bytes() == other.bytes()
                    && file.modified().equals(other.modified())
                    && file.form().equals(other.form());
        }
    }

    @Override
    public synchronized Map<DayFile, FileContent> find(Collection<DayFile> files) {
        Map<DayFile, FileContent> found = new HashMap<>();
        for (DayFile file : files) {
            Known known = knownByPath.get(key(file));
            if (known != null && known.isOf(file)) {
                found.put(file, known.content());
            }
        }
        return found;
    }

    @Override
    public synchronized void save(Map<DayFile, FileContent> contents) {
        contents.forEach((file, content) -> knownByPath.put(key(file), new Known(file, content)));
    }

    private static Path key(DayFile file) {
        return file.path().toAbsolutePath().normalize();
    }
}
