package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.Column;
import dev.asterism.lake.ColumnType;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayFileBuilder;
import dev.asterism.lake.Expectation;
import dev.asterism.lake.IndependentReader;
import dev.asterism.run.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * Builds stars from odd day files, and compares each with what an independent reader finds: the rows must be the same, or
 * the file must be refused with a message that names it and the line, if there is one. None is lost silently.
 */
public final class FileLaboratory {
    private static final int FILES_AT_ONCE = 250;
    private static final LocalDate FIRST = LocalDate.parse("2010-01-01");
    private static final String FILE = "s/rows-v1.csv.gz";
    private static final Pattern LINE = Pattern.compile(", line [0-9]+[,:]");
    private static final String[] DAMAGES = {"the file is truncated", "the gzip data is damaged", "the file is not gzip"
    };
    private static final Expectation ROWS = new Expectation(
            List.of(
                    new Column("day_id", ColumnType.INTEGER, false),
                    new Column("name", ColumnType.TEXT, true),
                    new Column("n", ColumnType.BIGINT, true),
                    new Column("note", ColumnType.TEXT, true)),
            Optional.of("day_id"),
            List.of());

    private final Path folder;
    private final char delimiter;
    private int built;
    private int rows;
    private int refusedByLine;
    private int refusedAsAWhole;

    /** @param folder where lakes and warehouses may be made */
    FileLaboratory(Path folder) {
        this(folder, '\t');
    }

    /**
     * @param folder where lakes and warehouses may be made
     * @param delimiter what separates fields
     */
    FileLaboratory(Path folder, char delimiter) {
        this.folder = folder;
        this.delimiter = delimiter;
    }

    /** Arguments: a seed, how many files, and the address of an empty warehouse; without it, files of DuckDB. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2 || arguments.length > 3) {
            System.err.println("Usage: FileLaboratory SEED COUNT [WAREHOUSE_URL]");
            System.exit(2);
        }
        long seed = Long.parseLong(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        Path folder = Files.createDirectories(Path.of("target", "file-laboratory", String.valueOf(seed)))
                .toAbsolutePath();
        FileUtils.cleanDirectory(folder.toFile());
        FileLaboratory laboratory = new FileLaboratory(folder);
        if (arguments.length == 3) {
            laboratory.compare(seed, count, arguments[2]);
        } else {
            laboratory.compare(seed, count);
        }
        System.out.println("seed " + seed + ": " + laboratory.report());
        FileUtils.deleteDirectory(folder.toFile());
    }

    /** Looks at so many files, some at a time, each time in a new warehouse. */
    void compare(long seed, int count) throws IOException {
        for (int done = 0; done < count; done += FILES_AT_ONCE) {
            Path part = Files.createDirectories(folder.resolve(String.valueOf(done)));
            long partSeed = seed * 1_000_003 + done;
            compare(partSeed, Math.min(FILES_AT_ONCE, count - done), new DuckDbWarehouses(part).fresh());
            FileUtils.deleteDirectory(part.toFile());
        }
    }

    /**
     * Looks at so many files, all at once.
     *
     * @param warehouseUrl an empty warehouse of any kind
     */
    void compare(long seed, int count, String warehouseUrl) throws IOException {
        Path place = Files.createDirectories(folder.resolve("lake-of-" + seed));
        Workbench bench = Workbench.empty(place, warehouseUrl)
                .model("s/rows", """
                /*
                kind: source
                table: s_data.rows
                description: Rows.
                files: s/rows-v1.csv.gz
                delimiter: "%s"
                */
                CREATE TABLE s_data.rows (day_id INTEGER NOT NULL, name TEXT, n BIGINT, note TEXT)
                """.formatted(delimiter == '\t' ? "tab" : delimiter))
                .model("s/kept", """
                /*
                kind: fact
                table: s_dim.kept
                description: All rows as they are.
                grain: [day_id, k]
                day: day_id
                */
                SELECT day_id, row_number() OVER (PARTITION BY day_id ORDER BY name, n, note) AS k, name, n, note
                FROM s_data.rows
                """);
        OddDayFiles odd = new OddDayFiles(seed);
        Map<Day, DayFile> files = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Day day = new Day(FIRST.plusDays(i));
            DayFileBuilder file = bench.dayFile(day.toString(), FILE).separatedBy(delimiter);
            odd.fill(file, day);
            files.put(day, file.write());
        }

        Workbench.Run run = bench.run();

        Map<Day, String> refused = new HashMap<>();
        for (Problem problem : run.result().problems()) {
            refused.put(problem.day().orElseThrow(() -> new AssertionError(problem.message())), problem.message());
        }
        Map<Day, List<String>> kept = kept(bench);
        files.forEach((day, file) -> compare(
                "seed " + seed + ", " + file.path(),
                file,
                Optional.ofNullable(refused.get(day)),
                kept.getOrDefault(day, List.of())));
    }

    private void compare(String description, DayFile file, Optional<String> refusal, List<String> kept) {
        IndependentReader expected = IndependentReader.of(file, ROWS);
        if (refusal.isEmpty()) {
            assertThat(expected.problem()).as(description).isEmpty();
            assertThat(kept)
                    .as(description)
                    .containsExactlyInAnyOrderElementsOf(
                            expected.rows().stream().map(FileLaboratory::row).toList());
            built++;
            rows += kept.size();
            return;
        }
        assertThat(kept).as(description).isEmpty();
        assertThat(refusal.get()).as(description).contains(file.path().toString());
        // The independent reader passes over blanks after a closing quote; whatever else it takes must be built.
        boolean isTooLenient = refusal.get().contains("a quoted field goes on after its closing quote");
        assertThat(expected.problem().isPresent() || isTooLenient)
                .as(description + ": " + refusal.get())
                .isTrue();
        if (LINE.matcher(refusal.get()).find()) {
            refusedByLine++;
        } else {
            assertThat(refusal.get()).as(description).containsAnyOf(DAMAGES);
            refusedAsAWhole++;
        }
    }

    private static Map<Day, List<String>> kept(Workbench bench) {
        Map<Day, List<String>> kept = new HashMap<>();
        for (List<@Nullable Object> row : bench.query("SELECT day_id, name, n, note FROM s_dim.kept")) {
            Day day = Day.ofId(Integer.parseInt(String.valueOf(row.get(0)))).orElseThrow();
            List<@Nullable String> fields = new ArrayList<>();
            row.forEach(value -> fields.add(value == null ? null : value.toString()));
            kept.computeIfAbsent(day, unknown -> new ArrayList<>()).add(row(fields));
        }
        return kept;
    }

    /** A row as text, numbers without signs and zeros that mean nothing. */
    private static String row(List<@Nullable String> fields) {
        String number = fields.get(2);
        List<@Nullable String> shown = new ArrayList<>(fields);
        shown.set(2, number == null ? null : String.valueOf(Long.parseLong(number)));
        return shown.toString();
    }

    /** What became of the files, in figures. */
    String report() {
        return built + " files built, with " + rows + " rows; " + refusedByLine + " refused with their line, "
                + refusedAsAWhole + " as a whole";
    }

    /** How many files were built, and how many refused. */
    List<Integer> figures() {
        return List.of(built, refusedByLine, refusedAsAWhole);
    }
}
