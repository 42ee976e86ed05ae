package dev.asterism.lake;

import dev.asterism.lake.RowScanner.MalformedRowException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** Reads a day file once, from its first byte to its last: digest, checksums and rows in one pass. */
final class FileScan {
    private static final int BUFFER_BYTES = 1 << 16;

    private FileScan() {}

    /**
     * What is in a file, or wrong with it. That it is damaged is no failure.
     *
     * @throws IOException where its bytes cannot be read
     */
    static FileContent of(Path path) throws IOException {
        MessageDigest digest = Digests.newDigest();
        try (InputStream bytes = Files.newInputStream(path)) {
            DigestInputStream compressed = new DigestInputStream(bytes, digest) {
                @Override
                public void close() {
                    // What decompresses it closes it, and there may be bytes left to be digested.
                }
            };
            try {
                RowScanner rows = scan(path, compressed);
                return rows.end(rest(compressed));
            } catch (MalformedRowException malformed) {
                return malformed.content(rest(compressed));
            } catch (MalformedDayFileException malformed) {
                return broken(malformed.problem(), rest(compressed));
            } catch (IOException damaged) {
                return broken(DayFileReader.damage(path, damaged), rest(compressed));
            }
        }
    }

    /** A row that is wrong may be so because the bytes are damaged, which is seen at the end only. */
    private static RowScanner scan(Path path, InputStream compressed)
            throws IOException, MalformedDayFileException, MalformedRowException {
        try (InputStream content = DayFileReader.decompressed(path, compressed)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            int count = content.readNBytes(buffer, 0, ByteOrderMark.LENGTH);
            int skipped = ByteOrderMark.lengthIn(buffer, count);
            RowScanner rows = new RowScanner(skipped > 0);
            try {
                rows.take(Arrays.copyOfRange(buffer, skipped, count), count - skipped);
                for (count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                    rows.take(buffer, count);
                }
                return rows;
            } catch (MalformedRowException malformed) {
                content.transferTo(OutputStream.nullOutputStream());
                throw malformed;
            }
        }
    }

    /** Reads what the decompression has left, and gives the digest of it all. */
    private static String rest(DigestInputStream compressed) throws IOException {
        compressed.transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(compressed.getMessageDigest().digest());
    }

    private static FileContent broken(DayFileProblem problem, String sha256) {
        return new FileContent.Broken(sha256, problem.line(), problem.what(), problem.expected());
    }
}
