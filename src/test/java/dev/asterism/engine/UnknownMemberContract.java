package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Members of the data that are called as the unknown member is: they are it, and it stays as declared. */
abstract class UnknownMemberContract extends EngineContract {
    private static final String ROWS = "s/rows-v1.csv.gz";
    private static final String UNKNOWN = "unknown: {name: N/A, attr: none}\n";

    UnknownMemberContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    /** What a dimension keeps of its attributes. */
    enum Form {
        NONE("", "", ""),
        TYPE_1("day: day_id\n", "day_id, ", ""),
        TYPE_2("day: day_id\nscd: 2\n", "day_id, ", " AND day_id BETWEEN valid_from AND valid_to");

        private final String header;
        private final String day;
        private final String version;

        Form(String header, String day, String version) {
            this.header = header;
            this.day = day;
            this.version = version;
        }

        /** The unknown member; one without attributes has just its name. */
        String unknown() {
            return this == NONE ? "unknown: {name: N/A}\n" : UNKNOWN;
        }
    }

    /** @param unknown a line of the header; may be empty */
    private Workbench bench(Form form, String unknown) {
        Workbench bench = emptyWorkbench().copyShippedPipelines();
        for (String pipeline : List.of("pypi", "github", "python_projects")) {
            bench.removePipeline(pipeline);
        }
        bench.removeModel("time/duration").removeModel("time/hour_of_day");
        bench.model("s/rows", """
                /*
                kind: source
                table: s_data.rows
                description: Rows.
                files: s/rows-v1.csv.gz
                */
                CREATE TABLE s_data.rows (day_id INTEGER NOT NULL, name TEXT, attr TEXT, n INTEGER NOT NULL)
                """);
        bench.model("s/member", """
                /*
                kind: dimension
                table: s_dim.member
                description: Members.
                natural_key: [name]
                %s%s*/
                SELECT DISTINCT %sname%s FROM s_data.rows WHERE name IS NOT NULL
                """.formatted(unknown, form.header, form.day, form == Form.NONE ? "" : ", attr"));
        bench.model("s/counts", """
                /*
                kind: fact
                table: s_dim.counts
                description: Counts.
                grain: [day_fk, member_fk]
                day: day_fk
                measures:
                  n: {aggregate: sum, description: N.}
                reconcile: {n: s_data.rows.n}
                */
                SELECT day_id AS day_fk, coalesce(member_id, -1) AS member_fk, CAST(sum(n) AS bigint) AS n
                FROM s_data.rows LEFT JOIN s_dim.member ON member.name = rows.name%s
                GROUP BY 1, 2
                """.formatted(form.version));
        return bench;
    }

    private static void day(Workbench bench, String day, String... rows) {
        bench.rows(day, ROWS, List.of("day_id", "name", "attr", "n"), rows);
    }

    private static List<String> namesOfFacts(Workbench bench) {
        return bench.rows("SELECT day_fk, name, n FROM s_dim.counts JOIN s_dim.member ON member_id = member_fk"
                + " ORDER BY 1, 2");
    }

