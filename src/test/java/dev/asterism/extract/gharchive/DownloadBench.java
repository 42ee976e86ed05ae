package dev.asterism.extract.gharchive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.asterism.catalog.Catalog;
import dev.asterism.extract.DataSet;
import dev.asterism.extract.DayResult;
import dev.asterism.extract.DownloadListener;
import dev.asterism.extract.Downloads;
import dev.asterism.extract.Estimate;
import dev.asterism.extract.Retries;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileMeta;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A lake with a catalog, to download into. */
final class DownloadBench {
    private final Path folder;
    private final Path catalogFile;

    DownloadBench(Path folder) {
        this(folder, folder.resolve("catalog.sqlite"));
    }

    /** With a catalog that others use, too, since making one takes a while. */
    DownloadBench(Path folder, Path catalogFile) {
        this.folder = folder;
        this.catalogFile = catalogFile;
    }

    Path lake() {
        return folder.resolve("data");
    }

    /** Downloads days from an address. */
    Downloads.Result download(String url, int tries, Day... days) {
        try (Catalog catalog = Catalog.open(catalogFile);
                GhArchive source = new GhArchive(url, lake(), retries(tries))) {
            return new Downloads(source, lake(), catalog.downloads(), new Silent(), retries(tries), 2)
                    .run(Arrays.asList(days));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** When the archive was last found to have nothing of a day. */
    Map<Day, Instant> gaps() {
        try (Catalog catalog = Catalog.open(catalogFile)) {
            return catalog.downloads().gaps("github", "gharchive");
        }
    }

    Path file(Day day) {
        return DataSet.GITHUB.target(lake(), day).path();
    }

    /** The lines of a day's file without its header, fields separated by blanks; an empty field is a dash. */
    List<String> rows(Day day) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file(day)))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> Stream.of(line.split("\t", -1))
                            .map(field -> field.isEmpty() ? "-" : field)
                            .reduce((left, right) -> left + " " + right)
                            .orElse(""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DayFileMeta meta(Day day) {
        try {
            return DayFileMeta.of(file(day)).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files in the lake, as paths within it. */
    List<String> files() {
        if (!Files.exists(lake())) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(lake())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> lake().relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Retries retries(int tries) {
        return new Retries(tries, Duration.ofMillis(1));
    }

    private static final class Silent implements DownloadListener {
        @Override
        public void started(DataSet dataSet, Day day) {}

        @Override
        public void received(DataSet dataSet, Day day, long bytes) {}

        @Override
        public void retrying(String what, String why, Duration wait) {}

        @Override
        public void billed(DataSet dataSet, Day day, Estimate cost) {}

        @Override
        public void ended(DayResult result) {}
    }
}
