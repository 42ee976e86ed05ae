package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attributes that change: the two documented pipelines, with days that come in any order, are corrected, or go. */
abstract class HistoryContract extends EngineContract {
    private static final String PACKAGES = "registry/packages-v1.csv.gz";
    private static final String VERSIONS = """
            SELECT package_name, licence_name, valid_from, valid_to, is_current FROM registry_dim.package
            WHERE valid_from <= valid_to ORDER BY package_name, valid_from
            """;
    private static final String DOWNLOADS = """
            SELECT day_fk, package_name, licence_name, number_of_downloads
            FROM registry_dim.package_downloads JOIN registry_dim.package ON package_id = package_fk ORDER BY 1, 2
            """;

    HistoryContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    private Workbench type(int number) {
        return emptyWorkbench()
                .copyShippedPipelines()
                .copyExample("history/type-" + number)
                .removeModel("time/duration")
                .removeModel("time/hour_of_day");
    }

    /** Writes a day; a row is such as {@code flask|BSD|10}. */
    private static void day(Workbench bench, String day, String... rows) {
        bench.rows(day, PACKAGES, List.of("day_id", "package", "licence", "number_of_downloads"), rows);
    }

    private static void changeOfLicence(Workbench bench) {
        day(bench, "2018-04-01", "flask|BSD|10", "django|BSD|1");
        day(bench, "2018-04-03", "flask|MIT|20", "django|BSD|2");
        day(bench, "2018-04-05", "flask|BSD|30", "django|BSD|3");
    }

    @Test
    void type1ShowsTheLatestValueOnEveryDay() {
        Workbench bench = type(1);
        day(bench, "2018-04-01", "flask|BSD|10");
        day(bench, "2018-04-03", "flask|MIT|20");
        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT * FROM registry_dim.package")).containsExactly("1|flask|MIT");
        assertThat(bench.rows(DOWNLOADS)).containsExactly("20180401|flask|MIT|10", "20180403|flask|MIT|20");
    }

    @Test
    void type1IsNotChangedByADayThatArrivesLate() {
        Workbench bench = type(1);
        day(bench, "2018-04-03", "flask|MIT|20");
        bench.run().withoutProblems();
        day(bench, "2018-04-01", "flask|BSD|10");
        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT * FROM registry_dim.package")).containsExactly("1|flask|MIT");
    }

    @Test
    void type2ShowsOnEachDayTheValueOfThatDay() {
        Workbench bench = type(2);
        changeOfLicence(bench);
        bench.run().withoutProblems();

        assertThat(bench.rows(VERSIONS))
                .containsExactly(
                        "django|BSD|19000101|99991231|true",
                        "flask|BSD|19000101|20180402|false",
                        "flask|MIT|20180403|20180404|false",
                        "flask|BSD|20180405|99991231|true");
        assertThat(bench.rows(DOWNLOADS))
                .containsExactly(
                        "20180401|django|BSD|1",
                        "20180401|flask|BSD|10",
                        "20180403|django|BSD|2",
                        "20180403|flask|MIT|20",
                        "20180405|django|BSD|3",
                        "20180405|flask|BSD|30");
        assertThat(bench.plan()).isEmpty();
    }

    @Test
    void aVersionThatADayInTheMiddleBringsSplitsTheOneThatWasThere() {
        Workbench bench = type(2);
        day(bench, "2018-04-01", "flask|BSD|10");
        day(bench, "2018-04-05", "flask|BSD|30");
        bench.run().withoutProblems();
        List<String> key = bench.rows("SELECT package_id FROM registry_dim.package");

        day(bench, "2018-04-03", "flask|MIT|20");
        bench.run().withoutProblems();

        assertThat(bench.rows(VERSIONS))
                .containsExactly(
                        "flask|BSD|19000101|20180402|false",
                        "flask|MIT|20180403|20180404|false",
                        "flask|BSD|20180405|99991231|true");
        assertThat(bench.rows("SELECT package_id FROM registry_dim.package WHERE valid_from = 19000101"))
                .isEqualTo(key);
        assertSameAsFromScratch(bench);
    }

