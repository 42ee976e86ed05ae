package dev.asterism.lake;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a day file, decompressed: its own, or those of the members of an archive that count, in the order in which
 * they lie there. Gone through once; not thread-safe.
 */
abstract class DayFileParts implements Closeable {
    private static final int MOST_NAMES = 10;

    /**
     * A text.
     *
     * @param place what it is called in messages: the path of the file, with {@code !member} after it in an archive
     * @param bytes its bytes, to be read before the next part is asked for; they may be closed, but need not
     */
    record Part(Path place, InputStream bytes) {}

    /** Opens a file. */
    static DayFileParts of(DayFile file) throws MalformedDayFileException {
        if (file.form().members().isEmpty()) {
            return new Itself(file);
        }
        try {
            return file.path().toString().toLowerCase(Locale.ROOT).endsWith(".zip") ? new Zip(file) : new Tar(file);
        } catch (IOException unreadable) {
            throw new MalformedDayFileException(damage(file, unreadable), unreadable);
        }
    }

    /** The next part; empty after the last one. */
    abstract Optional<Part> next() throws MalformedDayFileException;

    @Override
    public abstract void close();

    /** What is wrong with a file whose bytes cannot be read. */
    static DayFileProblem damage(DayFile file, IOException cause) {
        if (file.form().members().isEmpty() || cause instanceof java.nio.file.NoSuchFileException) {
            return DayFileReader.damage(file.path(), cause);
        }
        return DayFileProblem.ofFile(
                file.path(),
                cause instanceof EOFException
                        ? "the archive is truncated: it ends in the middle of its data"
                        : "the archive is damaged (" + cause.getMessage() + ")",
                "a complete archive with right checksums");
    }

    /** A file that is no archive. */
    private static final class Itself extends DayFileParts {
        private final InputStream bytes;
        private Optional<Part> part;

        Itself(DayFile file) throws MalformedDayFileException {
            bytes = file.isGzip() ? DayFileReader.open(file.path()) : plain(file.path());
            part = Optional.of(new Part(file.path(), bytes));
        }

        private static InputStream plain(Path path) throws MalformedDayFileException {
            try {
                return DayFileReader.plain(path, Files.newInputStream(path));
            } catch (IOException e) {
                throw DayFileReader.cannotBeOpened(path, e);
            }
        }

        @Override
        Optional<Part> next() {
            Optional<Part> next = part;
            part = Optional.empty();
            return next;
        }

        @Override
        public void close() {
            closeQuietly(bytes);
        }
    }

    /** An archive: sees that some member counts, and none twice. */
    private abstract static class Archive extends DayFileParts {
        final DayFile file;
        private final Glob wanted;
        private final Set<String> seen = new HashSet<>();
        private final List<String> others = new ArrayList<>();

        Archive(DayFile file) {
            this.file = file;
            this.wanted = new Glob(file.form().members().orElseThrow());
        }

        boolean counts(String name) throws MalformedDayFileException {
            if (!wanted.matchesMember(name)) {
                others.add(name);
                return false;
            }
            if (!seen.add(name)) {
                throw malformed("the archive has the member " + VisibleText.of(name) + " twice", "each member once");
            }
            return true;
        }

        Part part(String name, InputStream bytes) throws MalformedDayFileException {
            Path place = file.path().resolveSibling(file.path().getFileName() + "!" + VisibleText.of(name));
            return new Part(place, name.endsWith(".gz") ? DayFileReader.decompressed(place, bytes) : bytes);
        }

        Optional<Part> end() throws MalformedDayFileException {
            if (seen.isEmpty()) {
                String names = String.join(
                        ", ",
                        others.stream().limit(MOST_NAMES).map(VisibleText::of).toList());
                throw malformed(
                        "no member of the archive matches " + wanted
                                + (others.isEmpty()
                                        ? ", it is empty"
                                        : "; it has " + names + (others.size() > MOST_NAMES ? ", …" : "")),
                        "at least one; a day without rows is a member without rows");
            }
            return Optional.empty();
        }

