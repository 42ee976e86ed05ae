package dev.asterism.lake;

/**
 * Counts lines that are not blank. Knows nothing of JSON, so that what a parser of JSON finds can be compared with it. Not
 * thread-safe.
 */
final class JsonLineCounter implements RowCounter {
    private long rows;
    private boolean isBlank = true;

    @Override
    public void take(byte[] buffer, int count) {
        for (int i = 0; i < count; i++) {
            byte b = buffer[i];
            if (b == '\n') {
                isBlank = true;
            } else if (isBlank && b != ' ' && b != '\t' && b != '\r') {
                isBlank = false;
                rows++;
            }
        }
    }

    @Override
    public FileContent.Whole end(String sha256) {
        return new FileContent.Whole(sha256, rows, RowEnd.IRREGULAR);
    }
}
