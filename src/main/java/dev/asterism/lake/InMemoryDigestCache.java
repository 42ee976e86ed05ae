package dev.asterism.lake;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** A digest cache that lives as long as the process, for when there is no catalog. Thread-safe. */
public final class InMemoryDigestCache implements DigestCache {
    private final Map<Path, Known> knownByPath = new HashMap<>();

    private record Known(DayFile file, String sha256) {
        boolean isOf(DayFile other) {
            return file.bytes() == other.bytes() && file.modified().equals(other.modified());
        }
    }

    @Override
    public synchronized Map<DayFile, String> find(Collection<DayFile> files) {
        Map<DayFile, String> found = new HashMap<>();
        for (DayFile file : files) {
            Known known = knownByPath.get(key(file));
            if (known != null && known.isOf(file)) {
                found.put(file, known.sha256());
            }
        }
        return found;
    }

    @Override
    public synchronized void save(Map<DayFile, String> digests) {
        digests.forEach((file, sha256) -> knownByPath.put(key(file), new Known(file, sha256)));
    }

    private static Path key(DayFile file) {
        return file.path().toAbsolutePath().normalize();
    }
}