    @Test
    void aCorrectedDayTakesItsVersionBackAndGivesItsKeyAgainWhenItReturns() {
        Workbench bench = type(2);
        changeOfLicence(bench);
        bench.run().withoutProblems();
        String keys =
                "SELECT package_id, licence_name FROM registry_dim.package WHERE package_name = 'flask' ORDER BY 1";
        List<String> before = bench.rows(keys);

        day(bench, "2018-04-03", "flask|BSD|20", "django|BSD|2");
        bench.run().withoutProblems();

        assertThat(bench.rows(VERSIONS))
                .containsExactly("django|BSD|19000101|99991231|true", "flask|BSD|19000101|99991231|true");
        assertThat(bench.rows(keys)).isEqualTo(before);
        assertSameAsFromScratch(bench);

        day(bench, "2018-04-03", "flask|MIT|20", "django|BSD|2");
        bench.run().withoutProblems();

        assertThat(bench.rows(keys)).isEqualTo(before);
        assertSameAsFromScratch(bench);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aDayThatIsPrunedTakesBackWhatItSaid(int type) {
        Workbench bench = type(type);
        changeOfLicence(bench);
        bench.run().withoutProblems();

        bench.removeFile("2018-04-03", PACKAGES);
        bench.removeFile("2018-04-05", PACKAGES);
        bench.run(Workbench.pruning()).withoutProblems();

        assertThat(bench.rows(DOWNLOADS)).containsExactly("20180401|django|BSD|1", "20180401|flask|BSD|10");
        bench.run().withoutProblems();
        assertSameAsFromScratch(bench);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aDayThatSaysNothingMoreTakesBackWhatItSaid(int type) {
        Workbench bench = type(type);
        changeOfLicence(bench);
        bench.run().withoutProblems();

        day(bench, "2018-04-05");
        bench.run().withoutProblems();

        assertThat(bench.rows(DOWNLOADS))
                .containsExactly(
                        "20180401|django|BSD|1",
                        type == 1 ? "20180401|flask|MIT|10" : "20180401|flask|BSD|10",
                        "20180403|django|BSD|2",
                        "20180403|flask|MIT|20");
        assertSameAsFromScratch(bench);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anUnknownValueIsAValueLikeAnyOther(int type) {
        Workbench bench = type(type);
        day(bench, "2018-04-01", "flask||1");
        day(bench, "2018-04-02", "flask|BSD|2");
        day(bench, "2018-04-03", "flask||3");
        bench.run().withoutProblems();

        assertThat(bench.rows(DOWNLOADS))
                .containsExactly(
                        "20180401|flask|∅|1",
                        type == 1 ? "20180402|flask|∅|2" : "20180402|flask|BSD|2",
                        "20180403|flask|∅|3");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aMemberOfWhichADaySaysTwoThingsKeepsTheDayOut(int type) {
        Workbench bench = type(type);
        bench.edit("registry/packages", "grain: [day_id, package]", "grain: [day_id, package, licence]");
        day(bench, "2018-04-01", "flask|BSD|1", "flask|MIT|2");

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.problems())
                .singleElement()
                .asString()
                .contains("on 2018-04-01, the SELECT gives the member package_name = flask with licence_name = BSD and"
                        + " MIT. Expected the same attributes");
        assertThat(bench.rows("SELECT count(*) FROM registry_dim.package")).containsExactly("0");
    }

    /** Seeded: the same days in other orders, with corrections between, always end in the same stars. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "2, 1", "2, 2", "2, 3"})
    void theOrderOfArrivalAndCorrectionMakesNoDifference(int type, long seed) {
        Random random = new Random(seed);
        Workbench bench = type(type);
        List<String> days = new ArrayList<>();
        for (int day = 1; day <= 6; day++) {
            days.add("2018-04-0" + day);
            days.add("2018-04-0" + day);
        }
        Collections.shuffle(days, random);
        for (int i = 0; i < days.size(); i++) {
            String licence = List.of("BSD", "MIT", "").get(random.nextInt(3));
            day(bench, days.get(i), "flask|" + licence + "|" + i, "django|BSD|" + i);
            if (random.nextBoolean()) {
                bench.run(random.nextBoolean() ? Workbench.inBatchesOf(1) : Workbench.everything())
                        .withoutProblems();
            }
        }
        bench.run().withoutProblems();
        assertSameAsFromScratch(bench);
        bench.run(Workbench.full()).withoutProblems();
        assertSameAsFromScratch(bench);
    }
}
