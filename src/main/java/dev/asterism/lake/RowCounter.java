package dev.asterism.lake;

/** Counts the rows of a text that comes in pieces, without any engine's help. Not thread-safe. */
interface RowCounter {
    /**
     * Takes the next bytes.
     *
     * @param buffer holds them from 0 on
     * @param count how many
     */
    void take(byte[] buffer, int count) throws RowScanner.MalformedRowException;

    /** Ends the text. */
    FileContent.Whole end(String sha256) throws RowScanner.MalformedRowException;
}
