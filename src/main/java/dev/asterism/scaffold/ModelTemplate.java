package dev.asterism.scaffold;

import dev.asterism.lake.Column;
import dev.asterism.lake.ColumnType;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The text of a new model of each kind. */
final class ModelTemplate {
    private static final Set<ColumnType.Kind> NUMBERS = EnumSet.of(
            ColumnType.Kind.SMALLINT,
            ColumnType.Kind.INTEGER,
            ColumnType.Kind.BIGINT,
            ColumnType.Kind.DECIMAL,
            ColumnType.Kind.DOUBLE);

    private ModelTemplate() {}

    static String source(TableName table, String pipeline) {
        return """
                /*
                kind: source
                table: {table}
                description: What a row of {name} says.
                files: {pipeline}/{file}-v1.csv.gz
                grain: [day_id, name]
                columns:
                  day_id: Day, yyyymmdd.
                  name: What the row is about.
                  amount: How much.
                */
                CREATE TABLE {table} (
                  day_id INTEGER NOT NULL,
                  name   TEXT    NOT NULL,
                  amount BIGINT  NOT NULL
                )
                """.replace("{table}", table.toString())
                .replace("{name}", table.name())
                .replace("{pipeline}", pipeline)
                .replace("{file}", table.name().replace('_', '-'));
    }

    /** A small table without days, in a file beside its model. */
    static String seed(TableName table) {
        return """
                /*
                kind: seed
                table: {table}
                description: What a member of {name} is.
                natural_key: [{name}_name]
                */
                CREATE TABLE {table} ({name}_name TEXT NOT NULL, description TEXT)
                """.replace("{table}", table.toString()).replace("{name}", table.name());
    }

    static String rowsOfSeed(TableName table) {
        return """
                {name}_name,description
                one,The first
                another,The second
                """.replace("{name}", table.name());
    }

    /** A dimension whose members are those that a source names. */
    static String dimension(TableName table, SourceModel source) {
        Column member = source.columns().stream()
                .filter(column -> !column.name().equals(source.day()))
                .min((left, right) -> Boolean.compare(!isText(left), !isText(right)))
                .orElseGet(() -> source.columns().get(0));
        return """
                /*
                kind: dimension
                table: {table}
                description: What a member of {name} is.
                natural_key: [{name}_name]
                */
                SELECT DISTINCT {member} AS {name}_name
                FROM {source}{notNull}
                """.replace("{notNull}", member.nullable() ? "\nWHERE " + quoted(member.name()) + " IS NOT NULL" : "")
                .replace("{table}", table.toString())
                .replace("{name}", table.name())
                .replace("{member}", quoted(member.name()))
                .replace("{source}", source.name().toString());
    }

    /** A dimension whose members the model lists itself. */
    static String dimension(TableName table) {
        return """
                /*
                kind: dimension
                table: {table}
                description: What a member of {name} is.
                natural_key: [{name}_name]
                */
                SELECT {name}_name
                FROM (VALUES ('one'), ('another')) AS members({name}_name)
                """.replace("{table}", table.toString()).replace("{name}", table.name());
    }

    /** A fact of the sums of a source's numbers, by day and the texts of the source. */
    static String fact(TableName table, SourceModel source) {
        List<String> grain = new ArrayList<>(List.of("day_fk"));
        List<String> selected = new ArrayList<>(List.of(quoted(source.day()) + " AS day_fk"));
        List<String> groups = new ArrayList<>(List.of(quoted(source.day())));
        List<String> measures = new ArrayList<>();
        List<String> reconciliations = new ArrayList<>();
        for (Column column : source.columns()) {
            String name = quoted(column.name());
            if (column.name().equals(source.day())) {
                continue;
            }
            if (isText(column)) {
                String expression = column.nullable() ? "coalesce(" + name + ", 'unknown')" : name;
                grain.add(column.name());
                selected.add(expression + (column.nullable() ? " AS " + name : ""));
                groups.add(expression);
            } else if (NUMBERS.contains(column.type().kind()) && !column.name().endsWith("_fk")) {
                selected.add("CAST(sum(" + name + ") AS " + typeOfSum(column.type()) + ") AS " + name);
                measures.add("  " + yaml(column.name()) + ": {aggregate: sum, description: The sum of that day.}");
                reconciliations.add("  " + yaml(column.name()) + ": " + source.name() + "." + column.name());
            }
        }
        if (measures.isEmpty()) {
            selected.add("count(*) AS number_of_rows");
            measures.add("  number_of_rows: {aggregate: sum, description: Rows of that day.}");
            reconciliations.add("  number_of_rows: not reconciled, since the source has no such number");
        }
        return """
                /*
                kind: fact
                table: %s
                description: What a row of %s says.
                grain: [%s]
                day: day_fk
                measures:
                %s
                reconcile:
                %s
                */
                SELECT
                  %s
                FROM %s
                GROUP BY %s
                """.formatted(
                        table,
                        table.name(),
                        grain.stream().map(ModelTemplate::yaml).collect(Collectors.joining(", ")),
                        String.join("\n", measures),
                        String.join("\n", reconciliations),
                        String.join(",\n  ", selected),
                        source.name(),
                        String.join(", ", groups));
    }