        MalformedDayFileException malformed(String what, String expected) {
            return new MalformedDayFileException(DayFileProblem.ofFile(file.path(), what, expected));
        }
    }

    private static final class Zip extends Archive {
        private final ZipFile zip;
        private final Iterator<ZipArchiveEntry> entries;

        Zip(DayFile file) throws IOException {
            super(file);
            zip = ZipFile.builder().setPath(file.path()).get();
            entries = Collections.list(zip.getEntriesInPhysicalOrder()).iterator();
        }

        @Override
        Optional<Part> next() throws MalformedDayFileException {
            while (entries.hasNext()) {
                ZipArchiveEntry entry = entries.next();
                if (!entry.isDirectory() && counts(entry.getName())) {
                    if (!zip.canReadEntryData(entry)) {
                        throw malformed(
                                "the member " + VisibleText.of(entry.getName())
                                        + " is encrypted, or compressed in a way that cannot be read",
                                "a member without a password, deflated or stored");
                    }
                    try {
                        return Optional.of(part(
                                entry.getName(),
                                new Proven(zip.getInputStream(entry), entry.getSize(), entry.getCrc())));
                    } catch (IOException unreadable) {
                        throw new MalformedDayFileException(damage(file, unreadable), unreadable);
                    }
                }
            }
            return end();
        }

        @Override
        public void close() {
            closeQuietly(zip);
        }
    }

    /** Fails at its end if size or checksum are not as the archive's directory says. */
    private static final class Proven extends CheckedInputStream {
        private final long size;
        private final long crc;
        private long count;

        Proven(InputStream in, long size, long crc) {
            super(in, new CRC32());
            this.size = size;
            this.crc = crc;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            return (int) proven(read, 1);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            return (int) proven(read, read);
        }

        @Override
        public long skip(long length) throws IOException {
            throw new IOException("a member is read from its beginning to its end");
        }

        private long proven(int read, int bytes) throws IOException {
            if (read >= 0) {
                count += bytes;
            } else if (count != size || getChecksum().getValue() != crc) {
                throw new IOException("a member's size or checksum is not as the archive's directory says");
            }
            return read;
        }
    }

    private static final class Tar extends Archive {
        private final InputStream bytes;
        private final WithEnd tar;

        Tar(DayFile file) throws IOException, MalformedDayFileException {
            super(file);
            InputStream onDisk = Files.newInputStream(file.path());
            bytes = file.isGzip()
                    ? DayFileReader.decompressed(file.path(), onDisk)
                    : DayFileReader.plain(file.path(), onDisk);
            tar = new WithEnd(bytes);
        }

        @Override
        Optional<Part> next() throws MalformedDayFileException {
            try {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    if (entry.isFile() && counts(entry.getName())) {
                        return Optional.of(part(entry.getName(), new Unclosed(tar)));
                    }
                }
                // Only at its very end the checksum of gzip data is compared.
                bytes.transferTo(OutputStream.nullOutputStream());
                if (!tar.hasEnded) {
                    throw new EOFException("there is no record that ends the archive");
                }
                return end();
            } catch (IOException damaged) {
                throw new MalformedDayFileException(damage(file, damaged), damaged);
            }
        }

        @Override
        public void close() {
            closeQuietly(tar);
        }
    }

    /** Tells whether the archive's end was seen: one that is cut off between two members looks complete otherwise. */
    private static final class WithEnd extends TarArchiveInputStream {
        private boolean hasEnded;

        WithEnd(InputStream bytes) {
            super(bytes);
        }

        /** There is no block where the bytes end, which is no end of an archive. */
        @Override
        protected boolean isEOFRecord(byte @Nullable [] block) {
            boolean isEnd = super.isEOFRecord(block);
            hasEnded |= isEnd && block != null;
            return isEnd;
        }
    }

    /** A member of a stream that goes on after it. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // The next member is read from the same stream.
        }
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException nothingWasWritten) {
            // A file only read from loses nothing.
        }
    }
}
