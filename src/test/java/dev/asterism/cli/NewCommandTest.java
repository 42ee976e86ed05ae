package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewCommandTest {
    @TempDir
    Path folder;

    private Path project() {
        return folder.resolve("a shop");
    }

    private CommandLineRun execute(int expectedExitCode, String... arguments) {
        CommandLineRun run = new CommandLineRun(folder);
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        if (!arguments[1].equals("project")) {
            all.addAll(List.of(
                    "--data-dir", project().resolve("data").toString(),
                    "--pipelines-dir", project().resolve("pipelines").toString()));
        }
        int exitCode = run.execute(all.toArray(String[]::new));
        assertThat(exitCode).as(run.out() + run.err()).isEqualTo(expectedExitCode);
        return run;
    }

    private void plan() {
        execute(0, "plan", "--sql");
    }

    @Test
    void aNewProjectCanBePlannedAndHasTheCalendar() {
        CommandLineRun run = execute(0, "new", "project", project().toString());

        assertThat(run.out().lines())
                .contains(project().resolve("pipelines/time/day.sql").toString());
        assertThat(project().resolve("data")).isEmptyDirectory();
        assertThat(execute(0, "plan", "--format=text").out()).contains("time.day");
    }

    @Test
    void aNewPipelineCanBePlannedAndBuiltFromTheFilesItSpeaksOf() {
        execute(0, "new", "project", project().toString());
        execute(0, "new", "pipeline", "shop");
        plan();
        DayFileBuilder.dayFile(project().resolve("data"), Day.of(2018, 4, 10), "shop/events-v1.csv.gz")
                .header("day_id", "item", "number_of_events")
                .row(20180410, "tea", 3)
                .write();

        execute(0, "run", "--full");

        assertThat(execute(
                                0,
                                "sql",
                                "SELECT _date, item_name, number_of_events FROM shop_dim.item_counts"
                                        + " JOIN time.day ON day_id = day_fk JOIN shop_dim.item ON item_id = item_fk",
                                "--format=csv")
                        .out())
                .endsWith("2018-04-10,tea,3\n");
    }

    @Test
    void aPipelineBringsTheCalendarIfThereIsNone() throws IOException {
        Files.createDirectories(project().resolve("pipelines"));
        Files.createDirectories(project().resolve("data"));

        execute(0, "new", "pipeline", "shop");

        assertThat(project().resolve("pipelines/time/day.sql")).exists();
        plan();
    }

    @Test
    void modelsOfEveryKindCanBePlannedAndBuilt() throws IOException {
        execute(0, "new", "project", project().toString());
        Files.createDirectories(project().resolve("pipelines/shop"));
        execute(0, "new", "model", "source", "shop_data.orders", "--pipeline=shop");
        execute(0, "new", "model", "dimension", "shop_dim.customer", "--pipeline=shop");
        execute(0, "new", "model", "fact", "shop_dim.order_counts");
        execute(0, "new", "model", "data_set", "shop_dim.orders_by_name");
        execute(0, "new", "model", "check", "shop_dim.order_counts");
        execute(0, "new", "model", "check", "shop_dim.customer");
        execute(0, "new", "model", "dimension", "time.season");
        execute(0, "new", "model", "seed", "shop_dim.zone");
        plan();
        DayFileBuilder.dayFile(project().resolve("data"), Day.of(2018, 4, 10), "shop/orders-v1.csv.gz")
                .header("day_id", "name", "amount")
                .row(20180410, "ann", 3)
                .row(20180410, "ben", 4)
                .write();

        CommandLineRun run = execute(0, "run", "--full");

        assertThat(run.err()).doesNotContain("warning");
        assertThat(execute(0, "sql", "SELECT * FROM shop_dim.orders_by_name ORDER BY 2", "--format=csv")
                        .out())
                .isEqualTo("Day,Amount\n20180410,3\n20180410,4\n");
        assertThat(execute(0, "sql", "SELECT count(*) FROM shop_dim.customer, time.season", "--format=csv")
                        .out())
                .endsWith("\n4\n");
        assertThat(execute(0, "sql", "SELECT zone_id, zone_name FROM shop_dim.zone ORDER BY 1", "--format=csv")
                        .out())
                .isEqualTo("zone_id,zone_name\n1,another\n2,one\n");
    }

    @Test
    void aFactTakesItsColumnsFromASourceWhateverTheirNames() throws IOException {
        execute(0, "new", "project", project().toString());
        Path source = project().resolve("pipelines/shop/lines.sql");
        Files.createDirectories(source.getParent());
        Files.writeString(source, """
                /*
                kind: source
                table: shop_data.lines
                description: Lines.
                files: shop/lines-v1.csv.gz
                */
                CREATE TABLE shop_data.lines (
                  day_id INTEGER NOT NULL, "user" TEXT, "Unit price" DECIMAL(8,2) NOT NULL, "on" DOUBLE,
                  sent TIMESTAMP, number INTEGER
                )
                """);

        execute(0, "new", "model", "fact", "shop_dim.line_counts");
        execute(0, "new", "model", "dimension", "shop_dim.customer");
        execute(0, "new", "model", "data_set", "shop_dim.lines_by_name");

        plan();
    }

    @Test
    void nothingIsOverwrittenAndThenNothingIsWrittenAtAll() throws IOException {
        execute(0, "new", "project", project().toString());
        Path item = project().resolve("pipelines/shop/pipeline.yaml");
        Files.createDirectories(item.getParent());
        Files.writeString(item, "description: mine");

        CommandLineRun run = execute(2, "new", "pipeline", "shop");

        assertThat(run.err()).contains(item + " is there already, and nothing is overwritten.");
        assertThat(item).hasContent("description: mine");
        try (Stream<Path> files = Files.list(item.getParent())) {
            assertThat(files).containsExactly(item);
        }
        assertThat(execute(2, "new", "project", project().toString()).err()).contains("is there already");
    }

    @Test
    void whatCannotBeWrittenIsRefusedWithWhatToDo() throws IOException {
        assertThat(execute(2, "new", "pipeline", "shop").err()).contains("'asterism new project DIR'");
        execute(0, "new", "project", project().toString());
        assertThat(execute(2, "new", "model", "fact", "shop_dim.sales").err())
                .contains("begin one with 'asterism new pipeline shop'");
        assertThat(execute(2, "new", "model", "fact", "shop_dim.sales", "--pipeline=time")
                        .err())
                .contains("asterism new model source time_data.sales");
        assertThat(execute(2, "new", "model", "check", "time.dey", "--pipeline=time")
                        .err())
                .contains("Did you mean 'time.day'?");
        assertThat(execute(2, "new", "model", "dimension", "time.day").err()).contains("has a model already");
        assertThat(execute(2, "new", "model", "dimention", "time.x").err()).contains("Did you mean 'dimension'?");
        assertThat(execute(2, "new", "model", "dimension", "customer").err()).contains("such as shop_dim.customer");
        assertThat(execute(2, "new", "pipeline", "../shop").err()).contains("cannot be the name of a pipeline");
        assertThat(execute(2, "new", "model").err()).contains("new model --help");
    }
}
