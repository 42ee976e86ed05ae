package dev.asterism.plan;

import dev.asterism.lake.DayFile;
import dev.asterism.lake.FileContent;

/**
 * A day file and what it holds.
 *
 * @param file the file
 * @param content what reading it has shown
 */
public record SourceFile(DayFile file, FileContent content) {
    /** The SHA-256 of its bytes, in hexadecimal. */
    public String digest() {
        return content.sha256();
    }

    /** The content's short name, as it is recorded with what was built from it. */
    String version() {
        return digest().substring(0, 16);
    }
}
