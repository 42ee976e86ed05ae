package dev.asterism.lake;

import java.nio.file.Path;
import java.util.Optional;

/** What reading a day file once, from its first byte to its last, has shown. Immutable. */
public sealed interface FileContent {
    /** The SHA-256 of the compressed bytes, in hexadecimal: the version of the content. */
    String sha256();

    /**
     * A file whose checksums are right and whose rows all have as many fields as the header.
     *
     * @param sha256 the SHA-256 of the compressed bytes, in hexadecimal
     * @param rows how many rows it has, without the header
     * @param rowEnd how they end
     */
    record Whole(String sha256, long rows, RowEnd rowEnd) implements FileContent {}

    /**
     * A file from which no rows can be had.
     *
     * @param sha256 the SHA-256 of the compressed bytes, in hexadecimal
     * @param line the physical line in which the first row starts that is wrong; 0 means the file as a whole
     * @param what what was found, without a full stop
     * @param expected what was expected instead, without a full stop
     */
    record Broken(String sha256, long line, String what, String expected) implements FileContent {
        /** What is wrong with the file, which lies there. */
        public DayFileProblem problem(Path path) {
            return new DayFileProblem(path, line, Optional.empty(), Optional.empty(), what, expected);
        }
    }
}
