package dev.asterism.extract.s3;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileBuilder;
import dev.asterism.lake.DayFileMeta;
import dev.asterism.lake.LakeInventory;
import dev.asterism.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/** A lake on disk, and how its files are told from other bytes. */
public record TestLake(Path root) {
    public static final Day FIRST_DAY = Day.of(2018, 4, 1);
    private static final String DOWNLOADS = "pypi/downloads-v1.csv.gz";
    private static final String ACTIVITY = "github/repo-activity-v1.csv.gz";

    /** Writes days of rows that do not compress, one file of about so many bytes with a meta file, and a small one. */
    public static TestLake of(Path root, int days, int bytesPerFile, long seed) throws IOException {
        TestLake lake = new TestLake(root);
        Day day = FIRST_DAY;
        for (int i = 0; i < days; i++) {
            lake.write(day, bytesPerFile, seed + i);
            day = day.next();
        }
        return lake;
    }

    /** Writes the files of a day, again where they are there. */
    public void write(Day day, int bytesPerFile, long seed) throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("SplittableRandom").create(seed);
        DayFileBuilder downloads = DayFileBuilder.dayFile(root, day, DOWNLOADS)
                .modified(Instant.now())
                .header("day_id", "project", "number_of_downloads");
        for (int bytes = 0; bytes < bytesPerFile; bytes += 9) {
            downloads.row(day.id(), Long.toString(random.nextLong(), 36), 1);
        }
        writeMeta(downloads.write().path());
        DayFileBuilder.dayFile(root, day, ACTIVITY)
                .modified(Instant.now())
                .header("day_id", "user", "repository")
                .row(day.id(), "ann", "seed " + seed)
                .write();
    }

    private static void writeMeta(Path dayFile) throws IOException {
        Files.writeString(
                DayFileMeta.pathFor(dayFile),
                "{\"rows\": 1, \"bytes\": %s, \"sha256\": \"%s\", \"source\": \"test\", \"query_version\": 1, \"written_at\": \"2018-04-11T00:00:00Z\"}"
                        .formatted(Files.size(dayFile), "0".repeat(64)));
    }

    /** Every day file and meta file by its place, with its bytes as a text that can be compared. */
    public Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        for (var path : LakeInventory.of(root).keySet()) {
            content.put(path.toString(), text(Files.readAllBytes(path.in(root))));
        }
        return content;
    }

    /** How many bytes the day files and meta files have. */
    public long bytes() {
        return LakeInventory.of(root).values().stream()
                .mapToLong(LakeInventory.Entry::bytes)
                .sum();
    }

    /** Everything that lies in the lake's folder, relative to it. */
    public List<String> everything() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(path -> root.relativize(path).toString())
                    .toList();
        }
    }

    /** Puts all files into a bucket. */
    public void putInto(S3Server server, String bucket, String prefix) throws IOException {
        for (var path : LakeInventory.of(root).keySet()) {
            server.put(bucket, prefix + path, Files.readAllBytes(path.in(root)));
        }
    }

    /** Two contents are the same where their texts are. */
    public static String text(byte[] bytes) {
        try {
            return bytes.length + " bytes, "
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
