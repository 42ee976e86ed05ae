package dev.asterism.catalog;

import static dev.asterism.catalog.schema.Tables.FILE_DIGEST;
import static org.jooq.impl.DSL.excluded;

import dev.asterism.catalog.schema.tables.records.FileDigestRecord;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.FileContent;
import dev.asterism.lake.FileContentCache;
import dev.asterism.lake.FileForm;
import dev.asterism.lake.RowEnd;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what day files hold, by machine and absolute path, so that it does not matter from where the program is
 * started, and machines may share a catalog.
 */
final class StoredFileContents implements FileContentCache {
    private static final long NANOSECONDS_PER_SECOND = 1_000_000_000L;

    private final CatalogDatabase database;
    private final String host;

    /** @param host the machine whose files these are */
    StoredFileContents(CatalogDatabase database, String host) {
        this.database = database;
        this.host = host;
    }

    /** One query for all of this machine: a statement that named each of thousands would take longer to prepare. */
    @Override
    public Map<DayFile, FileContent> find(Collection<DayFile> files) {
        if (files.isEmpty()) {
            return Map.of();
        }
        Map<String, DayFile> byPath = new HashMap<>();
        files.forEach(file -> byPath.put(path(file), file));
        Map<DayFile, FileContent> found = new HashMap<>();
        database.read(sql -> sql.selectFrom(FILE_DIGEST)
                .where(FILE_DIGEST.HOST.eq(host))
                .fetch()
                .map(row -> {
                    DayFile file = byPath.get(row.getPath());
                    if (file != null && file.bytes() == row.getBytes() && modifiedNs(file) == row.getModifiedNs()) {
                        content(row).ifPresent(content -> found.put(file, content));
                    }
                    return file;
                }));
        return found;
    }

    /** What a row says; empty where an earlier version of the program wrote it, which knew the digest only. */
    private static Optional<FileContent> content(FileDigestRecord row) {
        if (row.getRowEnd() != null) {
            return Optional.of(
                    new FileContent.Whole(row.getSha256(), row.getRowCount(), RowEnd.valueOf(row.getRowEnd())));
        }
        if (row.getProblem() != null) {
            return Optional.of(
                    new FileContent.Broken(row.getSha256(), row.getProblemLine(), row.getProblem(), row.getExpected()));
        }
        return Optional.empty();
    }

    @Override
    public void save(Map<DayFile, FileContent> contents) {
        if (contents.isEmpty()) {
            return;
        }
        Object[][] rows = contents.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .toArray(Object[][]::new);
        database.write(sql -> sql.batch(
                        sql.insertInto(
                                        FILE_DIGEST,
                                        FILE_DIGEST.HOST,
                                        FILE_DIGEST.PATH,
                                        FILE_DIGEST.BYTES,
                                        FILE_DIGEST.MODIFIED_NS,
                                        FILE_DIGEST.SHA256,
                                        FILE_DIGEST.ROW_COUNT,
                                        FILE_DIGEST.ROW_END,
                                        FILE_DIGEST.PROBLEM_LINE,
                                        FILE_DIGEST.PROBLEM,
                                        FILE_DIGEST.EXPECTED)
                                .values("", "", 0L, 0L, "", 0L, "", 0L, "", "")
                                .onConflict(FILE_DIGEST.HOST, FILE_DIGEST.PATH)
                                .doUpdate()
                                .set(FILE_DIGEST.BYTES, excluded(FILE_DIGEST.BYTES))
                                .set(FILE_DIGEST.MODIFIED_NS, excluded(FILE_DIGEST.MODIFIED_NS))
                                .set(FILE_DIGEST.SHA256, excluded(FILE_DIGEST.SHA256))
                                .set(FILE_DIGEST.ROW_COUNT, excluded(FILE_DIGEST.ROW_COUNT))
                                .set(FILE_DIGEST.ROW_END, excluded(FILE_DIGEST.ROW_END))
                                .set(FILE_DIGEST.PROBLEM_LINE, excluded(FILE_DIGEST.PROBLEM_LINE))
                                .set(FILE_DIGEST.PROBLEM, excluded(FILE_DIGEST.PROBLEM))
                                .set(FILE_DIGEST.EXPECTED, excluded(FILE_DIGEST.EXPECTED)),
                        rows)
                .execute());
    }

    private @Nullable Object[] row(DayFile file, FileContent content) {
        if (content instanceof FileContent.Broken broken) {
            return new @Nullable Object[] {
                host,
                path(file),
                file.bytes(),
                modifiedNs(file),
                content.sha256(),
                null,
                null,
                broken.line(),
                broken.what(),
                broken.expected()
            };
        }
        FileContent.Whole whole = (FileContent.Whole) content;
        return new @Nullable Object[] {
            host,
            path(file),
            file.bytes(),
            modifiedNs(file),
            content.sha256(),
            whole.rows(),
            whole.rowEnd().name(),
            null,
            null,
            null
        };
    }

    /** What is found in a file depends on how its rows are taken to be written. */
    private static String path(DayFile file) {
        String path = file.path().toAbsolutePath().normalize().toString();
        return file.form().equals(FileForm.TABS) ? path : path + " as " + file.form();
    }

    private static long modifiedNs(DayFile file) {
        Instant modified = file.modified();
        return modified.getEpochSecond() * NANOSECONDS_PER_SECOND + modified.getNano();
    }
}
