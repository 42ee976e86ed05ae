package dev.asterism.catalog;

import static dev.asterism.catalog.schema.Tables.FILE_DIGEST;
import static org.jooq.impl.DSL.excluded;

import dev.asterism.lake.DayFile;
import dev.asterism.lake.DigestCache;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers digests in the catalog, by machine and absolute path, so that it does not matter from where the program is
 * started, and machines may share a catalog.
 */
final class StoredDigests implements DigestCache {
    private static final long NANOSECONDS_PER_SECOND = 1_000_000_000L;

    private final CatalogDatabase database;
    private final String host;

    /** @param host the machine whose files these are */
    StoredDigests(CatalogDatabase database, String host) {
        this.database = database;
        this.host = host;
    }

    /** One query for all of this machine: a statement that named each of thousands would take longer to prepare. */
    @Override
    public Map<DayFile, String> find(Collection<DayFile> files) {
        if (files.isEmpty()) {
            return Map.of();
        }
        Map<String, DayFile> byPath = new HashMap<>();
        files.forEach(file -> byPath.put(path(file), file));
        Map<DayFile, String> found = new HashMap<>();
        database.read(sql -> sql.select(
                        FILE_DIGEST.PATH, FILE_DIGEST.BYTES, FILE_DIGEST.MODIFIED_NS, FILE_DIGEST.SHA256)
                .from(FILE_DIGEST)
                .where(FILE_DIGEST.HOST.eq(host))
                .fetch(row -> {
                    DayFile file = byPath.get(row.value1());
                    if (file != null && file.bytes() == row.value2() && modifiedNs(file) == row.value3()) {
                        found.put(file, row.value4());
                    }
                    return file;
                }));
        return found;
    }

    @Override
    public void save(Map<DayFile, String> digests) {
        if (digests.isEmpty()) {
            return;
        }
        Object[][] rows = digests.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .toArray(Object[][]::new);
        database.write(sql -> sql.batch(
                        sql.insertInto(
                                        FILE_DIGEST,
                                        FILE_DIGEST.HOST,
                                        FILE_DIGEST.PATH,
                                        FILE_DIGEST.BYTES,
                                        FILE_DIGEST.MODIFIED_NS,
                                        FILE_DIGEST.SHA256)
                                .values("", "", 0L, 0L, "")
                                .onConflict(FILE_DIGEST.HOST, FILE_DIGEST.PATH)
                                .doUpdate()
                                .set(FILE_DIGEST.BYTES, excluded(FILE_DIGEST.BYTES))
                                .set(FILE_DIGEST.MODIFIED_NS, excluded(FILE_DIGEST.MODIFIED_NS))
                                .set(FILE_DIGEST.SHA256, excluded(FILE_DIGEST.SHA256)),
                        rows)
                .execute());
    }

    private Object[] row(DayFile file, String sha256) {
        return new Object[] {host, path(file), file.bytes(), modifiedNs(file), sha256};
    }

    private static String path(DayFile file) {
        return file.path().toAbsolutePath().normalize().toString();
    }

    private static long modifiedNs(DayFile file) {
        Instant modified = file.modified();
        return modified.getEpochSecond() * NANOSECONDS_PER_SECOND + modified.getNano();
    }
}
