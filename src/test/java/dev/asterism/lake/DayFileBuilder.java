package dev.asterism.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes day files for tests, good and bad ones. Unless told otherwise, a file was last written long ago: at midnight of
 * 1 January 2020, UTC.
 */
public final class DayFileBuilder {
    private static final Pattern VERSION = Pattern.compile("-v([0-9]+)\\.csv\\.gz$");

    private final Path root;
    private final Day day;
    private final String name;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final List<Integer> memberEnds = new ArrayList<>();
    private Instant modified = Instant.parse("2020-01-01T00:00:00Z");
    private int bytesLost;
    private char delimiter = '\t';
    private byte @Nullable [] wholeFile;

    private DayFileBuilder(Path root, Day day, String name) {
        this.root = root;
        this.day = day;
        this.name = name;
    }

    /**
     * Starts an empty file.
     *
     * @param name folder and name below the day's folder, such as {@code pypi/downloads-v1.csv.gz}
     */
    public static DayFileBuilder dayFile(Path lakeRoot, Day day, String name) {
        return new DayFileBuilder(lakeRoot, day, name);
    }

    public DayFileBuilder header(String... names) {
        return row((Object[]) names);
    }

    /** A row; a null or empty field is left empty, a field that needs quotes gets them. */
    public DayFileBuilder row(@Nullable Object... fields) {
        return line(Arrays.stream(fields)
                .map(field -> field == null ? "" : quoted(field.toString()))
                .collect(Collectors.joining("\t")));
    }

    /** A line as it stands, with a line break after it. */
    public DayFileBuilder line(String line) {
        return text(line + "\n");
    }

    /** Text as it stands. */
    public DayFileBuilder text(String more) {
        return bytes(more.getBytes(UTF_8));
    }

    /** Uncompressed bytes as they stand. */
    public DayFileBuilder bytes(byte... more) {
        text.writeBytes(more);
        return this;
    }

    /** What follows goes into another gzip member of the same file. */
    public DayFileBuilder nextMember() {
        memberEnds.add(text.size());
        return this;
    }

    /** Writes this sign for every tab, and a tab for every such sign, so that it separates the fields of rows. */
    public DayFileBuilder separatedBy(char sign) {
        delimiter = sign;
        return this;
    }

    /** Cuts the last bytes off the compressed file. */
    public DayFileBuilder truncatedBy(int bytes) {
        bytesLost = bytes;
        return this;
    }

    /** The file's bytes on disk, whatever else was said. */
    public DayFileBuilder wholeFile(byte... bytes) {
        wholeFile = bytes;
        return this;
    }

    public DayFileBuilder modified(Instant time) {
        modified = time;
        return this;
    }

    /** Writes the file, and describes it as a listing would. */
    public DayFile write() {
        Path path = root.resolve(day.folder()).resolve(name);
        try {
            byte[] bytes = wholeFile != null ? wholeFile : compressed();
            Files.createDirectories(path.getParent());
            Files.write(path, Arrays.copyOf(bytes, bytes.length - bytesLost));
            Files.setLastModifiedTime(path, FileTime.from(modified));
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new DayFile(
                    day,
                    path,
                    version(),
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant(),
                    new FileForm(FileForm.Kind.DELIMITED, delimiter, Optional.empty()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int version() {
        Matcher matcher = VERSION.matcher(name);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private byte[] compressed() throws IOException {
        byte[] bytes = text.toByteArray();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '\t' ? (byte) delimiter : bytes[i] == delimiter ? (byte) '\t' : bytes[i];
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        int start = 0;
        for (int end :
                Stream.concat(memberEnds.stream(), Stream.of(bytes.length)).toList()) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(file)) {
                gzip.write(bytes, start, end - start);
            }
            start = end;
        }
        return file.toByteArray();
    }

    private static String quoted(String field) {
        boolean isPlain = field.chars().noneMatch(character -> "\t\n\r\"".indexOf(character) >= 0);
        return isPlain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
