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
import java.util.Optional;

/** Reads a day file once, from its first byte to its last: digest, checksums and rows in one pass. */
final class FileScan {
    private static final int BUFFER_BYTES = 1 << 16;

    private FileScan() {}

    /**
     * What is in a file, or wrong with it. That it is damaged is no failure.
     *
     * @throws IOException where its bytes cannot be read
     */
    static FileContent of(DayFile file) throws IOException {
        if (file.form().members().isPresent()) {
            return ofArchive(file);
        }
        if (file.form().kind() == FileForm.Kind.PARQUET) {
            return ofParquet(file);
        }
        MessageDigest digest = Digests.newDigest();
        try (InputStream bytes = Files.newInputStream(file.path())) {
            DigestInputStream onDisk = new DigestInputStream(bytes, digest) {
                @Override
                public void close() {
                    // What decompresses it closes it, and there may be bytes left to be digested.
                }
            };
            try {
                RowCounter rows = scan(file, onDisk);
                return rows.end(rest(onDisk));
            } catch (MalformedRowException malformed) {
                return malformed.content(rest(onDisk));
            } catch (MalformedDayFileException malformed) {
                return broken(malformed.problem(), rest(onDisk));
            } catch (IOException damaged) {
                return broken(DayFileReader.damage(file.path(), damaged), rest(onDisk));
            }
        }
    }

    /** A row that is wrong may be so because the bytes are damaged, which is seen at the end only. */
    private static RowCounter scan(DayFile file, InputStream onDisk)
            throws IOException, MalformedDayFileException, MalformedRowException {
        Path path = file.path();
        try (InputStream content =
                file.isGzip() ? DayFileReader.decompressed(path, onDisk) : DayFileReader.plain(path, onDisk)) {
            try {
                return scan(file.form(), content);
            } catch (MalformedRowException malformed) {
                content.transferTo(OutputStream.nullOutputStream());
                throw malformed;
            }
        }
    }

    private static RowCounter scan(FileForm form, InputStream content) throws IOException, MalformedRowException {
        byte[] buffer = new byte[BUFFER_BYTES];
        int count = content.readNBytes(buffer, 0, ByteOrderMark.LENGTH);
        int skipped = ByteOrderMark.lengthIn(buffer, count);
        RowCounter rows = form.kind() == FileForm.Kind.JSON_LINES
                ? new JsonLineCounter()
                : new RowScanner(form.delimiter(), skipped > 0);
        rows.take(Arrays.copyOfRange(buffer, skipped, count), count - skipped);
        for (count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            rows.take(buffer, count);
        }
        return rows;
    }

    private static FileContent ofParquet(DayFile file) throws IOException {
        String sha256 = Digests.sha256(file.path());
        try {
            return new FileContent.Whole(sha256, ParquetFooter.of(file.path()).rows(), RowEnd.IRREGULAR);
        } catch (MalformedDayFileException malformed) {
            return broken(malformed.problem(), sha256);
        }
    }

    /** The rows of all members that count; the version is that of the archive as a whole. */
    private static FileContent ofArchive(DayFile file) throws IOException {
        String sha256 = Digests.sha256(file.path());
        long rows = 0;
        try (DayFileParts parts = DayFileParts.of(file)) {
            for (Optional<DayFileParts.Part> part = parts.next(); part.isPresent(); part = parts.next()) {
                FileContent content = ofMember(file, part.get(), sha256);
                if (!(content instanceof FileContent.Whole whole)) {
                    return content;
                }
                rows += whole.rows();
            }
            return new FileContent.Whole(sha256, rows, RowEnd.IRREGULAR);
        } catch (MalformedDayFileException malformed) {
            return broken(malformed.problem(), sha256);
        }
    }

    private static FileContent ofMember(DayFile file, DayFileParts.Part part, String sha256) {
        FileContent content;
        try {
            content = scan(file.form(), part.bytes()).end(sha256);
        } catch (MalformedRowException malformed) {
            content = malformed.content(sha256);
        } catch (IOException damaged) {
            content = broken(DayFileParts.damage(file, damaged), sha256);
        }
        String name = part.place().toString().substring(file.path().toString().length() + 1);
        return content instanceof FileContent.Broken broken
                ? new FileContent.Broken(
                        sha256, broken.line(), "in its member " + name + " " + broken.what(), broken.expected())
                : content;
    }

    /** Reads what the decompression has left, and gives the digest of it all. */
    private static String rest(DigestInputStream onDisk) throws IOException {
        onDisk.transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(onDisk.getMessageDigest().digest());
    }

    private static FileContent broken(DayFileProblem problem, String sha256) {
        return new FileContent.Broken(sha256, problem.line(), problem.what(), problem.expected());
    }
}