    @ParameterizedTest
    @EnumSource
    void aMemberThatIsCalledAsTheUnknownOneIsIt(Form form) {
        Workbench bench = bench(form, form.unknown());
        day(bench, "2018-04-01", "N/A|X|1", "b|Z|2");
        day(bench, "2018-04-02", "||8", "b|Z|2");
        bench.run(Workbench.inBatchesOf(1)).withoutProblems();

        String attr = form == Form.NONE ? "" : ", attr";
        assertThat(bench.rows("SELECT name" + attr + " FROM s_dim.member WHERE member_id = -1"))
                .containsExactly(form == Form.NONE ? "N/A" : "N/A|none");
        assertThat(bench.rows("SELECT count(*) FROM s_dim.member WHERE name = 'N/A'"))
                .containsExactly("1");
        assertThat(namesOfFacts(bench))
                .containsExactlyInAnyOrder("20180401|N/A|1", "20180401|b|2", "20180402|N/A|8", "20180402|b|2");
        assertSameAsFromScratch(bench);

        day(bench, "2018-04-02", "||8", "N/A|Y|1", "b|Q|2");
        day(bench, "2018-04-03", "N/A||5");
        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT name" + attr + " FROM s_dim.member WHERE member_id = -1"))
                .containsExactly(form == Form.NONE ? "N/A" : "N/A|none");
        assertThat(namesOfFacts(bench))
                .containsExactlyInAnyOrder(
                        "20180401|N/A|1", "20180401|b|2", "20180402|N/A|9", "20180402|b|2", "20180403|N/A|5");
        assertSameAsFromScratch(bench);
        assertThat(bench.plan()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownMemberThatIsDeclaredChangedAndRemovedTakesAndGivesBackItsRows(Form form) {
        Workbench bench = bench(form, "");
        day(bench, "2018-04-01", "N/A|X|1", "b|Z|2");
        day(bench, "2018-04-02", "N/A|Y|8", "b|Z|2", "c|Z|4");
        bench.run().withoutProblems();
        assertThat(key(bench, "N/A")).containsExactlyInAnyOrder(form == Form.TYPE_2 ? new String[] {"1", "2"} : one());

        bench.edit("s/member", "natural_key", form.unknown() + "natural_key");
        bench.run(Workbench.inBatchesOf(1)).withoutProblems();
        assertThat(key(bench, "N/A")).containsExactly("-1");
        assertSameAsFromScratch(bench);
        assertMembersAreEachThereOnce(bench, form);

        bench.edit("s/member", "name: N/A", "name: b");
        bench.run(Workbench.inBatchesOf(1)).withoutProblems();
        assertThat(key(bench, "b")).containsExactly("-1");
        assertThat(key(bench, "N/A")).doesNotContain("-1").isNotEmpty();
        assertSameAsFromScratch(bench);
        assertMembersAreEachThereOnce(bench, form);

        bench.edit("s/member", form.unknown().replace("name: N/A", "name: b"), "");
        bench.run(Workbench.inBatchesOf(1)).withoutProblems();
        assertThat(bench.rows("SELECT count(*) FROM s_dim.member WHERE member_id < 0"))
                .containsExactly("0");
        assertSameAsFromScratch(bench);
        assertMembersAreEachThereOnce(bench, form);
    }

    private static String[] one() {
        return new String[] {"1"};
    }

    private static List<String> key(Workbench bench, String name) {
        return bench.rows("SELECT member_id FROM s_dim.member WHERE name = '" + name + "' ORDER BY 1");
    }

    private static void assertMembersAreEachThereOnce(Workbench bench, Form form) {
        String current = form == Form.TYPE_2 ? " WHERE is_current" : "";
        assertThat(bench.rows("SELECT name FROM s_dim.member" + current + " ORDER BY 1"))
                .containsExactlyInAnyOrder("N/A", "b", "c");
        assertThat(bench.plan()).isEmpty();
    }

    @Test
    void anUnknownMemberThatGoesWhileFactsNeedItKeepsTheirDaysOut() {
        Workbench bench = bench(Form.NONE, Form.NONE.unknown());
        day(bench, "2018-04-01", "|X|1");
        day(bench, "2018-04-02", "b|X|1");
        bench.run().withoutProblems();

        bench.edit("s/member", Form.NONE.unknown(), "");
        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.problems()).singleElement().asString().contains("2018-04-01", "that do not exist, such as -1");
        assertThat(namesOfFacts(bench)).containsExactly("20180402|b|1");
        assertSameAsFromScratch(bench);
    }

    @Test
    void theUnknownMemberOfANaturalKeyOfSeveralColumnsIsTheOneThatAgreesInAllOfThem() {
        Workbench bench = bench(Form.NONE, "");
        bench.edit("s/member", "natural_key: [name]", "natural_key: [name, attr]\n" + UNKNOWN.strip());
        bench.edit("s/member", "name FROM", "name, attr FROM");
        bench.edit("s/member", "WHERE name IS NOT NULL", "WHERE name IS NOT NULL AND attr IS NOT NULL");
        bench.edit("s/counts", "ON member.name = rows.name", "ON member.name = rows.name AND member.attr = rows.attr");
        day(bench, "2018-04-01", "N/A|none|1", "N/A|X|2", "b|none|4", "||8");
        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT name, attr, n FROM s_dim.counts JOIN s_dim.member ON member_id = member_fk"
                        + " ORDER BY n"))
                .containsExactly("N/A|X|2", "b|none|4", "N/A|none|9");
        assertThat(bench.rows("SELECT count(*) FROM s_dim.member")).containsExactly("3");
    }
}
