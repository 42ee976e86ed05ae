package dev.asterism.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are counted in files of any form, and a file that lacks a part of itself is never taken for a whole one. */
class OtherFormsTest {
    private static final int ROWS = 300;

    @TempDir
    private Path folder;

    private FileContent content(String name, FileForm form, byte[] bytes) throws IOException {
        Path path = folder.resolve(name);
        Files.write(path, bytes);
        return FileScan.of(new DayFile(Day.of(2018, 4, 1), path, 0, bytes.length, Instant.EPOCH, form));
    }

    private static byte[] archive(String name) throws IOException {
        String first = "a,b\n" + "1,2\n".repeat(ROWS);
        String second = "a,b\r\n\"x\ny\",2";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (name.endsWith(".zip")) {
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                zip.putNextEntry(new ZipEntry("a.csv"));
                zip.write(first.getBytes(UTF_8));
                zip.putNextEntry(new ZipEntry("other.txt"));
                zip.putNextEntry(new ZipEntry("deep/b.csv"));
                zip.write(second.getBytes(UTF_8));
            }
            return bytes.toByteArray();
        }
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (String text : List.of(first, second)) {
                TarArchiveEntry entry = new TarArchiveEntry("x/" + text.length() + ".csv");
                entry.setSize(text.length());
                tar.putArchiveEntry(entry);
                tar.write(text.getBytes(UTF_8));
                tar.closeArchiveEntry();
            }
        }
        return name.endsWith("gz") ? gzip(bytes.toByteArray()) : bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static FileForm members(String names) {
        return FileForm.COMMAS.in(Optional.of(names));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar", "a.tar.gz", "a.tgz"})
    void anArchiveCutOffAnywhereIsBroken(String name) throws IOException {
        byte[] whole = archive(name);
        assertThat(content(name, members("*.csv"), whole)).isInstanceOfSatisfying(FileContent.Whole.class, content -> {
            assertThat(content.rows()).isEqualTo(ROWS + 1);
            assertThat(content.rowEnd()).isEqualTo(RowEnd.IRREGULAR);
        });

        // The end of a tar archive is two blocks of zeros and more to fill a record; the first of them tells.
        int most = name.endsWith(".tar") ? whole.length - TarEnd.bytesAfterFirstBlockOfZeros(whole) : whole.length;
        for (int length = 0; length < most; length += Math.max(1, most / 150)) {
            assertThat(content(name, members("*.csv"), Arrays.copyOf(whole, length)))
                    .as("%s cut off after %s bytes", name, length)
                    .isInstanceOf(FileContent.Broken.class);
        }
    }

    private static final class TarEnd {
        private static final int BLOCK = 512;

        static int bytesAfterFirstBlockOfZeros(byte[] tar) {
            int end = tar.length;
            while (end >= BLOCK && isZero(tar, end - BLOCK)) {
                end -= BLOCK;
            }
            return tar.length - end - 1;
        }

        private static boolean isZero(byte[] tar, int start) {
            for (int i = start; i < start + BLOCK; i++) {
                if (tar[i] != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    @Test
    void aChangedByteOfAMemberIsSeenByItsChecksum() throws IOException {
        byte[] zip = archive("a.zip");
        for (int place = 38; place < 46; place++) {
            byte[] changed = zip.clone();
            changed[place] ^= 4;
            FileContent content = content("a.zip", members("*.csv"), changed);
            assertThat(content).as("a changed byte %s", place).isInstanceOf(FileContent.Broken.class);
        }
    }

    @Test
    void aMemberThatIsThereTwiceIsRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (int i = 0; i < 2; i++) {
                TarArchiveEntry entry = new TarArchiveEntry("a.csv");
                entry.setSize(4);
                tar.putArchiveEntry(entry);
                tar.write("a,b\n".getBytes(UTF_8));
                tar.closeArchiveEntry();
            }
        }

        assertThat(content("a.tar", members("a.csv"), bytes.toByteArray()))
                .isInstanceOfSatisfying(
                        FileContent.Broken.class,
                        broken -> assertThat(broken.what()).isEqualTo("the archive has the member a.csv twice"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                  | 1
            {}\\n{}             | 2
            {}\\n\\n \\t\\r\\n{}\\n | 2
            \\n                 | 0
            not json            | 1
            """)
    void linesOfJsonAreCountedWithoutBeingRead(String text, long rows) throws IOException {
        FileForm form = new FileForm(FileForm.Kind.JSON_LINES, '\t', Optional.empty());

        for (String name : List.of("a.jsonl", "a.jsonl.gz")) {
            byte[] bytes = text.translateEscapes().getBytes(UTF_8);
            assertThat(content(name, form, name.endsWith("gz") ? gzip(bytes) : bytes))
                    .isInstanceOfSatisfying(
                            FileContent.Whole.class,
                            whole -> assertThat(whole.rows()).isEqualTo(rows));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            s/rows-v1.csv.gz       | rows-v1.csv.gz           | 1
            s/rows-v{1,12}.csv.gz  | rows-v12.csv.gz          | 12
            s/rows-v1.csv.gz       | rows-v01.csv.gz          | -1
            s/rows-v1.csv.gz       | rows-v2.csv.gz           | -1
            s/rows-v1.csv.gz       | rows-v1.csv.gz.part      | -1
            s/*                    | rows.csv                 | 0
            s/*                    | rows.csv.meta.json       | -1
            s/*                    | .hidden                  | -1
            s/access-*.log         | access-00.log            | 0
            s/access-*.log         | access-00.log.gz         | -1
            s/access-*-v2.log      | access-00-v2.log         | 2
            s/a b (c).csv          | a b (c).csv              | 0
            s/a.b.csv              | aXb.csv                  | -1
            """)
    void aPatternSaysWhichNamesFit(String pattern, String name, int version) {
        assertThat(FilePattern.parse(pattern).version(name).orElse(-1)).isEqualTo(version);
        assertThat(FilePattern.parse(pattern)).hasToString(pattern);
    }
}
