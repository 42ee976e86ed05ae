package dev.asterism.laboratory;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileBuilder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A lake of both sources whose days come, change and go by chance, and which knows what is in it. */
final class LivingLake {
    /** The files of PyPI. */
    static final String DOWNLOADS = "pypi/downloads-v1.csv.gz";

    /** The files of GitHub. */
    static final String ACTIVITY = "github/repo-activity-v1.csv.gz";

    private static final LocalDate FIRST = LocalDate.of(2018, 3, 25);
    private static final int DAYS = 14;
    private static final List<String> VERSIONS = List.of("", "1.0", "1.1", "2.0rc1");
    private static final List<String> PYTHONS = List.of("", "2.7", "3.6");
    private static final List<String> INSTALLERS = List.of("", "pip", "conda");
    private static final List<String> USERS = List.of("pallets", "a \"b\"", "ünï");
    private static final int PROJECTS = 40;

    private final Path root;
    private final Random random;
    private final Map<Day, Long> downloads = new TreeMap<>();
    private final Map<Day, Long> downloadRows = new TreeMap<>();
    private final Set<Day> damaged = new TreeSet<>();
    private Instant clock = Instant.parse("2020-01-01T00:00:00Z");

    LivingLake(Path root, Random random) {
        this.root = root;
        this.random = random;
        for (int day = 0; day < DAYS; day += 2) {
            writeDownloads(day(day));
            writeActivity(day(day));
        }
    }

    Path root() {
        return root;
    }

    /** Writes some days, new ones or old ones anew, and removes one now and then. */
    void change() {
        for (int i = 0; i < 4; i++) {
            Day day = anyDay();
            writeDownloads(day);
            if (random.nextInt(3) > 0) {
                writeActivity(day);
            }
        }
        if (random.nextInt(3) == 0) {
            Day day = anyDay();
            remove(day, DOWNLOADS);
            downloads.remove(day);
            downloadRows.remove(day);
        }
        if (random.nextInt(3) == 0) {
            remove(anyDay(), ACTIVITY);
        }
    }

    /** A file of PyPI. */
    Path anyFile() {
        return path(anyDownloads(), DOWNLOADS);
    }

    /** Writes a file of PyPI anew in place, with other numbers. */
    void rewriteAFile() {
        rewrite(anyFile());
    }

    void rewrite(Path file) {
        for (Day day : List.copyOf(downloads.keySet())) {
            if (path(day, DOWNLOADS).equals(file)) {
                writeDownloads(day);
            }
        }
    }

    /** Cuts a file of PyPI in half in place; until {@link #mend} it is damaged. */
    void shrinkAFile() {
        Day day = anyDownloads();
        damaged.add(day);
        try (RandomAccessFile content =
                new RandomAccessFile(path(day, DOWNLOADS).toFile(), "rw")) {
            content.setLength(content.length() / 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes damaged files anew. */
    void mend() {
        damaged.stream().filter(downloads::containsKey).forEach(this::writeDownloads);
        damaged.clear();
    }

    /** How many rows the files of PyPI have, and how many downloads they count. */
    String totals() {
        return downloadRows.values().stream().mapToLong(Long::longValue).sum() + "|"
                + downloads.values().stream().mapToLong(Long::longValue).sum();
    }

    private void writeDownloads(Day day) {
        DayFileBuilder file = file(day, DOWNLOADS)
                .header("day_id", "project", "project_version", "python_version", "installer", "number_of_downloads");
        long sum = 0;
        long rows = 0;
        for (int project = 0; project < PROJECTS; project++) {
            for (String version : VERSIONS) {
                for (String python : PYTHONS) {
                    if (random.nextInt(4) == 0) {
                        long number = 1L + random.nextInt(1000);
                        String installer = INSTALLERS.get(random.nextInt(INSTALLERS.size()));
                        file.row(day.id(), project(project), version, python, installer, number);
                        sum += number;
                        rows++;
                    }
                }
            }
        }
        file.write();
        downloads.put(day, sum);
        downloadRows.put(day, rows);
    }

    private void writeActivity(Day day) {
        DayFileBuilder file = file(day, ACTIVITY)
                .header(
                        "day_id",
                        "user",
                        "repository",
                        "number_of_forks",
                        "number_of_commits",
                        "number_of_closed_pull_requests");
        for (int project = 0; project < PROJECTS; project++) {
            for (String user : USERS) {
                if (random.nextInt(3) == 0) {
                    file.row(day.id(), user, project(project), measure(), measure(), measure());
                }
            }
        }
        file.write();
    }

    private DayFileBuilder file(Day day, String name) {
        clock = clock.plusSeconds(1);
        return DayFileBuilder.dayFile(root, day, name).modified(clock);
    }

    private String measure() {
        return random.nextInt(3) == 0 ? "" : String.valueOf(random.nextInt(100));
    }

    private static String project(int number) {
        return number % 10 == 0 ? "project " + number + "\twith \"odd\" ¼" : "project-" + number;
    }

    private void remove(Day day, String name) {
        try {
            Files.deleteIfExists(path(day, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path(Day day, String name) {
        return root.resolve(day.folder()).resolve(name);
    }

    private Day anyDay() {
        return day(random.nextInt(DAYS));
    }

    private Day anyDownloads() {
        List<Day> days = List.copyOf(downloads.keySet());
        return days.get(random.nextInt(days.size()));
    }

    private static Day day(int number) {
        return new Day(FIRST.plusDays(number));
    }
}
