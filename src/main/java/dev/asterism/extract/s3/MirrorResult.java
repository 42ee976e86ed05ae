package dev.asterism.extract.s3;

import java.util.List;

/**
 * How a mirroring ended.
 *
 * @param copied how many files were copied
 * @param bytes how many bytes these files have
 * @param deleted how many files were removed
 * @param problems why the others could not be copied, one message each
 */
public record MirrorResult(long copied, long bytes, long deleted, List<String> problems) {
    public MirrorResult {
        problems = List.copyOf(problems);
    }
}
