package dev.asterism.engine.duckdb;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.engine.BatchBuild.FileToStage;
import dev.asterism.engine.BatchBuild.StagedFile;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.ColumnType;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayFileBuilder;
import dev.asterism.lake.DayFiles;
import dev.asterism.lake.FileContent;
import dev.asterism.lake.FileContents;
import dev.asterism.lake.InMemoryFileContentCache;
import dev.asterism.lake.ValueCases;
import dev.asterism.lake.ValueCases.ValueCase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine takes the values of the list, and no others: the same that the program's own reader takes. */
class StagedValuesTest {
    private static final LocalDate FIRST = LocalDate.parse("2018-01-01");

    @TempDir
    private Path folder;

    static List<ColumnType> types() {
        return ValueCases.all().stream().map(ValueCase::type).distinct().toList();
    }

    /** Each text in a file of its own, so that what is refused is known text by text. */
    @ParameterizedTest
    @MethodSource("types")
    void aTextIsTheValueThatTheListSaysOrIsRefused(ColumnType type) throws SQLException, IOException {
        Map<DayFile, ValueCase> cases = new LinkedHashMap<>();
        for (ValueCase value : ValueCases.all()) {
            if (value.type().equals(type)) {
                Day day = new Day(FIRST.plusDays(cases.size()));
                cases.put(file(day, value.text()), value);
            }
        }
        Map<DayFile, FileContent> contents = new FileContents(new InMemoryFileContentCache()).of(cases.keySet());
        List<FileToStage> toStage = cases.keySet().stream()
                .map(file -> new FileToStage(
                        file, DayFiles.header(file), (FileContent.Whole) requireNonNull(contents.get(file))))
                .toList();
        try (StagedDays days = new StagedDays(
                folder.resolve("models"), "day_id integer NOT NULL, n integer NOT NULL, value " + type)) {
            List<StagedFile> staged = days.stage(toStage);

            assertThat(staged).hasSize(cases.size());
            for (StagedFile file : staged) {
                ValueCase value = requireNonNull(cases.get(file.file()));
                assertThat(file.rows()).as("rows of %s", value).isEqualTo(1);
                assertThat(file.isRefused())
                        .as("%s is refused", value)
                        .isEqualTo(value.value().isEmpty());
            }
            Map<Integer, List<List<@Nullable String>>> same = days.rows(isSame(cases, type), 2);
            cases.forEach((file, value) -> {
                if (value.value().isPresent()) {
                    assertThat(same.get(file.day().id()))
                            .as("value of %s", value)
                            .singleElement()
                            .satisfies(row -> assertThat(row.get(0))
                                    .as("stored as %s", row.get(1))
                                    .isEqualTo("true"));
                }
            });
        }
    }

    /** Whether the value of each day is the expected one, by the engine's own comparison of values. */
    private static String isSame(Map<DayFile, ValueCase> cases, ColumnType type) {
        String expected = cases.entrySet().stream()
                .filter(entry -> entry.getValue().value().isPresent())
                .map(entry -> "WHEN " + entry.getKey().day().id() + " THEN CAST("
                        + SqlNames.literal(entry.getValue().value().get()) + " AS " + DuckDbTypes.name(type) + ")")
                .collect(Collectors.joining(" "));
        return "value IS NOT DISTINCT FROM CASE day_id " + expected + " END, CAST(value AS VARCHAR)";
    }

    private DayFile file(Day day, String text) {
        DayFileBuilder file = DayFileBuilder.dayFile(folder.resolve("lake"), day, "s/rows-v1.csv.gz");
        return file.header("n", "value", "day_id").row(1, text, day.id()).write();
    }
}
