package dev.asterism.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderMatchTest {
    private static final Path PATH = Path.of("downloads-v1.csv.gz");
    private static final List<Column> COLUMNS =
            List.of(new Column("day_id", ColumnType.INTEGER, false), new Column("project", ColumnType.TEXT, false));

    @Test
    void orderIsFree() {
        HeaderMatch match = HeaderMatch.of(List.of("project", "day_id"), COLUMNS);

        assertThat(match.isUsable()).isTrue();
        assertThat(match.unknown()).isEmpty();
        assertThat(match.problem(PATH)).isEmpty();
    }

    @Test
    void unknownColumnsAreNamedAndDoNoHarm() {
        HeaderMatch match = HeaderMatch.of(List.of("day_id", "country", "project"), COLUMNS);

        assertThat(match.isUsable()).isTrue();
        assertThat(match.unknown()).containsExactly("country");
    }

    @Test
    void aMissingColumnIsNamedWithWhatTheHeaderHas() {
        DayFileProblem problem = HeaderMatch.of(List.of("day_id", "country"), COLUMNS)
                .problem(PATH)
                .orElseThrow();

        assertThat(problem.message())
                .isEqualTo("downloads-v1.csv.gz, line 1, column project: the header lacks this column,"
                        + " it has only day_id, country. Expected the columns day_id, project in any order."
                        + " Download the day again, or correct the file; the day stays out until then.");
    }

    @Test
    void aNearMatchIsOffered() {
        assertThat(what("day_id", "Projects")).contains("; 'Projects' may be meant to be it");
        assertThat(what("\uFEFFday_id", "project")).contains("; '\\u{FEFF}day_id' may be meant to be it");
    }

    @Test
    void caseMatters() {
        assertThat(HeaderMatch.of(List.of("DAY_ID", "project"), COLUMNS).missing())
                .containsExactly("day_id");
    }

    @Test
    void whatNobodyAskedForMayHaveAnyName() {
        HeaderMatch match = HeaderMatch.of(List.of("", "day_id", "", "Project", "project", "x\ny", "x\ny"), COLUMNS);

        assertThat(match.isUsable()).isTrue();
        assertThat(match.unknownNames()).isEqualTo("'', Project, x\\ny");
    }

    @Test
    void aRepeatedColumnIsNamed() {
        HeaderMatch match = HeaderMatch.of(List.of("day_id", "project", "project"), COLUMNS);

        assertThat(match.isUsable()).isFalse();
        assertThat(match.repeated()).containsExactly("project");
        assertThat(match.problem(PATH).orElseThrow().what()).isEqualTo("the header has 'project' more than once");
    }

    private static String what(String... header) {
        return HeaderMatch.of(List.of(header), COLUMNS)
                .problem(PATH)
                .orElseThrow()
                .what();
    }
}
