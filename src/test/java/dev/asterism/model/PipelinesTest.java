package dev.asterism.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.asterism.InputException;
import dev.asterism.lake.Column;
import dev.asterism.lake.ColumnType;
import dev.asterism.lake.FilePattern;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelinesTest {
    private static final String SEED = """
            /*
            kind: seed
            table: x_dim.zone
            description: Zones.
            natural_key: [code]
            */
            CREATE TABLE x_dim.zone (code TEXT, name TEXT)
            """;

    private static final String SOURCE = """
        /*
        kind: source
        table: x_data.events
        description: What happened.
        files: x/events-v{1,2}.csv.gz
        */
        CREATE TABLE x_data.events (day_id INTEGER NOT NULL, name TEXT, amount BIGINT)
        """;
    private static final String DIMENSION = """
        /*
        kind: dimension
        table: x_dim.thing
        description: Things.
        natural_key: [thing_name]
        */
        SELECT DISTINCT name AS thing_name FROM x_data.events
        """;
    private static final String FACT = """
        /*
        kind: fact
        table: x_dim.counts
        description: Counts of things.
        grain: [day_fk, thing_fk]
        day: day_fk
        */
        SELECT day_id AS day_fk, thing_id AS thing_fk, amount
        FROM x_data.events JOIN x_dim.thing ON thing_name = name
        """;

    @TempDir
    private Path folder;

    @Test
    void everyKindOfModelIsRead() {
        write("x/pipeline.yaml", "description: Things and counts.\nlabels: [demo, small]\nowner: somebody\n");
        write("x/events.sql", """
            /*
            kind: source
            table: x_data.events
            description: What happened.
            files: x/events-v{1,2}.csv.gz
            grain: [day, name]
            day: day
            columns:
              name: What it happened to.
            */
            CREATE TABLE x_data.events (
              day      INTEGER NOT NULL,
              "name"   VARCHAR NOT NULL,
              amount   BIGINT,
              weight   double precision
            );
            """);
        write("x/thing.sql", """
            /*
            kind: dimension
            table: x_dim.thing
            description: Things.
            natural_key: [thing_name]
            scd: 1
            unknown: {thing_name: Unknown thing}
            */
            SELECT DISTINCT name AS thing_name FROM x_data.events
            """);
        write("x/counts.sql", """
            /*
            kind: fact
            table: x_dim.counts
            description: Counts of things.
            grain: [day_fk, thing_fk]
            day: day_fk
            measures:
              amount: {aggregate: max, description: The amount.}
              weight: {}
            reconcile:
              amount: x_data.events.amount
              weight: not reconciled, since it is estimated
            */
            SELECT day AS day_fk, thing_id AS thing_fk, amount, weight
            FROM x_data.events JOIN x_dim.thing ON thing_name = name
            """);
        write("x/flat.sql", """
            /*
            kind: data_set
            table: x_dim.flat
            description: Everything flat.
            */
            SELECT thing_name AS "Thing", amount AS "Amount" FROM x_dim.counts JOIN x_dim.thing ON thing_fk = thing_id
            """);
        write("x/amounts_are_positive.sql", """
            /*
            kind: check
            description: Amounts are positive.
            severity: warn
            */
            SELECT * FROM x_dim.counts WHERE amount <= 0
            """);

        Pipelines pipelines = load();

        assertThat(pipelines.pipelines())
                .containsExactly(new Pipeline("x", "Things and counts.", List.of("demo", "small"), "somebody"));
        ModelGraph graph = pipelines.graph();
        assertThat(graph.models().stream().map(model -> model.kind() + " " + model.name()))
                .containsExactly(
                        "source x_data.events",
                        "dimension x_dim.thing",
                        "fact x_dim.counts",
                        "check x.amounts_are_positive",
                        "data_set x_dim.flat");
        assertThat(graph.sources()).singleElement().satisfies(source -> {
            assertThat(source.files()).isEqualTo(FilePattern.parse("x/events-v{1,2}.csv.gz"));
            assertThat(source.columns())
                    .containsExactly(
                            new Column("day", ColumnType.INTEGER, false),
                            new Column("name", ColumnType.TEXT, false),
                            new Column("amount", ColumnType.BIGINT, true),
                            new Column("weight", ColumnType.DOUBLE, true));
            assertThat(source.day()).isEqualTo("day");
            assertThat(source.grain()).containsExactly("day", "name");
            assertThat(source.reads()).isEmpty();
            assertThat(source.file().columns()).containsExactly(entry("name", "What it happened to."));
            assertThat(source.file().id()).hasToString("x/events");
        });
        assertThat(graph.ofType(DimensionModel.class)).singleElement().satisfies(dimension -> {
            assertThat(dimension.naturalKey()).containsExactly("thing_name");
            assertThat(dimension.key()).isEqualTo("thing_id");
            assertThat(dimension.ownKey()).isEmpty();
            assertThat(dimension.unknown()).containsExactly(entry("thing_name", "Unknown thing"));
            assertThat(dimension.file().description()).isEqualTo("Things.");
        });
        assertThat(graph.ofType(FactModel.class)).singleElement().satisfies(fact -> {
            assertThat(fact.grain()).containsExactly("day_fk", "thing_fk");
            assertThat(fact.day()).isEqualTo("day_fk");
            assertThat(fact.measures())
                    .containsExactly(
                            entry("amount", new Measure(Measure.Aggregate.MAX, Optional.empty(), "The amount.")),
                            entry("weight", new Measure(Measure.Aggregate.SUM, Optional.empty(), "")));
            assertThat(fact.reconciliations())
                    .isEqualTo(Map.of(
                            "amount",
                            new Reconciliation.SameTotal(new TableName("x_data", "events"), "amount"),
                            "weight",
                            new Reconciliation.NotReconciled("not reconciled, since it is estimated")));
            assertThat(graph.referencedByHeader(fact)).isEqualTo(graph.ofType(DimensionModel.class));
        });
        assertThat(graph.ofType(CheckModel.class))
                .singleElement()
                .satisfies(check -> assertThat(check.severity()).isEqualTo(CheckModel.Severity.WARN));
    }

    @Test
    void overWhatAMeasureMayNotBeSummedStandsInItsComment() {
        write("x/thing.sql", DIMENSION);
        write("x/events.sql", SOURCE);
        write("x/counts.sql", FACT.replace("day: day_fk", """
                day: day_fk
                additive: {not_over: day_fk, then: avg}
                measures:
                  amount: {description: In stock., additive: {not_over: [day_fk, thing_fk], then: last}}
                  weight: {}"""));

        Map<String, Measure> measures =
                load().graph().ofType(FactModel.class).get(0).measures();

        assertThat(measures.values().stream().map(Measure::comment))
                .containsExactly(
                        "In stock. Not to be summed over day_fk, thing_fk: take the last value.",
                        "Not to be summed over day_fk: take the average.");
    }

    @Test
    void rulesOfAttributesAreReadAndPartOfTheDefinition() {
        String header = "day: day_id\nattributes: {thing_name: first, size: min}\nnatural_key: [other]";
        write("x/events.sql", SOURCE);
        write("x/thing.sql", DIMENSION.replace("natural_key: [thing_name]", header));

        DimensionModel thing = load().graph().ofType(DimensionModel.class).get(0);

        assertThat(thing.rules())
                .containsExactly(entry("thing_name", AttributeRule.FIRST), entry("size", AttributeRule.MIN));
        assertThat(thing.rule("colour")).isEqualTo(AttributeRule.LAST);
        String definition = thing.definition();
        write("x/thing.sql", DIMENSION.replace("natural_key: [thing_name]", header.replace("min", "max")));
        assertThat(load().graph().ofType(DimensionModel.class).get(0).definition())
                .isNotEqualTo(definition);
    }

    @Test
    void anAccumulatingSnapshotIsReadByNoFactOrDimensionAndReferredToByNone() {
        write("x/events.sql", SOURCE);
        write("x/counts.sql", FACT);
        write(
                "x/thing.sql",
                DIMENSION.replace("kind: dimension", "kind: accumulating").replace("natural_key", "grain"));

        assertThatThrownBy(this::load)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("x_dim.thing is an accumulating snapshot");
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        write("x/events.sql", SOURCE);
        write("x/day.sql", """
            /*
            kind: dimension
            table: time.day
            description: Days.
            natural_key: _date
            key: day_id
            */
            SELECT 1 AS day_id, _date FROM asterism.calendar
            """);
        write("x/none.sql", "/*\nkind: check\ndescription: None.\n*/\nSELECT 1 FROM time.day WHERE FALSE");

        Pipelines pipelines = load();

        assertThat(pipelines.pipelines()).containsExactly(new Pipeline("x", "", List.of(), ""));
        assertThat(pipelines.graph().sources().get(0).day()).isEqualTo("day_id");
        assertThat(pipelines.graph().sources().get(0).grain()).isEmpty();
        assertThat(pipelines.graph().ofType(CheckModel.class).get(0).severity()).isEqualTo(CheckModel.Severity.ERROR);
        DimensionModel day = pipelines.graph().ofType(DimensionModel.class).get(0);
        assertThat(day.naturalKey()).containsExactly("_date");
        assertThat(day.key()).isEqualTo("day_id");
        assertThat(day.reads()).containsExactly(TableName.CALENDAR);
        assertThat(pipelines.graph().upstream(day)).isEmpty();
    }

    @Test
    void hiddenFilesAndOtherNamesArePassedOver() {
        write("x/events.sql", SOURCE);
        write("x/.events.sql.swp", "no model");
        write("x/.hidden.sql", "no model");
        write("x/README.md", "no model");
        write(".git/config.sql", "no model");
        write("README.sql", "no model");

        assertThat(load().graph().models()).hasSize(1);
    }

    @Test
    void aHeaderMayStandOnOneLine() {
        write(
                "x/events.sql",
                "  /* {kind: source, table: x.e, description: E., files: x/e-v1.csv.gz} */ CREATE TABLE x.e (day_id INT)");

        assertThat(load().graph().sources()).hasSize(1);
    }

    @Test
    void aByteOrderMarkBeforeTheHeaderIsPassedOver() {
        write("x/events.sql", "\uFEFF" + SOURCE);

        assertThat(load().graph().sources()).hasSize(1);
    }

    /** A text that is found in a good model, the text in its place, and the message: line, column and words. */
    static List<Arguments> badModels() {
        return List.of(
                // keys
                bad(SOURCE, "files:", "fils:", "5:1: 'fils' is no key of a source. Did you mean 'files'?"),
                bad(
                        DIMENSION,
                        "natural_key:",
                        "natural_keys:",
                        "5:1: 'natural_keys' is no key of a dimension. Did you"),
                bad(
                        DIMENSION,
                        "natural_key:",
                        "x: \n  y:",
                        "5:1: 'x' is no key of a dimension. Valid keys are attributes, columns"),
                bad(FACT, "day: day_fk", "day: day_fk\nscd: 2", "7:1: 'scd' is no key of a fact."),
                bad(FACT, "kind: fact\n", "", "2:1: the key 'kind' is missing"),
                bad(FACT, "table: x_dim.counts\n", "", "2:1: the key 'table' is missing"),
                bad(FACT, "description: Counts of things.\n", "", "2:1: the key 'description' is missing"),
                bad(FACT, "description: Counts of things.", "description:", "4:13: 'description' should be a text"),
                bad(FACT, "day: day_fk\n", "", "2:1: the key 'day' is missing"),
                bad(FACT, "grain: [day_fk, thing_fk]\n", "", "2:1: the key 'grain' is missing or empty"),
                bad(FACT, "[day_fk, thing_fk]", "[]", "5:8: the key 'grain' is missing or empty"),
                bad(FACT, "[day_fk, thing_fk]", "[day_fk, {a: b}]", "5:17: an item of 'grain' should be a text"),
                bad(FACT, "[day_fk, thing_fk]", "{a: b}", "5:8: 'grain' should be a text"),
                bad(DIMENSION, "natural_key: [thing_name]\n", "", "2:1: the key 'natural_key' is missing or empty"),
                bad(SOURCE, "files: x/events-v{1,2}.csv.gz\n", "", "2:1: the key 'files' is missing"),
                bad(FACT, "day: day_fk", "day: day_fk\nday: day_fk", "7:1: the key 'day' stands twice"),
                bad(FACT, "day: day_fk", "columns: {a: b, a: c}\nday: day_fk", "6:17: the key 'a' stands twice"),
                bad(FACT, "day: day_fk", "columns: [a]\nday: day_fk", "6:10: 'columns' should hold names with values"),
                bad(FACT, "day: day_fk", "day: day_fk\nmeasures: {a: }", "7:14: 'a' should hold names with values"),
                bad(FACT, "day: day_fk", "day: day_fk\nmeasures: {a: {sum: a}}", "7:16: 'sum' is no key of a measure."),
                bad(
                        FACT,
                        "day: day_fk",
                        "day: day_fk\nmeasures: {amount: {aggregate: total}}",
                        "7:32: 'total' is no valid aggregate. Expected one of sum, count, min, max, avg, none."),
                // files
                bad(
                        SOURCE,
                        "files: x/events-v{1,2}.csv.gz",
                        "files: x/events.csv\nformat: xml",
                        "6:9: 'xml' is no format of a source's files. Expected one of csv, json, parquet, tsv; json"),
                bad(
                        SOURCE,
                        "files: x/events-v{1,2}.csv.gz",
                        "files: x/events.csv\ndelimiter: ab",
                        "6:12: 'ab' is no delimiter. Expected one sign of ASCII in quotes, such as ';'"),
                bad(
                        SOURCE,
                        "files: x/events-v{1,2}.csv.gz",
                        "files: x/events.csv\ndelimiter: '1'",
                        "6:12: '1' is no delimiter."),
                bad(
                        SOURCE,
                        "files: x/events-v{1,2}.csv.gz",
                        "files: x/events.jsonl\ndelimiter: ','",
                        "6:12: rows of JSON lines have no delimiter. Leave it out."),
                bad(
                        SOURCE,
                        "files: x/events-v{1,2}.csv.gz",
                        "files: x/events.zip",
                        "5:8: 'x/events.zip' is an archive: say which of its members"),
                bad(
                        SOURCE,
                        "files: x/events-v{1,2}.csv.gz",
                        "files: x/e.csv!e",
                        "5:8: 'x/e.csv!e' names members of what is no archive: expected"),
                bad(
                        SOURCE,
                        "files: x/events-v{1,2}.csv.gz",
                        "files: x/e.tgz!e.parquet",
                        "5:8: Parquet is not read from archives"),
                bad(
                        SOURCE,
                        "files: x/events-v{1,2}.csv.gz",
                        "files: x/e-[0-9].csv",
                        "5:8: 'x/e-[0-9].csv' is no file pattern: expected"),
                bad(
                        SOURCE,
                        "files: x/events-v{1,2}.csv.gz",
                        "files: ../events.csv",
                        "5:8: '../events.csv' is no file pattern: expected"),
                bad(
                        SOURCE,
                        "files: x/events-v{1,2}.csv.gz",
                        "files: x/e.csv\nday: folder",
                        "6:6: with 'day: folder' the builder adds the column"),
                // values
                bad(
                        FACT,
                        "kind: fact",
                        "kind: fakt",
                        "2:7: 'fakt' is no kind of model. Expected one of accumulating, check,"),
                bad(FACT, "x_dim.counts", "counts", "3:8: 'counts' is not the name of a table. Expected schema.table"),
                bad(FACT, "x_dim.counts", "db.x_dim.counts", "3:8: 'db.x_dim.counts' is not the name of a table."),
                bad(FACT, "x_dim.counts", "x_dim.", "3:8: 'x_dim.' is not the name of a table."),
                bad(FACT, "x_dim.counts", "x_dim.a=b", "3:8: 'x_dim.a=b' is not the name of a table."),
                bad(FACT, "x_dim.counts", "x_dim.a;b", "3:8: 'x_dim.a;b' is not the name of a table."),
                bad(FACT, "x_dim.counts", "asterism.counts", "3:8: the schema 'asterism' is the builder's own."),
                bad(SOURCE, "x/events-v{1,2}.csv.gz", "events.csv", "5:8: 'events.csv' is no file pattern: expected"),
                bad(FACT, "day: day_fk", "day: day_id", "6:6: the day's column 'day_id' is not part of the grain"),
                bad(
                        DIMENSION,
                        "natural_key",
                        "scd: 3\nnatural_key",
                        "5:6: '3' is no supported type of slowly changing"),
                bad(DIMENSION, "natural_key", "scd: 2\nnatural_key", "5:6: history of type 2 needs to know the day"),
                bad(
                        DIMENSION,
                        "natural_key",
                        "day: d\nkey: k\nnatural_key",
                        "6:6: a dimension with a 'day' gets its keys"),
                bad(
                        DIMENSION,
                        "natural_key",
                        "key: k\nunknown: {thing_name: b}\nnatural_key",
                        "6:10: a dimension with a 'key' of"),
                bad(
                        DIMENSION,
                        "natural_key",
                        "unknown: {a: b}\nnatural_key",
                        "5:10: the unknown member needs a value in every column of the natural_key [thing_name]."),
                bad(
                        DIMENSION,
                        "natural_key",
                        "attributes: {a: last}\nnatural_key",
                        "5:13: rules say what counts of several days"),
                bad(
                        DIMENSION,
                        "natural_key",
                        "day: d\nattributes: {a: newest}\nnatural_key",
                        "6:17: 'newest' is no valid rule of an attribute. Expected one of versions, last, last_known"),
                bad(
                        DIMENSION,
                        "natural_key",
                        "day: d\nattributes: {a: versions}\nnatural_key",
                        "6:17: only a dimension with scd: 2 keeps versions of an attribute."),
                bad(
                        DIMENSION,
                        "natural_key",
                        "day: d\nattributes: {thing_name: last}\nnatural_key",
                        "6:26: 'thing_name' is no attribute, but part of the natural key."),
                bad(
                        DIMENSION.replace("natural_key", "grain"),
                        "kind: dimension",
                        "kind: accumulating\nday: thing_name",
                        "6:8: an accumulating snapshot has one row for each business key and no day of its own"),
                bad(
                        FACT,
                        "day: day_fk",
                        "day: day_fk\nadditive: {not_over: [other], then: last}",
                        "7:22: 'other' is not part of the grain [day_fk, thing_fk]."),
                bad(
                        FACT,
                        "day: day_fk",
                        "day: day_fk\nmeasures: {amount: {additive: {not_over: day_fk, then: newest}}}",
                        "7:56: 'newest' is no valid then. Expected one of last, first, min, max, avg, none."),
                bad(
                        SOURCE,
                        "INTEGER NOT NULL",
                        "BIGINT",
                        "2:1: the day's column 'day_id' is of type BIGINT. Expected INT"),
                bad(
                        SOURCE,
                        "files:",
                        "day: date\nfiles:",
                        "5:6: 'date' is no column of this table. It has day_id, name"),
                bad(SOURCE, "files:", "grain: [a]\nfiles:", "5:8: 'a' is no column of this table."),
                bad(SOURCE, "files:", "columns: {a: b}\nfiles:", "5:10: 'a' is no column of this table."),
                bad(
                        FACT,
                        "day: day_fk",
                        "day: day_fk\nreconcile: {amount: x_data.events.amount}",
                        "7:21: 'amount' is no measure of this fact."),
                bad(
                        FACT,
                        "day: day_fk",
                        "day: day_fk\nmeasures: {amount: {}}\nreconcile: {amount: x_data.other.amount}",
                        "8:21: the measure is to be reconciled with x_data.other, which the SELECT does not read."),
                bad(
                        FACT,
                        "day: day_fk",
                        "day: day_fk\nmeasures: {amount: {}}\nreconcile: {amount: events.amount}",
                        "8:21: 'events.amount' is no column to reconcile with. Expected schema.table.column, or the"),
                // YAML
                bad(
                        FACT,
                        "Counts of things.",
                        "Counts: things",
                        "4:20: this is not valid YAML: mapping values are not"),
                bad(FACT, "[day_fk, thing_fk]", "[day_fk, thing_fk", "6:4: this is not valid YAML: "),
                bad(FACT, "Counts of things.", "*a", "4:14: this is not valid YAML: "),
                bad(FACT, "kind: fact", "\tkind: fact", "2:1: this is not valid YAML: "),
                bad(
                        FACT,
                        FACT.substring(0, FACT.indexOf("*/")),
                        "/* a header",
                        "1:1: expected keys and values in YAML"),
                bad(FACT, "/*\n", "", "1:1: a model file starts with a header"),
                bad(FACT, "*/\n", "", "1:1: a model file starts with a header"),
                bad(FACT, "Counts of things.", "Counts of /* things.", "1:1: the comment is not closed"),
                // SQL
                bad(FACT, "SELECT", "INSERT", "8:1: the body of a fact is one SELECT."),
                bad(FACT, FACT.substring(FACT.indexOf("SELECT")), "", "1:1: the body of a fact is one SELECT."),
                bad(
                        FACT,
                        "amount\nFROM",
                        "amount;\nSELECT 1 FROM",
                        "8:54: the body of a fact is one statement; found a"),
                bad(FACT, "thing_id", "'thing_id", "8:26: the string is not closed"),
                bad(FACT, "thing_id", "\"thing_id", "8:26: the quoted name is not closed"),
                bad(FACT, "thing_id", "/* thing_id", "8:26: the comment is not closed"),
                bad(FACT, "x_dim.thing", "thing", "9:25: the table 'thing' has no schema."),
                bad(FACT, "x_dim.thing", "db.x_dim.thing", "9:25: a table is named by schema and name only"),
                bad(
                        FACT,
                        "x_dim.thing",
                        "x_dim.thign",
                        "9:25: no model declares the table x_dim.thign. Did you mean x"),
                bad(FACT, "x_dim.thing", "x.y JOIN x_dim.thing", "9:25: no model declares the table x.y. Every table"),
                bad(
                        FACT,
                        "x_dim.thing",
                        "x_dim.counts",
                        "8:1: these tables read each other in a circle: x_dim.counts →"),
                bad(FACT, "x_data.events JOIN ", "", "8:1: a fact is built day by day, but this one reads neither"),
                bad(SOURCE, "CREATE TABLE", "CREATE VIEW", "7:8: expected TABLE. A source is written as CREATE TABLE"),
                bad(SOURCE, "CREATE TABLE", "SELECT", "7:1: expected CREATE. A source is written as CREATE TABLE"),
                bad(SOURCE, "TABLE x_data.events", "TABLE events", "7:21: expected '.'. Found '('."),
                bad(
                        SOURCE,
                        "TABLE x_data.events",
                        "TABLE x_data.event",
                        "7:14: the statement creates x_data.event, but"),
                bad(
                        SOURCE,
                        "TEXT",
                        "money",
                        "7:59: 'money' is no type of a source's column. Expected one of SMALLINT,"),
                bad(SOURCE, "TEXT", "", "7:59: expected the type of column 'name'. Found ','."),
                bad(SOURCE, "name TEXT", "day_id TEXT", "7:54: the column 'day_id' stands twice"),
                bad(
                        SOURCE,
                        "name TEXT",
                        "\"Day_id\" TEXT",
                        "7:54: the columns 'day_id' and 'Day_id' differ only in case. Expected"),
                bad(SOURCE, "TEXT", "decimal", "7:59: 'decimal' is no type of a source's column. Expected one of"),
                bad(SOURCE, "TEXT", "decimal(39, 2)", "7:59: 'decimal(39,2)' is no type of a source's column."),
                bad(SOURCE, "TEXT", "decimal(2, 3)", "7:59: 'decimal(2,3)' is no type of a source's column."),
                bad(SOURCE, "NOT NULL", "NOT", "7:47: expected NULL."),
                bad(SOURCE, "BIGINT)", "BIGINT", "7:78: expected ')'. Found the end of the file."),
                bad(
                        SOURCE,
                        "BIGINT)",
                        "BIGINT) PARTITION BY",
                        "7:80: expected the end of the statement. Found 'PARTITION'"));
    }

    @ParameterizedTest
    @MethodSource("badModels")
    void aBadModelIsRefusedWithFileLineAndColumn(String model, String found, String instead, String message) {
        assertThat(model).contains(found);
        write("x/events.sql", SOURCE);
        write("x/thing.sql", DIMENSION);
        write("x/counts.sql", FACT);
        String file = model.equals(SOURCE) ? "x/events.sql" : model.equals(DIMENSION) ? "x/thing.sql" : "x/counts.sql";
        write(file, model.replace(found, instead));

        assertThatThrownBy(this::load)
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(folder.resolve(file) + ":" + message);
    }

    private static Arguments bad(String model, String found, String instead, String message) {
        return Arguments.of(model, found, instead, message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '§', textBlock = """
        to_char(day_id, 'YYYY')            => 'to_char' does not mean the same on every engine or every day. Use extract
        strftime(day_id, '%Y')             => 'strftime' does not mean the same
        every(name = '')                   => 'every' does not mean the same on every engine or every day. Use bool_and
        1 BETWEEN SYMMETRIC 3 AND 0        => 'SYMMETRIC' does not mean the same
        CAST(1 AS numeric)                 => 'numeric' does not mean the same
        1::real                            => 'real' does not mean the same
        CAST(1 AS float)                   => 'float' does not mean the same
        """)
    void aConstructThatEnginesTakeDifferentlyIsRefusedInADataSetAndTakenInATable(String expression, String message) {
        write("x/events.sql", SOURCE);
        write("x/thing.sql", DIMENSION.replace("DISTINCT name", "DISTINCT name, (" + expression + ")"));
        load();
        write("x/things.sql", """
                /*
                kind: data_set
                table: x_dim.things
                description: Things.
                */
                SELECT name, (%s) FROM x_dim.thing
                """.formatted(expression));

        assertThatThrownBy(this::load)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("things.sql:6:")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOW()", "random()", "uuid()", "CURRENT_DATE", "current_timestamp", "user"})
    void aConstructThatDependsOnTheDayOfTheRunIsRefusedEverywhere(String expression) {
        write("x/events.sql", SOURCE);
        write("x/thing.sql", DIMENSION.replace("DISTINCT name", "DISTINCT name, (" + expression + ")"));

        assertThatThrownBy(this::load)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("thing.sql:7:")
                .hasMessageContaining("' does not mean the same on every engine or every day.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"user\"",
                "events.user",
                "1 AS user",
                "'current_date'",
                "events.current_date",
                "CAST(1 AS numeric(18, 2))",
                "1::double precision",
                "\"random\"()",
                "now",
                "CAST(1 AS bigint) /* now() */"
            })
    void whatOnlyLooksLikeAnUnportableConstructIsTaken(String expression) {
        write("x/events.sql", SOURCE);
        write("x/thing.sql", DIMENSION.replace("DISTINCT name", "DISTINCT " + expression + ", name"));

        assertThat(load().graph().models()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            code,name\\na,A\\nb,B\\na,C ! zone.csv, line 4, column code: the row has the same code as line 2: a. Expected each
            code,name\\n,A             ! zone.csv, line 2, column code: the field is empty. Expected a value. Correct the file.
            code,label\\na,A           ! zone.csv, line 1, column name: the header lacks this column
            code,name,more\\na,A,x     ! zone.csv, line 1: the column 'more' is not declared. Expected only columns
            code,name\\na              ! zone.csv, line 2: the row has 1 field, the header 2. Expected as many fields
            code;name\\na;A            ! zone.csv, line 1, column code: the header lacks this column
            """)
    void aSeedThatIsNotAsDeclaredIsRefusedWithItsLine(String csv, String message) throws IOException {
        write("x/zone.sql", SEED);
        Files.writeString(folder.resolve("x/zone.csv"), csv.translateEscapes());

        assertThatThrownBy(this::load)
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(folder.resolve("x") + "/" + message);
    }

    @Test
    void aSeedNeedsItsFileBesideIt() {
        write("x/zone.sql", SEED);

        assertThatThrownBy(this::load)
                .hasMessageStartingWith(folder.resolve("x/zone.sql") + ":")
                .hasMessageContaining("the seed's file " + folder.resolve("x/zone.csv") + " is missing.");

        write("x/zone.sql", SEED.replace("natural_key", "file: ../zone.csv\nnatural_key"));

        assertThatThrownBy(this::load).hasMessageContaining("'../zone.csv' does not lie beside the model.");
    }

    @Test
    void aSeedHasADefinitionThatFollowsFromItsValues() throws IOException {
        write("x/zone.sql", SEED);
        Path file = folder.resolve("x/zone.csv");
        Files.writeString(file, "code,name\na,A\n");
        String definition = load().graph().models().get(0).definition();

        Files.writeString(file, "name,code\r\n\"A\",a");
        assertThat(load().graph().models().get(0).definition()).isEqualTo(definition);

        Files.writeString(file, "code,name\na,a\n");
        assertThat(load().graph().models().get(0).definition()).isNotEqualTo(definition);
    }

    @Test
    void aTableHasOneModel() {
        write("x/events.sql", SOURCE);
        write("y/again.sql", SOURCE);

        assertThatThrownBy(this::load)
                .isInstanceOf(InputException.class)
                .hasMessage(folder.resolve("y/again.sql") + ":7:1: x_data.events is also the table of "
                        + folder.resolve("x/events.sql") + ". A table has one model.");
    }

    @Test
    void tablesThatReadEachOtherAreRefusedWithTheWholeCircle() {
        write("x/a.sql", dimension("x.a", "SELECT 1 AS name FROM x.b"));
        write("x/b.sql", dimension("x.b", "SELECT 1 AS name FROM x.c"));
        write("x/c.sql", dimension("x.c", "SELECT 1 AS name FROM x.a"));

        assertThatThrownBy(this::load)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("these tables read each other in a circle: x.a → x.b → x.c → x.a");
    }

    @Test
    void aDataSetIsReadByChecksAndDataSetsOnly() {
        write("x/events.sql", SOURCE);
        write("x/flat.sql", "/* {kind: data_set, table: x.flat, description: F.} */ SELECT 1 FROM x_dim.thing");
        write("x/flatter.sql", "/* {kind: data_set, table: x.flatter, description: F.} */ SELECT 1 FROM x.flat");
        write("x/is_flat.sql", "/* {kind: check, description: F.} */ SELECT 1 FROM x.flatter");
        write("x/thing.sql", DIMENSION);

        assertThat(load().graph().models()).hasSize(5);

        write("x/of_view.sql", dimension("x.of_view", "SELECT 1 AS name FROM x.flat"));

        assertThatThrownBy(this::load)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("of_view.sql:7:23: x.flat is a data set: a view that knows no days.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x_data.events", "asterism.calendar"})
    void aDataSetReadsNothingThatIsGoneAfterTheBuild(String table) {
        write("x/events.sql", SOURCE);
        write("x/flat.sql", "/* {kind: data_set, table: x.flat, description: F.} */ SELECT 1 FROM " + table);

        assertThatThrownBy(this::load)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("flat.sql:1:70: " + table + " exists only while a batch is built");
    }

    @Test
    void aCheckIsNoTable() {
        write("x/events.sql", SOURCE);
        write("x/fine.sql", "/* {kind: check, description: F.} */ SELECT 1 FROM x_data.events");
        write("x/a.sql", dimension("x.a", "SELECT 1 AS name FROM x.fine"));

        assertThatThrownBy(this::load)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.sql:7:23: no model declares the table x.fine.");
    }

    @Test
    void aFactStandsAfterTheDimensionsThatItRefersTo() {
        write("a/counts.sql", FACT.replace("JOIN x_dim.thing ON thing_name = name", ""));
        write("b/events.sql", SOURCE);
        write("c/thing.sql", DIMENSION);

        assertThat(load().graph().models().stream().map(model -> model.name().toString()))
                .containsExactly("x_data.events", "x_dim.thing", "x_dim.counts");
    }

    @Test
    void aDimensionMayFollowFromTheFactThatRefersToIt() {
        write("a/counts.sql", FACT.replace("JOIN x_dim.thing ON thing_name = name", ""));
        write("b/events.sql", SOURCE);
        write("c/thing.sql", DIMENSION.replace("x_data.events", "x_dim.counts"));

        assertThat(load().graph().models().stream().map(model -> model.name().toString()))
                .containsExactly("x_data.events", "x_dim.counts", "x_dim.thing");
    }

    @Test
    void aForeignKeyRefersToItsOwnSchemaBeforeOthers() {
        write("x/events.sql", SOURCE);
        write("x/counts.sql", FACT);
        write("x/thing.sql", DIMENSION);
        write("y/thing.sql", DIMENSION.replace("x_dim.", "y_dim."));
        write("z/day.sql", dimension("time.day", "SELECT 1 AS name FROM asterism.calendar"));
        ModelGraph graph = load().graph();
        Model counts = graph.get(new TableName("x_dim", "counts"));

        assertThat(referenced(graph, counts, "thing_fk")).contains("x_dim.thing");
        assertThat(referenced(graph, graph.sources().get(0), "thing_fk")).isEmpty();
        assertThat(referenced(graph, counts, "day_fk")).contains("time.day");
        assertThat(referenced(graph, counts, "other_fk")).isEmpty();
    }

    private static Optional<String> referenced(ModelGraph graph, Model model, String column) {
        return graph.referenced(model, column).map(dimension -> dimension.name().toString());
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        write("x/events.sql", SOURCE);
        Files.write(folder.resolve("x/bad.sql"), "/* kind: ä */".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(this::load)
                .isInstanceOf(InputException.class)
                .hasMessage(folder.resolve("x/bad.sql") + ": this file is not valid UTF-8.");

        Files.delete(folder.resolve("x/bad.sql"));
        Files.write(folder.resolve("x/pipeline.yaml"), "description: ä".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(this::load)
                .isInstanceOf(InputException.class)
                .hasMessage(folder.resolve("x/pipeline.yaml") + ": this file is not valid UTF-8.");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '§', textBlock = """
        descriptoin: Things.    => 1:1: 'descriptoin' is no key of a pipeline. Did you mean 'description'?
        description: [a]        => 1:14: 'description' should be a text
        labels: {a: b}          => 1:9: 'labels' should be a text
        - description           => 1:1: expected keys and values in YAML
        description: a: b       => 1:15: this is not valid YAML
        """)
    void aBadPipelineFileIsRefusedWithFileLineAndColumn(String text, String message) {
        write("x/events.sql", SOURCE);
        write("x/pipeline.yaml", text);

        assertThatThrownBy(this::load)
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(folder.resolve("x/pipeline.yaml") + ":" + message);
    }

    @Test
    void aFolderWithoutModelsIsRefused() {
        assertThatThrownBy(this::load)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("The pipelines folder " + folder + " holds no model.");
    }

    @Test
    void aFolderThatDoesNotExistIsRefused() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> Pipelines.load(missing))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("The pipelines folder " + missing + " does not exist.");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '§', textBlock = """
        description: Counts of things.        => description: Another description.
        description: Counts of things.        => description: "Counts of things."
        day: day_fk                           => measures: {amount: {}}\\nday: day_fk
        day: day_fk                           => measures: {amount: {}}\\nreconcile: {amount: no reason given}\\nday: day_fk
        day: day_fk                           => columns: {amount: The amount.}\\nday: day_fk
        grain: [day_fk, thing_fk]             => grain: ["day_fk", 'thing_fk'] # a comment
        SELECT day_id                         => -- a comment\\n\\nselect   day_id
        FROM                                  => /* a comment */ from
        """)
    void descriptionsCommentsAndWhiteSpaceAreNoPartOfTheDefinition(String found, String instead) {
        assertThat(definitionOfFact(FACT.replace(found, instead.replace("\\n", "\n"))))
                .isEqualTo(definitionOfFact(FACT));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '§', textBlock = """
        thing_id AS thing_fk, amount          => thing_id AS thing_fk, -amount
        thing_name = name                     => thing_name = 'name'
        grain: [day_fk, thing_fk]             => grain: [day_fk]
        grain: [day_fk, thing_fk]             => grain: [thing_fk, day_fk]
        day: day_fk                           => day: thing_fk
        table: x_dim.counts                   => table: x_dim.numbers
        """)
    void theStatementAndWhatTheHeaderDecidesAreTheDefinition(String found, String instead) {
        assertThat(definitionOfFact(FACT.replace(found, instead))).isNotEqualTo(definitionOfFact(FACT));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '§', textBlock = """
        natural_key: [thing_name]             => natural_key: [thing_name, other]
        natural_key: [thing_name]             => natural_key: [thing_name]\\nkey: number
        natural_key: [thing_name]             => natural_key: [thing_name]\\nday: day_id
        natural_key: [thing_name]             => natural_key: [thing_name]\\nday: day_id\\nscd: 2
        natural_key: [thing_name]             => natural_key: [thing_name]\\nunknown: {thing_name: none}
        """)
    void keysAndTheUnknownMemberAreTheDefinitionOfADimension(String found, String instead) {
        assertThat(definition("x_dim.thing", DIMENSION.replace(found, instead.replace("\\n", "\n"))))
                .isNotEqualTo(definition("x_dim.thing", DIMENSION));
    }

    @Test
    void columnsAndTheDayAreTheDefinitionOfASourceButNotItsFiles() {
        String definition = definition("x_data.events", SOURCE);

        assertThat(definition("x_data.events", SOURCE.replace("{1,2}", "{1,2,3}")))
                .isEqualTo(definition);
        assertThat(definition("x_data.events", SOURCE.replace("files:", "grain: [name]\nfiles:")))
                .isEqualTo(definition);
        assertThat(definition("x_data.events", SOURCE.replace("TEXT", "TEXT NOT NULL")))
                .isNotEqualTo(definition);
        assertThat(definition(
                        "x_data.events",
                        SOURCE.replace("files:", "day: other\nfiles:").replace("name", "other INTEGER, name")))
                .isNotEqualTo(definition);
    }

    private String definitionOfFact(String fact) {
        write("x/thing.sql", DIMENSION);
        write("x/events.sql", SOURCE);
        write("x/counts.sql", fact);
        return load().graph().ofType(FactModel.class).get(0).definition();
    }

    private String definition(String table, String model) {
        write("x/events.sql", SOURCE);
        write(table.equals("x_data.events") ? "x/events.sql" : "x/thing.sql", model);
        return load().graph().get(TableName.parse(table)).definition();
    }

    private static String dimension(String table, String select) {
        return "/*\nkind: dimension\ntable: " + table + "\ndescription: D.\nnatural_key: [name]\n*/\n" + select;
    }

    private Pipelines load() {
        return Pipelines.load(folder);
    }

    private void write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
