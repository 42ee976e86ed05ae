package dev.asterism.plan;

import dev.asterism.lake.DayFile;
import dev.asterism.model.Fingerprint;
import java.util.List;

/**
 * The files of a source on one day.
 *
 * @param files the files, by name; at least one
 */
public record SourceDay(List<SourceFile> files) {
    public SourceDay {
        files = List.copyOf(files);
    }

    /** The files without what they hold. */
    public List<DayFile> dayFiles() {
        return files.stream().map(SourceFile::file).toList();
    }

    /** The size of all files on disk. */
    public long bytes() {
        return files.stream().mapToLong(file -> file.file().bytes()).sum();
    }

    /**
     * The content's short name, as it is recorded with what was built from it: of a single file its own, of several one
     * that follows from what they hold, whatever their names.
     */
    String version() {
        List<String> versions = files.stream().map(SourceFile::version).sorted().toList();
        return versions.size() == 1 ? versions.get(0) : Fingerprint.of(versions);
    }
}
