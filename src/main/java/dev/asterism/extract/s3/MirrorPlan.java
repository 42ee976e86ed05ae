package dev.asterism.extract.s3;

import dev.asterism.lake.LakePath;
import java.util.List;

/**
 * What is to be done so that one side has what the other has. Immutable.
 *
 * @param copies the files to copy, newest day first, each meta file before its day file
 * @param deletions the files of the lake to remove, each meta file before its day file
 * @param unchanged how many files are the same on both sides
 * @param ignored how many keys of the bucket are no files of a lake
 * @param refused keys of the bucket that would lead out of the lake, or hold odd characters
 */
public record MirrorPlan(
        List<Copy> copies, List<LakePath> deletions, long unchanged, long ignored, List<String> refused) {

    public MirrorPlan {
        copies = List.copyOf(copies);
        deletions = List.copyOf(deletions);
        refused = List.copyOf(refused);
    }

    /** Why a file is copied. */
    public enum Reason {
        NEW("new"),
        OTHER_SIZE("other size"),
        OTHER_CONTENT("other content"),
        /** Where the contents cannot be compared without reading them. */
        OTHER_TIME("other time");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** For people. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** A file to copy, of so many bytes. */
    public record Copy(LakePath path, long bytes, Reason reason) {}

    /** How much is to be copied. */
    public long bytes() {
        return copies.stream().mapToLong(Copy::bytes).sum();
    }

    /** Whether both sides are alike. */
    public boolean isEmpty() {
        return copies.isEmpty() && deletions.isEmpty();
    }
}
