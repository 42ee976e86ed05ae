package dev.asterism.lake;

import static dev.asterism.lake.DayFileBuilder.dayFile;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrainTest {
    private static final Column NAME = new Column("name", ColumnType.TEXT, true);

    @TempDir
    private Path root;

    @Test
    void rowsOfTheSameHashAreNotTakenForRepeated() throws MalformedDayFileException {
        assertThat(firstProblem("a", "b", "c")).isEmpty();
    }

    @Test
    void aRepeatedRowIsFoundAmongRowsOfTheSameHash() throws MalformedDayFileException {
        DayFileProblem problem = firstProblem("a", "b", "c", "b").orElseThrow();

        assertThat(problem.line()).isEqualTo(5);
        assertThat(problem.what()).isEqualTo("the row has the same name as line 3: b");
    }

    @Test
    void aSetOfHashesKnowsWhatItHolds() {
        long[] hashes = LongStream.concat(LongStream.of(0, -1, Long.MIN_VALUE, 1L << 40), new Random(7).longs(200_000))
                .distinct()
                .toArray();
        HashSet64 set = new HashSet64();

        assertThat(LongStream.of(hashes).allMatch(set::add)).isTrue();
        assertThat(LongStream.of(hashes).noneMatch(set::add)).isTrue();
    }

    private Optional<DayFileProblem> firstProblem(String... names) throws MalformedDayFileException {
        DayFileBuilder builder =
                dayFile(root, Day.of(2018, 4, 5), "a/b-v1.csv.gz").header("name");
        List.of(names).forEach(builder::row);
        DayFile file = builder.write();
        Grain grain = new Grain(List.of(file), List.of(NAME), key -> 42);
        try (DayFileReader reader = new DayFileReader(file.path())) {
            for (Optional<RowReader.Row> row = reader.next(); row.isPresent(); row = reader.next()) {
                Optional<DayFileProblem> problem = grain.problem(file.path(), reader.header(), row.get());
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }
}
