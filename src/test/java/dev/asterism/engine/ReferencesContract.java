package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import dev.asterism.catalog.CheckResult;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What columns refer to, by declaration or by their names, in facts and in dimensions. */
abstract class ReferencesContract extends EngineContract {
    private static final String TRIPS = "taxi/trips-v1.csv.gz";
    private static final List<String> TRIPS_HEADER = List.of("day_id", "zone", "borough", "dropoff_day", "fare");
    private static final String ROLES = """
            SELECT pickup.day_id, dropoff.day_id, zone_name, borough_name, fare
            FROM taxi.trip
              JOIN time.day AS pickup ON pickup.day_id = pickup_day
              JOIN time.day AS dropoff ON dropoff.day_id = dropoff_day
              JOIN taxi.zone ON zone_id = zone_fk
              LEFT JOIN taxi.borough ON borough_id = borough_key
            ORDER BY 1, 2, 3
            """;

    ReferencesContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    /** Trips with two days, and zones that refer to the borough in which they lie. */
    private Workbench trips() {
        return emptyWorkbench()
                .copyShippedPipelines()
                .removePipeline("pypi")
                .removePipeline("github")
                .removePipeline("python_projects")
                .removeModel("time/duration")
                .removeModel("time/hour_of_day")
                .model("taxi/trips", """
                        /*
                        kind: source
                        table: taxi_data.trips
                        description: Trips.
                        files: taxi/trips-v1.csv.gz
                        */
                        CREATE TABLE taxi_data.trips (
                          day_id INTEGER NOT NULL, zone TEXT NOT NULL, borough TEXT, dropoff_day INTEGER NOT NULL,
                          fare INTEGER NOT NULL
                        )
                        """)
                .model("taxi/borough", """
                        /*
                        kind: dimension
                        table: taxi.borough
                        description: Boroughs.
                        natural_key: [borough_name]
                        */
                        SELECT DISTINCT borough AS borough_name FROM taxi_data.trips WHERE borough IS NOT NULL
                        """)
                .model("taxi/zone", """
                        /*
                        kind: dimension
                        table: taxi.zone
                        description: Zones.
                        natural_key: [zone_name]
                        day: day_id
                        references: {borough_key: taxi.borough}
                        */
                        SELECT DISTINCT day_id, zone AS zone_name, borough_id AS borough_key
                        FROM taxi_data.trips LEFT JOIN taxi.borough ON borough_name = borough
                        """)
                .model("taxi/trip", """
                        /*
                        kind: fact
                        table: taxi.trip
                        description: Trips.
                        grain: [pickup_day, dropoff_day, zone_fk]
                        day: pickup_day
                        references: {pickup_day: time.day, dropoff_day: time.day}
                        measures: {fare: {aggregate: sum}}
                        reconcile: {fare: taxi_data.trips.fare}
                        */
                        SELECT day_id AS pickup_day, dropoff_day, zone_id AS zone_fk, fare
                        FROM taxi_data.trips JOIN taxi.zone ON zone_name = zone
                        """);
    }

    private static Workbench day(Workbench bench, String day, String... rows) {
        return bench.rows(day, TRIPS, TRIPS_HEADER, rows);
    }

    @Test
    void aDimensionPlaysSeveralRoles() {
        Workbench bench = trips();
        day(bench, "2018-04-01", "Soho|Manhattan|20180401|7", "Soho|Manhattan|20180402|9");
        day(bench, "2018-04-02", "Astoria|Queens|20180403|5", "Newark||20180402|20");

        bench.run().withoutProblems();

        assertThat(bench.rows(ROLES))
                .containsExactly(
                        "20180401|20180401|Soho|Manhattan|7",
                        "20180401|20180402|Soho|Manhattan|9",
                        "20180402|20180402|Newark|∅|20",
                        "20180402|20180403|Astoria|Queens|5");
        assertThat(bench.plan()).isEmpty();
        assertThat(bench.check()).noneMatch(CheckResult::isFailure);
    }

    @Test
    void aDayThatRefersToADayAfterTheCalendarStaysOutUntilTheCalendarReachesIt() {
        Workbench bench = trips();
        day(bench, "2018-04-01", "Soho|Manhattan|20180401|7");
        day(bench, "2018-04-02", "Soho|Manhattan|20180411|9");

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.problems())
                .singleElement()
                .asString()
                .startsWith(bench.modelFile("taxi/trip")
                        + ": on 2018-04-02, 1 row refers in dropoff_day to members of time.day that do not exist, such as"
                        + " 20180411; the calendar ends on 2018-04-10, and the setting calendar.days-ahead lets it end"
                        + " later. It first happens with ")
                .endsWith(". The day stays out; correct the SELECT or its input.");
        assertThat(bench.rows("SELECT DISTINCT pickup_day FROM taxi.trip")).containsExactly("20180401");

        Workbench ahead = bench.withDaysAhead(1);
        ahead.run().withoutProblems();

