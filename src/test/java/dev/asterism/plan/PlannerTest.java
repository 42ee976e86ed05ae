package dev.asterism.plan;

import static dev.asterism.plan.LakeBuilder.lake;
import static dev.asterism.plan.ModelsBuilder.models;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import dev.asterism.plan.Staleness.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
    private static final Day DAY_1 = Day.of(2018, 4, 1);
    private static final Day DAY_2 = Day.of(2018, 4, 2);
    private static final Day DAY_3 = Day.of(2018, 4, 3);
    private static final String COUNTS = "SELECT day_id AS day_fk, project_id AS project_fk"
            + " FROM pypi_data.downloads JOIN pypi_dim.project ON project_name = name";

    private final ModelsBuilder models = stars();
    private final LakeBuilder lake = twoDays();
    private final Warehouse warehouse = new Warehouse();
    private CalendarRange calendar = new CalendarRange(DAY_1, DAY_3);

    /** Downloads and activity by project, as in the pipelines that come with the program. */
    private static ModelsBuilder stars() {
        return models().in("time")
                .dimension("time.day", "SELECT _date FROM asterism.calendar")
                .in("pypi")
                .source("pypi_data.downloads")
                .dimension("pypi_dim.project", "SELECT DISTINCT name FROM pypi_data.downloads")
                .fact("pypi_dim.counts", COUNTS, "day_fk", "project_fk")
                .check("counts_are_positive", "SELECT 1 FROM pypi_dim.counts WHERE number < 1")
                .in("github")
                .source("gh_data.activity")
                .dimension("gh_dim.repo", "SELECT DISTINCT name FROM gh_data.activity")
                .fact("gh_dim.repo_activity", "SELECT 1 FROM gh_data.activity JOIN gh_dim.repo ON TRUE", "day_fk")
                .in("both")
                .fact(
                        "pp_dim.activity",
                        "SELECT 1 FROM pypi_dim.counts LEFT JOIN gh_dim.repo_activity USING (day_fk)",
                        "day_fk",
                        "project_fk")
                .dataSet("pp_dim.flat", "SELECT 1 FROM pp_dim.activity JOIN time.day ON TRUE");
    }

    private static LakeBuilder twoDays() {
        return lake().file("pypi_data.downloads", DAY_1, "downloads 1")
                .file("pypi_data.downloads", DAY_2, "downloads 2")
                .file("gh_data.activity", DAY_1, "activity 1")
                .file("gh_data.activity", DAY_2, "activity 2");
    }

    @Test
    void anEmptyWarehouseIsBuiltAltogether() {
        assertThat(summary(plan()))
                .containsExactly(
                        "gh_dim.repo: not built yet 1 2",
                        "time.day: not built yet as a whole",
                        "gh_dim.repo_activity: not built yet 1 2",
                        "pypi_dim.project: not built yet 1 2",
                        "pypi_dim.counts: not built yet 1 2",
                        "pp_dim.activity: not built yet 1 2",
                        "pp_dim.flat: not built yet as a whole");
    }

    @Test
    void anEmptyLakeBuildsOnlyWhatReadsNoFiles() {
        Plan plan = Planner.plan(
                Planner.staleness(models.graph(), lake().state(), BuildState.empty(), calendar, false), everything());

        assertThat(summary(plan))
                .containsExactly("time.day: not built yet as a whole", "pp_dim.flat: not built yet as a whole");
        assertThat(plan.batches())
                .singleElement()
                .satisfies(batch -> assertThat(batch.files()).isEmpty());
    }

    @Test
    void nothingIsDoneWhereNothingIsStale() {
        build();

        assertThat(plan().isEmpty()).isTrue();
        assertThat(plan().bytes()).isZero();
        assertThat(plan().tables()).isEmpty();
        assertThat(plan().orphans()).isEmpty();
    }

    @Test
    void aNewFileBuildsItsDayAndWhatDependsOnIt() {
        build();
        lake.file("pypi_data.downloads", DAY_3, "downloads 3");

        assertThat(summary(plan()))
                .containsExactly(
                        "pypi_dim.project: new file 3",
                        "pypi_dim.counts: new file 3",
                        "pp_dim.activity: upstream changed: pypi_dim.counts 3");
        assertThat(plan().bytes()).isEqualTo(100);

        build();
        lake.file("gh_data.activity", DAY_3, "activity 3");

        assertThat(summary(plan()))
                .containsExactly(
                        "gh_dim.repo: new file 3",
                        "gh_dim.repo_activity: new file 3",
                        "pp_dim.activity: upstream changed: gh_dim.repo_activity 3");
    }

    @Test
    void aChangedFileBuildsItsDayAndWhatDependsOnItAgain() {
        build();
        lake.file("pypi_data.downloads", DAY_1, "downloads 1, corrected");

        assertThat(summary(plan()))
                .containsExactly(
                        "pypi_dim.project: file changed 1",
                        "pypi_dim.counts: file changed 1",
                        "pp_dim.activity: upstream changed: pypi_dim.counts 1");
        assertThat(plan().batches()).singleElement().satisfies(batch -> {
            assertThat(batch.days()).containsExactly(DAY_1);
            assertThat(files(batch)).containsExactly("pypi_data.downloads 1");
            assertThat(batch.checks()).hasSize(1);
        });
    }

    @Test
    void theSameContentInAnotherFileIsNoChange() {
        build();
        lake.file("pypi_data.downloads", DAY_1, 2, "downloads 1", 7000);

        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void aNewerQueryVersionWithOtherContentIsAChangedFile() {
        build();
        lake.file("pypi_data.downloads", DAY_1, 2, "downloads 1 by another query", 300);

        assertThat(summary(plan())).contains("pypi_dim.project: file changed 1", "pypi_dim.counts: file changed 1");
        assertThat(plan().bytes()).isEqualTo(300);
    }

    @Test
    void aChangedDimensionBuildsItselfAndItsReaders() {
        build();
        models.in("pypi").dimension("pypi_dim.project", "SELECT DISTINCT lower(name) FROM pypi_data.downloads");

        assertThat(summary(plan()))
                .containsExactly(
                        "pypi_dim.project: SQL changed: pypi_dim.project 1 2",
                        "pypi_dim.counts: SQL changed: pypi_dim.project 1 2",
                        "pp_dim.activity: upstream changed: pypi_dim.counts 1 2",
                        "pp_dim.flat: upstream changed: pp_dim.activity as a whole");
    }

    @Test
    void aChangedFactBuildsItselfAndItsReaders() {
        build();
        models.in("github").fact("gh_dim.repo_activity", "SELECT 2 FROM gh_data.activity, gh_dim.repo", "day_fk");

        assertThat(summary(plan()))
                .containsExactly(
                        "gh_dim.repo_activity: SQL changed: gh_dim.repo_activity 1 2",
                        "pp_dim.activity: upstream changed: gh_dim.repo_activity 1 2",
                        "pp_dim.flat: upstream changed: pp_dim.activity as a whole");
    }

    @Test
    void aChangedSourceIsTheReasonForAllThatIsBuiltFromIt() {
        build();
        models.in("github").source("gh_data.activity", "day_id INTEGER NOT NULL, name TEXT NOT NULL");

        assertThat(summary(plan()))
                .containsExactly(
                        "gh_dim.repo: SQL changed: gh_data.activity 1 2",
                        "gh_dim.repo_activity: SQL changed: gh_data.activity 1 2",
                        "pp_dim.activity: upstream changed: gh_dim.repo_activity 1 2",
                        "pp_dim.flat: upstream changed: pp_dim.activity as a whole");
    }

    @Test
    void aDimensionThatOnlyFollowsAChangeIsNotSaidToBeChanged() {
        models.in("pypi")
                .dimension(
                        "pypi_dim.owner", "SELECT DISTINCT name FROM pypi_dim.project JOIN pypi_data.downloads ON TRUE")
                .fact("pypi_dim.per_owner", "SELECT 1 FROM pypi_data.downloads, pypi_dim.owner", "day_fk");
        build();
        models.in("pypi").dimension("pypi_dim.project", "SELECT DISTINCT lower(name) FROM pypi_data.downloads");

        assertThat(summary(plan()))
                .contains(
                        "pypi_dim.owner: SQL changed: pypi_dim.project 1 2",
                        "pypi_dim.per_owner: upstream changed: pypi_dim.owner 1 2");
    }

    @Test
    void anotherDescriptionBuildsNothing() {
        build();
        models.describedAs("Another description.")
                .in("pypi")
                .source("pypi_data.downloads")
                .dimension("pypi_dim.project", "SELECT DISTINCT name /* the name */\nFROM pypi_data.downloads")
                .fact("pypi_dim.counts", COUNTS, "day_fk", "project_fk");

        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void anotherDayOfTheCalendarBuildsTheDaysOnly() {
        build();
        calendar = new CalendarRange(DAY_1, Day.of(2018, 4, 4));

        assertThat(summary(plan())).containsExactly("time.day: calendar changed as a whole");
        assertThat(plan().bytes()).isZero();
    }

    @Test
    void aDayWhoseFileIsGoneStaysAndIsReported() {
        build();
        lake.without("pypi_data.downloads", DAY_1);

        assertThat(plan().isEmpty()).isTrue();
        assertThat(plan().orphans())
                .isEqualTo(Map.of(
                        "pypi_dim.project", new TreeSet<>(List.of(DAY_1)),
                        "pypi_dim.counts", new TreeSet<>(List.of(DAY_1))));
        assertThat(staleness(false).daysOf(TableName.parse("pypi_dim.counts")).get(DAY_1))
                .extracting(Staleness.State::status, Staleness.State::rows)
                .containsExactly(Status.ORPHANED, 1L);
    }

    @Test
    void aDayWhoseFileIsGoneStaysAsItIsWhereTheStatementChanges() {
        build();
        lake.without("pypi_data.downloads", DAY_1);
        models.in("pypi").fact("pypi_dim.counts", COUNTS.replace("SELECT", "SELECT 1,"), "day_fk", "project_fk");

        assertThat(summary(plan()))
                .containsExactly(
                        "pypi_dim.counts: SQL changed: pypi_dim.counts 2",
                        "pp_dim.activity: upstream changed: pypi_dim.counts 2",
                        "pp_dim.flat: upstream changed: pp_dim.activity as a whole");
    }

    @Test
    void aFileThatComesBackIsNoChange() {
        build();
        lake.without("pypi_data.downloads", DAY_1);
        build();
        lake.file("pypi_data.downloads", DAY_1, "downloads 1");

        assertThat(plan().isEmpty()).isTrue();
        assertThat(plan().orphans()).isEmpty();
    }

    @Test
    void pruningRemovesTheDayAndBuildsWhatStillHasOtherInputs() {
        build();
        lake.without("gh_data.activity", DAY_1);

        Plan plan = prune();

        assertThat(summary(plan))
                .containsExactly(
                        "gh_dim.repo: removed 1",
                        "gh_dim.repo_activity: removed 1",
                        "pp_dim.activity: upstream changed: gh_dim.repo_activity 1");
        warehouse.run(plan);
        assertThat(prune().isEmpty()).isTrue();
        assertThat(plan().isEmpty()).isTrue();
        assertThat(plan().orphans()).isEmpty();
    }

    @Test
    void pruningRemovesWhatHasNoInputsLeft() {
        build();
        lake.without("gh_data.activity", DAY_1).without("pypi_data.downloads", DAY_1);

        Plan plan = prune();

        assertThat(summary(plan))
                .containsExactly(
                        "gh_dim.repo: removed 1",
                        "gh_dim.repo_activity: removed 1",
                        "pypi_dim.project: removed 1",
                        "pypi_dim.counts: removed 1",
                        "pp_dim.activity: removed 1");
        assertThat(plan.batches())
                .singleElement()
                .satisfies(batch -> assertThat(batch.files()).isEmpty());
        warehouse.run(plan);
        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void aTableThatIsBuiltWithoutARemovedDayHasThatDayRemovedUpstreamToo() {
        build();
        lake.without("gh_data.activity", DAY_1);

        Plan plan = plan(
                new PlanRequest(
                        List.of("pp_dim.activity"), List.of(), Optional.empty(), Optional.empty(), false, true, 1),
                true);

        assertThat(summary(plan))
                .containsExactly(
                        "gh_dim.repo_activity: removed 1", "pp_dim.activity: upstream changed: gh_dim.repo_activity 1");
    }

    @Test
    void aFactOfTwoSourcesIsBuiltFromTheOneThatIsThere() {
        models.in("both").fact("pp_dim.direct", "SELECT 1 FROM pypi_data.downloads, gh_data.activity", "day_fk");
        lake.without("gh_data.activity", DAY_1);
        build();

        lake.file("gh_data.activity", DAY_1, "activity 1");
        assertThat(summary(plan())).contains("pp_dim.direct: new file 1");

        build();
        lake.without("gh_data.activity", DAY_1);
        assertThat(plan().orphans()).containsKey("pp_dim.direct");
        assertThat(summary(prune())).contains("pp_dim.direct: file removed 1");
    }

    @Test
    void aTableWhoseModelIsGoneIsReportedAndLeftAlone() {
        build();
        models.without("pp_dim.flat").without("pp_dim.activity");

        assertThat(plan().isEmpty()).isTrue();
        assertThat(staleness(false).withoutModel())
                .containsExactly(TableName.parse("pp_dim.activity"), TableName.parse("pp_dim.flat"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
        pypi                        => pypi_dim.project pypi_dim.counts time.day
        pypi/project                => pypi_dim.project
        pypi_dim.project            => pypi_dim.project
        time                        => time.day
        pypi/counts                 => pypi_dim.project pypi_dim.counts time.day
        pp_dim.activity             => pypi_dim.project pypi_dim.counts time.day gh_dim.repo_activity pp_dim.activity gh_dim.repo
        +pp_dim.activity            => pypi_dim.project pypi_dim.counts time.day gh_dim.repo_activity pp_dim.activity gh_dim.repo
        gh_dim.repo_activity+ !both => gh_dim.repo gh_dim.repo_activity time.day
        github+ !pp_dim.activity+   => gh_dim.repo gh_dim.repo_activity time.day
        both !pp_dim.flat           => pypi_dim.project pypi_dim.counts time.day gh_dim.repo_activity pp_dim.activity gh_dim.repo
        pypi time !pypi/counts      => pypi_dim.project time.day
        !pypi+                      => gh_dim.repo gh_dim.repo_activity time.day
        pypi_data.downloads         => none
        pypi/counts_are_positive    => none
        """)
    void selectorsNamePipelinesModelsAndTables(String selectors, String expected) {
        List<String> selected = new ArrayList<>(Arrays.asList(selectors.split(" ")));
        List<String> excluded = selected.stream()
                .filter(selector -> selector.startsWith("!"))
                .map(selector -> selector.substring(1))
                .toList();
        selected.removeIf(selector -> selector.startsWith("!"));

        assertThat(tables(plan(selecting(selected, excluded))))
                .containsExactlyInAnyOrderElementsOf(
                        expected.equals("none") ? List.of() : Arrays.asList(expected.split(" ")));
    }

    @Test
    void plusReachesAlongEveryPath() {
        build();
        models.in("time").dimension("time.day", "SELECT 2, _date FROM asterism.calendar");
        lake.file("pypi_data.downloads", DAY_3, "downloads 3").file("gh_data.activity", DAY_3, "activity 3");

        assertThat(tables(plan(selecting(List.of("+pypi+"), List.of()))))
                .containsExactlyInAnyOrder(
                        "pypi_dim.project",
                        "pypi_dim.counts",
                        "time.day",
                        "gh_dim.repo",
                        "gh_dim.repo_activity",
                        "pp_dim.activity",
                        "pp_dim.flat");
        assertThat(tables(plan(selecting(List.of("pypi+"), List.of("github", "time")))))
                .as("what is read is not left stale, whatever is excluded")
                .containsExactlyInAnyOrder(
                        "pypi_dim.project",
                        "pypi_dim.counts",
                        "time.day",
                        "gh_dim.repo",
                        "gh_dim.repo_activity",
                        "pp_dim.activity",
                        "pp_dim.flat");
    }

    @Test
    void whatIsUpstreamOfAPipelineIsSelectedAlsoWhereTheWayLeadsThroughWhatIsDownstreamOfIt() {
        models.in("other")
                .source("o_data.events")
                .dimension("o_dim.thing", "SELECT 1 FROM o_data.events")
                .in("middle")
                .fact("m_dim.between", "SELECT 1 FROM pypi_dim.project, o_data.events, o_dim.thing", "day_fk")
                .in("pypi")
                .fact("pypi_dim.after", "SELECT 1 FROM m_dim.between", "day_fk");
        lake.file("o_data.events", DAY_3, "events 3");
        build();
        models.in("other").dimension("o_dim.thing", "SELECT 2 FROM o_data.events");

        assertThat(tables(plan(selecting(List.of("+pypi+"), List.of("m_dim.between", "pypi_dim.after")))))
                .containsExactly("o_dim.thing");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '§', textBlock = """
        pyip                => 'pyip' selects nothing. Did you mean 'pypi'?
        pypi/projct         => 'pypi/projct' selects nothing. Did you mean 'pypi/project'?
        pypi_dim.projects+  => 'pypi_dim.projects' selects nothing. Did you mean 'pypi_dim.project'?
        +                   => '' selects nothing. A selector is a pipeline such as pypi
        nothing_like_it     => 'nothing_like_it' selects nothing. A selector is a pipeline such as pypi
        """)
    void aSelectorOfNothingIsRefusedWithTheNearest(String selector, String message) {
        assertThatThrownBy(() -> plan(selecting(List.of(selector), List.of())))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(message);
        assertThatThrownBy(() -> plan(selecting(List.of(), List.of(selector))))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aSelectedTableBringsWhatIsStaleOfItsInputsForTheSameDays() {
        build();
        lake.file("pypi_data.downloads", DAY_1, "other downloads 1")
                .file("pypi_data.downloads", DAY_3, "downloads 3")
                .file("gh_data.activity", DAY_3, "activity 3");

        Plan plan = plan(new PlanRequest(
                List.of("pp_dim.activity"), List.of(), Optional.of(DAY_3), Optional.of(DAY_3), false, false, 1));

        assertThat(summary(plan))
                .containsExactly(
                        "gh_dim.repo: new file 3",
                        "gh_dim.repo_activity: new file 3",
                        "pypi_dim.project: new file 3",
                        "pypi_dim.counts: new file 3",
                        "pp_dim.activity: upstream changed: gh_dim.repo_activity 3");
    }

    @Test
    void aSelectedFactBringsTheStaleDimensionsThatItRefersTo() {
        build();
        calendar = new CalendarRange(DAY_1, Day.of(2018, 4, 4));
        lake.file("gh_data.activity", DAY_3, "activity 3");

        assertThat(summary(plan(selecting(List.of("gh_dim.repo_activity"), List.of()))))
                .containsExactly(
                        "gh_dim.repo: new file 3",
                        "time.day: calendar changed as a whole",
                        "gh_dim.repo_activity: new file 3");
        assertThat(tables(plan(selecting(List.of("gh_dim.repo"), List.of())))).containsExactly("gh_dim.repo");
    }

    @ParameterizedTest
    @CsvSource({"2018-04-02,,2 3", ",2018-04-02,1 2", "2018-04-02,2018-04-02,2", "2018-03-01,2018-04-01,1"})
    void aRangeOfDaysIsBuiltAlone(@Nullable String from, @Nullable String to, String expected) {
        lake.file("pypi_data.downloads", DAY_3, "downloads 3");

        Plan plan = plan(range(from, to));

        assertThat(summary(plan))
                .contains(
                        "pypi_dim.counts: not built yet " + expected,
                        "time.day: not built yet as a whole",
                        "pp_dim.activity: not built yet " + expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
        2018-04-03 | 2018-04-04 | The range 2018-04-03 to 2018-04-04 is outside the lake, which has days from
        2018-04-03 |            | The range 2018-04-03 to … is outside the lake, which has days from 2018-04-01 to
                   | 2018-03-31 | The range … to 2018-03-31 is outside the lake, which has days from 2018-04-01 to
        2018-04-02 | 2018-04-01 | --from 2018-04-02 is after --to 2018-04-01. Expected the earlier day first.
        """)
    void aRangeWithoutDaysIsRefused(@Nullable String from, @Nullable String to, String message) {
        assertThatThrownBy(() -> plan(range(from, to)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aTableThatFollowsFromAllDaysDoesNotWidenARangeAndIsBuiltAgainLater() {
        models.in("pypi")
                .dimension("pypi_dim.letter", "SELECT DISTINCT 1 FROM pypi_dim.project")
                .dimension("pypi_dim.vowel", "SELECT DISTINCT 1 FROM pypi_dim.letter");

        Plan plan = plan(range("2018-04-02", null));

        assertThat(summary(plan))
                .contains(
                        "pypi_dim.project: not built yet 2",
                        "pypi_dim.letter: not built yet as a whole",
                        "pypi_dim.vowel: not built yet as a whole");
        warehouse.run(plan);
        assertThat(tables(plan())).contains("pypi_dim.letter", "pypi_dim.vowel");
        build();
        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void aDataSetIsAViewThatNeedsNoDays() {
        assertThat(tables(plan(selecting(List.of("pp_dim.flat"), List.of()))))
                .containsExactlyInAnyOrder("pp_dim.flat", "time.day");
        assertThat(tables(plan(selecting(List.of("+pp_dim.flat"), List.of()))))
                .contains("pp_dim.flat", "pp_dim.activity", "pypi_dim.counts", "time.day");

        build();
        models.in("both").dataSet("pp_dim.flat", "SELECT 2 FROM pp_dim.activity JOIN time.day ON TRUE");

        assertThat(summary(plan())).containsExactly("pp_dim.flat: SQL changed: pp_dim.flat as a whole");
    }

    @Test
    void aRangeOfAnEmptyLakeIsRefused() {
        Staleness staleness = Planner.staleness(models.graph(), lake().state(), BuildState.empty(), calendar, false);

        assertThatThrownBy(() -> Planner.plan(staleness, range("2018-04-01", null)))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("is outside the lake, which has no days.");
    }

    @Test
    void aDayThatIsCorrectedIsBuiltAgainWithTheLaterDaysThatSeeItAsHistory() {
        models.in("pypi")
                .history("pypi_dim.owner", "SELECT day_id, name FROM pypi_data.downloads")
                .fact("pypi_dim.per_owner", "SELECT 1 FROM gh_data.activity, pypi_dim.owner", "day_fk");
        build();
        lake.file("pypi_data.downloads", DAY_2, "other downloads 2").file("gh_data.activity", DAY_3, "activity 3");

        assertThat(summary(plan()))
                .contains(
                        "pypi_dim.owner: file changed 2",
                        "pypi_dim.per_owner: new file 3",
                        "pypi_dim.per_owner: upstream changed: pypi_dim.owner 2");
    }

    @Test
    void aDayThatSeesHistoryBringsTheDaysBeforeIt() {
        models.in("pypi")
                .history("pypi_dim.owner", "SELECT day_id, name FROM pypi_data.downloads")
                .fact("pypi_dim.per_owner", "SELECT 1 FROM gh_data.activity, pypi_dim.owner", "day_fk");
        lake.file("pypi_data.downloads", DAY_3, "downloads 3");

        Plan plan = plan(new PlanRequest(
                List.of("pypi_dim.per_owner"), List.of(), Optional.of(DAY_2), Optional.of(DAY_2), false, false, 1));

        assertThat(summary(plan)).contains("pypi_dim.owner: not built yet 1 2", "pypi_dim.per_owner: not built yet 2");
    }

    @Test
    void fullBuildsWhatIsSelectedEvenWhereItIsCurrent() {
        build();

        Plan plan = plan(new PlanRequest(
                List.of("pypi", "time"), List.of(), Optional.of(DAY_2), Optional.empty(), true, false, 1));

        assertThat(summary(plan))
                .containsExactly(
                        "time.day: --full as a whole", "pypi_dim.project: --full 2", "pypi_dim.counts: --full 2");
        warehouse.run(plan);
        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void fullSaysWhyWhereThereIsAnotherReason() {
        build();
        lake.file("pypi_data.downloads", DAY_2, "other downloads 2");

        Plan plan = plan(new PlanRequest(
                List.of("pypi_dim.counts"), List.of(), Optional.empty(), Optional.empty(), true, false, 1));

        assertThat(summary(plan))
                .containsExactly(
                        "pypi_dim.project: file changed 2",
                        "pypi_dim.counts: --full 1",
                        "pypi_dim.counts: file changed 2");
    }

    @Test
    void daysWithoutFilesAreNotBuiltByFull() {
        build();
        lake.without("pypi_data.downloads", DAY_1);

        Plan plan =
                plan(new PlanRequest(List.of("pypi"), List.of(), Optional.empty(), Optional.empty(), true, false, 1));

        assertThat(summary(plan)).containsExactly("pypi_dim.project: --full 2", "pypi_dim.counts: --full 2");
    }

    @ParameterizedTest
    @CsvSource({"1,1|2|3", "199,1|2|3", "299,1|2|3", "300,1|2 3", "400,1|2 3", "500,1 2 3", "9999,1 2 3"})
    void batchesAreCutByBytesWithAtLeastOneDayEach(long bytes, String expected) {
        lake.file("pypi_data.downloads", DAY_3, "downloads 3");

        Plan plan = plan(PlanRequest.everything(bytes));

        assertThat(plan.batches().stream()
                        .map(batch -> days(batch.days()).strip())
                        .collect(Collectors.joining("|")))
                .isEqualTo(expected);
        assertThat(plan.batches().stream().map(Batch::number)).isSorted().startsWith(1);
        assertThat(plan.bytes()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 250, 450, Long.MAX_VALUE})
    void allBatchesTogetherAreThePlanWhateverTheirSize(long bytes) {
        lake.file("pypi_data.downloads", DAY_3, "downloads 3");

        Plan plan = plan(PlanRequest.everything(bytes));

        assertThat(summary(plan)).isEqualTo(summary(plan(PlanRequest.everything(Long.MAX_VALUE))));
        assertThat(plan.batches().stream().flatMap(batch -> files(batch).stream()))
                .containsExactlyInAnyOrder(
                        "pypi_data.downloads 1",
                        "pypi_data.downloads 2",
                        "pypi_data.downloads 3",
                        "gh_data.activity 1",
                        "gh_data.activity 2");
        assertThat(new Warehouse().run(plan).state())
                .isEqualTo(new Warehouse()
                        .run(plan(PlanRequest.everything(Long.MAX_VALUE)))
                        .state());
    }

    @Test
    void aTableThatFollowsFromDaysIsBuiltWithThemAndRecordedAtTheEnd() {
        models.in("pypi").dimension("pypi_dim.letter", "SELECT DISTINCT 1 FROM pypi_dim.project");
        lake.file("pypi_data.downloads", DAY_3, "downloads 3").without("pypi_data.downloads", DAY_2);

        Plan plan = plan(PlanRequest.everything(1));

        assertThat(worksOn(plan, "pypi_dim.letter")).containsExactly("1", "3 recorded");
        assertThat(worksOn(plan, "time.day")).containsExactly("1 recorded");
        warehouse.publish(plan.batches().get(0), plan.staleness());
        assertThat(tables(plan())).as("interrupted after the first batch").contains("pypi_dim.letter");
        warehouse.publish(plan.batches().get(1), plan.staleness());
        assertThat(tables(plan())).as("interrupted after the second batch").contains("pypi_dim.letter");
        warehouse.publish(plan.batches().get(2), plan.staleness());
        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void aTableThatFollowsFromDaysIsRecordedAlsoWhereTheLastBatchDoesNotTouchIt() {
        models.in("pypi").dimension("pypi_dim.letter", "SELECT DISTINCT 1 FROM pypi_dim.project");
        lake.file("gh_data.activity", DAY_3, "activity 3");

        Plan plan = plan(PlanRequest.everything(1));

        assertThat(worksOn(plan, "pypi_dim.letter")).containsExactly("1", "2 recorded");
        warehouse.run(plan);
        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void aNewFileChangesWhatFollowsFromAllDaysOfADimension() {
        models.in("pypi").dimension("pypi_dim.letter", "SELECT DISTINCT 1 FROM pypi_dim.project");
        build();
        lake.file("pypi_data.downloads", DAY_3, "downloads 3");

        assertThat(summary(plan())).contains("pypi_dim.letter: upstream changed: pypi_dim.project as a whole");
    }

    @Test
    void aCheckRunsWhereSomethingThatItReadsIsBuilt() {
        models.in("pypi").check("names_are_there", "SELECT 1 FROM pypi_data.downloads WHERE name = ''");
        build();
        lake.file("gh_data.activity", DAY_1, "other activity 1").file("pypi_data.downloads", DAY_3, "downloads 3");

        assertThat(plan(PlanRequest.everything(1)).batches())
                .extracting(PlannerTest::checks)
                .containsExactly(List.of(), List.of("pypi.counts_are_positive", "pypi.names_are_there"));
    }

    @Test
    void aCheckThatReadsFilesHasThemForAllDaysOfTheBatch() {
        models.in("both").check("nothing_is_lost", "SELECT 1 FROM pypi_data.downloads, pp_dim.activity");
        build();
        models.in("both").fact("pp_dim.activity", "SELECT 2 FROM pypi_dim.counts", "day_fk", "project_fk");

        Plan plan = plan(PlanRequest.everything(100));

        assertThat(plan.batches()).hasSize(2).allSatisfy(batch -> {
            assertThat(checks(batch)).containsExactly("both.nothing_is_lost");
            assertThat(files(batch))
                    .containsExactly("pypi_data.downloads " + days(batch.days()).strip());
        });
    }

    @Test
    @Timeout(300)
    void aLongHistoryOfManyTablesIsPlannedInSeconds() {
        ModelsBuilder many = models().in("time").dimension("time.day", "SELECT _date FROM asterism.calendar");
        LakeBuilder history = lake();
        for (int i = 0; i < 500; i++) {
            many.in("p" + i)
                    .source("s" + i + ".events")
                    .dimension("d" + i + ".thing", "SELECT name FROM s" + i + ".events")
                    .dimension("d" + i + ".kind", "SELECT name FROM d" + i + ".thing")
                    .fact("d" + i + ".counts", "SELECT 1 FROM s" + i + ".events, d" + i + ".thing", "day_fk");
            for (int day = 0; day < 40; day++) {
                history.file("s" + i + ".events", new Day(DAY_1.date().plusDays(day)), i + " " + day);
            }
        }
        ModelGraph graph = many.graph();

        Plan plan = Planner.plan(
                Planner.staleness(graph, history.state(), BuildState.empty(), calendar, false),
                PlanRequest.everything(Long.MAX_VALUE));

        assertThat(plan.tables()).hasSize(1501);
        assertThat(plan.tables().stream().mapToInt(table -> table.days().size()).sum())
                .isEqualTo(40_000);
    }

    private void build() {
        warehouse.run(plan());
    }

    private Plan plan() {
        return plan(everything());
    }

    private Plan prune() {
        return plan(new PlanRequest(List.of(), List.of(), Optional.empty(), Optional.empty(), false, true, 1000), true);
    }

    private Plan plan(PlanRequest request) {
        return plan(request, false);
    }

    private Plan plan(PlanRequest request, boolean prune) {
        return Planner.plan(staleness(prune), request);
    }

    private Staleness staleness(boolean prune) {
        return Planner.staleness(models.graph(), lake.state(), warehouse.state(), calendar, prune);
    }

    private static PlanRequest everything() {
        return PlanRequest.everything(1000);
    }

    private static PlanRequest selecting(List<String> selectors, List<String> excludes) {
        return new PlanRequest(selectors, excludes, Optional.empty(), Optional.empty(), false, false, 1000);
    }

    private static PlanRequest range(@Nullable String from, @Nullable String to) {
        return new PlanRequest(
                List.of(),
                List.of(),
                Optional.ofNullable(from).flatMap(Day::parse),
                Optional.ofNullable(to).flatMap(Day::parse),
                false,
                false,
                1000);
    }

    /** One line per table and reason: {@code table: reason days}. */
    private static List<String> summary(Plan plan) {
        List<String> lines = new ArrayList<>();
        for (TableSummary table : plan.tables()) {
            new TreeMap<>(table.reasons())
                    .forEach((reason, days) -> lines.add(
                            table.model().name() + ": " + reason + (table.whole() ? " as a whole" : "") + days(days)));
            if (!table.removals().isEmpty()) {
                lines.add(table.model().name() + ": removed" + days(table.removals()));
            }
        }
        return lines;
    }

    private static String days(NavigableSet<Day> days) {
        return days.stream().map(day -> " " + day.date().getDayOfMonth()).collect(Collectors.joining());
    }

    private static List<String> tables(Plan plan) {
        return plan.tables().stream()
                .map(table -> table.model().name().toString())
                .toList();
    }

    private static List<String> files(Batch batch) {
        List<String> files = new ArrayList<>();
        batch.files().forEach((source, list) -> {
            for (DayFile file : list) {
                files.add(source.name() + " " + file.day().date().getDayOfMonth());
            }
        });
        return files;
    }

    private static List<String> checks(Batch batch) {
        return batch.checks().stream().map(check -> check.name().toString()).toList();
    }

    /** The days of the batches that build a table, and whether it is recorded then. */
    private static List<String> worksOn(Plan plan, String table) {
        List<String> works = new ArrayList<>();
        for (Batch batch : plan.batches()) {
            batch.works().stream()
                    .filter(work -> work.model().name().toString().equals(table))
                    .forEach(work -> works.add(days(batch.days()).strip() + (work.last() ? " recorded" : "")));
        }
        return works;
    }
}