    /** A view of a fact by dates. */
    static String dataSet(TableName table, FactModel fact) {
        List<String> selected = new ArrayList<>(List.of(quoted(fact.day()) + " AS \"Day\""));
        fact.measures().keySet().forEach(measure -> selected.add(quoted(measure) + " AS " + human(measure)));
        return """
                /*
                kind: data_set
                table: %s
                description: %s under human names.
                */
                SELECT
                  %s
                FROM %s
                """.formatted(table, fact.name(), String.join(",\n  ", selected), fact.name());
    }

    /** A check that finds rows which should not be there. */
    static String check(Model checked) {
        Optional<String> column = Scaffold.columnToCheck(checked);
        String condition = column.map(name -> checked instanceof DimensionModel
                        ? "CAST(" + quoted(name) + " AS text) = ''"
                        : quoted(name) + " < 0")
                .orElse("FALSE");
        return """
                /*
                kind: check
                description: %s holds only what is expected; a row of this is one too many.
                severity: warn
                */
                SELECT *
                FROM %s
                WHERE %s
                """.formatted(checked.name(), checked.name(), condition);
    }

    private static boolean isText(Column column) {
        return column.type().kind() == ColumnType.Kind.TEXT;
    }

    private static String typeOfSum(ColumnType type) {
        return switch (type.kind()) {
            case DECIMAL -> "decimal(" + ColumnType.MOST_DIGITS + ", " + type.scale() + ")";
            case DOUBLE -> "double precision";
            default -> "bigint";
        };
    }

    private static String human(String column) {
        String words = column.replace('_', ' ').strip();
        return quoted(words.isEmpty() ? column : Character.toUpperCase(words.charAt(0)) + words.substring(1));
    }

    /** Names are quoted where SQL would read something else in them. */
    private static String quoted(String name) {
        return name.matches("[a-z_][a-z0-9_]*") && !RESERVED.contains(name)
                ? name
                : '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String yaml(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") && !name.matches("(?i)y|n|yes|no|on|off|true|false|null")
                ? name
                : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** The words that a source is likely to use for a column and SQL reserves. */
    private static final Set<String> RESERVED = Set.of(
            "all",
            "and",
            "any",
            "as",
            "asc",
            "at",
            "both",
            "case",
            "cast",
            "check",
            "collate",
            "column",
            "constraint",
            "create",
            "default",
            "desc",
            "distinct",
            "do",
            "else",
            "end",
            "except",
            "false",
            "fetch",
            "for",
            "foreign",
            "from",
            "grant",
            "group",
            "having",
            "in",
            "initially",
            "intersect",
            "into",
            "lateral",
            "leading",
            "limit",
            "not",
            "null",
            "offset",
            "on",
            "only",
            "or",
            "order",
            "placing",
            "primary",
            "qualify",
            "references",
            "returning",
            "select",
            "show",
            "some",
            "summarize",
            "symmetric",
            "table",
            "then",
            "to",
            "trailing",
            "true",
            "union",
            "unique",
            "user",
            "using",
            "variadic",
            "when",
            "where",
            "window",
            "with");
}