        assertThat(ahead.rows(ROLES))
                .containsExactly("20180401|20180401|Soho|Manhattan|7", "20180402|20180411|Soho|Manhattan|9");
        assertThat(ahead.plan()).isEmpty();
        assertThat(bench.plan()).isEmpty();
    }

    @Test
    void aColumnOfAFactThatIsDeclaredIsProven() {
        Workbench bench = trips();
        bench.edit(
                "taxi/trip",
                "dropoff_day, zone_id",
                "CASE WHEN fare = 13 THEN 17 ELSE dropoff_day END AS dropoff_day, zone_id");
        day(bench, "2018-04-01", "Soho|Manhattan|20180401|7");
        day(bench, "2018-04-02", "Soho|Manhattan|20180402|13");

        assertThat(bench.run().problems())
                .singleElement()
                .asString()
                .contains(
                        "on 2018-04-02, 1 row refers in dropoff_day to members of time.day that do not exist, such as 17.");
    }

    @Test
    void aMemberThatRefersToNothingKeepsItsDayOut() {
        Workbench bench = trips();
        bench.edit("taxi/zone", "borough_id AS", "CASE WHEN zone = 'Nowhere' THEN 17 ELSE borough_id END AS");
        day(bench, "2018-04-01", "Soho|Manhattan|20180401|7");
        day(bench, "2018-04-02", "Nowhere|Manhattan|20180402|9");
        day(bench, "2018-04-03", "Astoria|Queens|20180403|5");

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.problems())
                .singleElement()
                .asString()
                .startsWith(bench.modelFile("taxi/zone")
                        + ": on 2018-04-02, 1 row refers in borough_key to members of taxi.borough that do not exist, such"
                        + " as 17. It first happens with ")
                .endsWith(". The day stays out; correct the SELECT or its input.");
        assertThat(bench.rows("SELECT zone_name FROM taxi.zone ORDER BY 1")).containsExactly("Astoria", "Soho");
        assertThat(bench.rows("SELECT DISTINCT pickup_day FROM taxi.trip ORDER BY 1"))
                .containsExactly("20180401", "20180403");

        bench.edit("taxi/zone", "THEN 17", "THEN borough_id");
        bench.run().withoutProblems();
        assertSameAsFromScratch(bench);
    }

    @Test
    void aMemberWithoutADayThatRefersToNothingKeepsTheDayOutThatBringsIt() {
        Workbench bench = trips().removeModel("taxi/trip");
        bench.edit("taxi/zone", "natural_key: [zone_name]\nday: day_id", "natural_key: [zone_name, borough_key]");
        bench.edit("taxi/zone", "DISTINCT day_id, zone", "DISTINCT zone");
        bench.edit("taxi/zone", "borough_id AS", "coalesce(borough_id, 17) AS");
        bench.edit(
                "taxi/zone",
                "LEFT JOIN taxi.borough ON borough_name = borough",
                "LEFT JOIN taxi.borough ON borough_name = borough");
        day(bench, "2018-04-01", "Newark||20180401|7");

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.problems())
                .singleElement()
                .asString()
                .startsWith(bench.modelFile("taxi/zone")
                        + ": on 2018-04-01, taxi.zone could not be built: a member refers in borough_key to a member of"
                        + " taxi.borough that does not exist, 17. It first happens with ")
                .endsWith(". The day stays out; correct the SELECT or its input.");
    }

    @Test
    void aBridgeRefersToBothOfItsSides() {
        Workbench bench = trips();
        bench.model("taxi/zone_borough", """
                /*
                kind: dimension
                table: taxi.zone_borough
                description: In which boroughs a zone lies.
                natural_key: [zone_fk, borough_fk]
                */
                SELECT DISTINCT zone_id AS zone_fk, borough_id AS borough_fk
                FROM taxi_data.trips JOIN taxi.zone ON zone_name = zone JOIN taxi.borough ON borough_name = borough
                """);
        day(bench, "2018-04-01", "Soho|Manhattan|20180401|7", "Soho|Manhattan|20180402|7");
        day(bench, "2018-04-02", "Soho|Queens|20180402|9");

        bench.run().withoutProblems();

        assertThat(bench.rows("""
                        SELECT zone_name, borough_name
                        FROM taxi.zone_borough JOIN taxi.zone ON zone_id = zone_fk JOIN taxi.borough ON borough_id = borough_fk
                        ORDER BY 1, 2
                        """)).containsExactly("Soho|Manhattan", "Soho|Queens");
        assertThat(bench.check()).noneMatch(CheckResult::isFailure);
    }

    @Test
    void aReferenceOfAColumnThatIsNotThereIsRefused() {
        Workbench bench = trips();
        bench.edit("taxi/trip", "dropoff_day: time.day", "dropof_day: time.day");

        assertThatThrownBy(bench::plan)
                .isInstanceOf(InputException.class)
                .hasMessage(
                        bench.modelFile("taxi/trip") + ":7:48: the header's references names 'dropof_day', which the"
                                + " SELECT does not give. Did you mean 'dropoff_day'? It gives pickup_day, dropoff_day, zone_fk, fare.");
    }

    @Test
    void aReferenceToATableThatIsNotThereIsRefused() {
        Workbench bench = trips();
        bench.edit("taxi/zone", "taxi.borough}", "taxi.burough}");

        assertThatThrownBy(bench::plan)
                .isInstanceOf(InputException.class)
                .hasMessage(
                        bench.modelFile("taxi/zone") + ":7:27: no model declares the dimension taxi.burough, to which"
                                + " 'borough_key' is to refer. Did you mean 'taxi.borough'?");
    }

    @Test
    void aReferenceToATableThatIsNoDimensionIsRefused() {
        Workbench bench = trips();
        bench.edit("taxi/trip", "dropoff_day: time.day", "dropoff_day: taxi_data.trips");

        assertThatThrownBy(bench::plan)
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith(
                        "taxi_data.trips, to which 'dropoff_day' is to refer, is a source. Expected a dimension.");
    }
}
