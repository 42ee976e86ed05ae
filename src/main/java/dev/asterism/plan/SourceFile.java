package dev.asterism.plan;

import dev.asterism.lake.DayFile;

/**
 * A day file and what it holds.
 *
 * @param file the file
 * @param digest the SHA-256 of its bytes, in hexadecimal
 */
public record SourceFile(DayFile file, String digest) {
    /** The content's short name, as it is recorded with what was built from it. */
    String version() {
        return digest.substring(0, 16);
    }
}
