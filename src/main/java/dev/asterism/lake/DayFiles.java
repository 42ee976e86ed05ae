package dev.asterism.lake;

import dev.asterism.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Reads what a caller needs of a day file without going through its rows. Thread-safe. */
public final class DayFiles {
    private DayFiles() {}

    /**
     * The column names in the file's header row, in the order of the file. Reads only the beginning of the file; a name
     * left out is an empty string.
     *
     * @throws InputException where the file cannot be opened, is empty, no gzip, truncated before the end of the
     *     header, not UTF-8, or has no header
     */
    public static List<String> header(DayFile file) {
        try (DayFileReader reader = new DayFileReader(file.path())) {
            return reader.header();
        } catch (MalformedDayFileException e) {
            throw new InputException(e.problem().message(), e);
        }
    }

    /**
     * The decompressed bytes of the file. Reading to the end fails with an {@link IOException} where the file is truncated
     * or its checksum is wrong.
     *
     * @throws IOException where the file cannot be opened, is empty or no gzip
     */
    public static InputStream content(DayFile file) throws IOException {
        try {
            return DayFileReader.open(file.path());
        } catch (MalformedDayFileException malformed) {
            throw new IOException(malformed.problem().message(), malformed);
        }
    }
}
