package dev.asterism.model;

import dev.asterism.header.HeadedFile;
import dev.asterism.header.Header;
import dev.asterism.lake.Column;
import dev.asterism.lake.ColumnType;
import dev.asterism.lake.FileForm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a model file: the YAML header in its first block comment, and the SQL after it. */
final class ModelFileReader {
    private static final Map<String, Set<String>> KEYS = Map.of(
            "source", Set.of("files", "format", "delimiter", "day", "grain"),
            "dimension",
                    Set.of(
                            "natural_key",
                            "key",
                            "unknown",
                            "scd",
                            "day",
                            "attributes",
                            "reads",
                            "references",
                            "renamed_from"),
            "accumulating", Set.of("grain", "day", "attributes", "reads", "references", "renamed_from"),
            "fact", Set.of("grain", "day", "measures", "additive", "reconcile", "reads", "references", "renamed_from"),
            "data_set", Set.of(),
            "seed", Set.of("file", "delimiter", "natural_key", "unknown"),
            "check", Set.of("severity"));

    /** The kinds whose body declares columns. */
    private static final Set<String> DECLARING = Set.of("source", "seed");

    private static final String DEFAULT_DAY = "day_id";

    private static final Pattern TABLE_NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*\\.[\\p{L}_][\\p{L}\\p{N}_]*");

    private final ModelId id;
    private final Header header;
    private final SqlText sql;

    private ModelFileReader(ModelId id, Header header, SqlText sql) {
        this.id = id;
        this.header = header;
        this.sql = sql;
    }

    static Model read(ModelId id, Path path) {
        HeadedFile file = HeadedFile.read(
                path,
                "a model file starts with a header: a block comment of YAML, such as"
                        + " /* kind: fact … */. See docs/reference/model-files.md.");
        // No engine sees the body of a source or a seed.
        boolean isRun = !DECLARING.contains(file.header().optionalText("kind").orElse(""));
        return new ModelFileReader(
                        id, file.header(), new SqlText(path, isRun ? file.text() : file.textWithBlankHeader()))
                .read();
    }

    private Model read() {
        String kind = header.text("kind");
        if (!KEYS.containsKey(kind)) {
            throw header.position("kind")
                    .error("'" + kind + "' is no kind of model. Expected one of "
                            + KEYS.keySet().stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
        Set<String> allowed = new TreeSet<>(KEYS.get(kind));
        allowed.addAll(Set.of("kind", "description", "columns"));
        if (!kind.equals("check")) {
            allowed.add("table");
        }
        header.allowOnly("a " + kind, allowed);
        if (kind.equals("source")) {
            return source();
        }
        if (kind.equals("seed")) {
            return seed();
        }
        if (!sql.isSelect()) {
            throw sql.start().error("the body of a " + kind + " is one SELECT.");
        }
        sql.tokens().stream().filter(token -> token.isSymbol(";")).findFirst().ifPresent(semicolon -> {
            throw sql.error(semicolon.start(), "the body of a " + kind + " is one statement; found a ';' within.");
        });
        Portability.check(sql, kind.equals("data_set") || kind.equals("check"));
        return switch (kind) {
            case "dimension" -> dimension();
            case "accumulating" -> accumulating();
            case "fact" -> fact();
            case "data_set" -> new DataSetModel(file(), table());
            default -> check();
        };
    }

    private ModelFile file() {
        return new ModelFile(
                id,
                sql.start(),
                header.text("description"),
                header.textMap("columns"),
                header.textMap("renamed_from"),
                sql,
                earlierDays());
    }

    private Map<TableName, EarlierDays> earlierDays() {
        Map<TableName, EarlierDays> earlierDays = new LinkedHashMap<>();
        header.mapping("reads")
                .ifPresent(map -> map.keys().forEach(name -> {
                    TableName table =
                            TABLE_NAME.matcher(name).matches() ? TableName.parse(name) : new TableName("", name);
                    if (!sql.tables().contains(table)) {
                        throw map.position(name)
                                .error("the SELECT does not read '" + name
                                        + "'. Expected one of the tables that it reads: "
                                        + sql.tables().stream()
                                                .map(TableName::toString)
                                                .collect(Collectors.joining(", "))
                                        + ".");
                    }
                    earlierDays.put(table, earlierDays(map, name));
                }));
        return earlierDays;
    }

    private static EarlierDays earlierDays(Header map, String table) {
        if (map.isText(table)) {
            if (map.text(table).equals("all")) {
                return EarlierDays.ALL;
            }
        } else {
            Header declared = map.mapping(table).orElseThrow();
            declared.allowOnly("a table that is read", Set.of("days_before"));
            String days = declared.text("days_before");
            if (days.matches("[1-9][0-9]{0,4}")) {
                return EarlierDays.of(Integer.parseInt(days));
            }
        }
        throw map.position(table)
                .error("it is not clear which days before are read of " + table
                        + ". Expected a number of calendar days from 1 to 99999, such as {days_before: 6}, or all.");
    }

    private TableName table() {
        String text = header.text("table");
        if (!TABLE_NAME.matcher(text).matches()) {
            throw header.position("table")
                    .error("'" + text + "' is not the name of a table. Expected schema.table of letters, digits and"
                            + " underscores, such as pypi_dim.project.");
        }
        TableName table = TableName.parse(text);
        if (table.schema().equals(TableName.CALENDAR.schema())) {
            throw header.position("table")
                    .error("the schema '" + table.schema() + "' is the builder's own. Choose another one.");
        }
        return table;
    }

    private SourceModel source() {
        List<Column> columns = new ArrayList<>(SourceColumns.of(sql, table()));
        String day = header.optionalText("day").orElse(DEFAULT_DAY);
        boolean isDayOfFolder = day.equals("folder");
        if (isDayOfFolder) {
            columns.stream()
                    .filter(column -> column.name().equalsIgnoreCase(SourceModel.FOLDER_DAY.name()))
                    .forEach(column -> {
                        throw header.position("day")
                                .error("with 'day: folder' the builder adds the column '" + column.name()
                                        + "'. Leave it out, or write day: " + column.name() + " if the files have it.");
                    });
            columns.add(0, SourceModel.FOLDER_DAY);
            day = SourceModel.FOLDER_DAY.name();
        }
        List<String> names = columns.stream().map(Column::name).toList();
        requireDay(day, columns, names);
        List<String> grain = header.texts("grain");
        grain.forEach(column -> requireColumn("grain", column, names));
        header.textMap("columns").keySet().forEach(column -> requireColumn("columns", column, names));
        return new SourceModel(
                file(), table(), SourceFiles.of(header), List.copyOf(columns), day, isDayOfFolder, grain);
    }

    /** A seed whose rows have a natural key is a dimension; any other is a view of its rows. */
    private Model seed() {
        List<Column> columns = SourceColumns.of(sql, table());
        List<String> names = columns.stream().map(Column::name).toList();
        List<String> naturalKey = header.texts("natural_key");
        naturalKey.forEach(column -> requireColumn("natural_key", column, names));
        header.textMap("columns").keySet().forEach(column -> requireColumn("columns", column, names));
        if (naturalKey.isEmpty() && header.mapping("unknown").isPresent()) {
            throw header.position("unknown")
                    .error(
                            "a seed without a 'natural_key' has no members, so there is no unknown one. Name the columns that"
                                    + " identify a row under 'natural_key'.");
        }
        String name = header.optionalText("file").orElse(id.name() + ".csv");
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            throw header.position("file")
                    .error("'" + name
                            + "' does not lie beside the model. Expected the name of a file in the same folder.");
        }
        FileForm form = header.keys().contains("delimiter")
                ? new FileForm(FileForm.Kind.DELIMITED, SourceFiles.delimiter(header), Optional.empty())
                : FileForm.COMMAS;
        SqlText rows = new SeedFile(header, sql.start().file(), name, columns).select(form, naturalKey);
        ModelFileReader reader = new ModelFileReader(id, header, rows);
        return naturalKey.isEmpty() ? new DataSetModel(reader.file(), table(), true) : reader.dimension();
    }

    private void requireDay(String day, List<Column> columns, List<String> names) {
        if (!names.contains(day)) {
            throw header.position("day")
                    .error("'" + day + "' is no column of this table. It has " + String.join(", ", names)
                            + ". Name the column that holds the day, or write day: folder if the files have none.");
        }
        columns.stream()
                .filter(column -> column.name().equals(day) && !column.type().equals(ColumnType.INTEGER))
                .forEach(column -> {
                    throw header.position("day")
                            .error("the day's column '" + day + "' is of type " + column.type()
                                    + ". Expected INTEGER, since a day is a number yyyymmdd.");
                });
    }

    private void requireColumn(String key, String column, List<String> columns) {
        if (!columns.contains(column)) {
            throw header.position(key)
                    .error("'" + column + "' is no column of this table. It has " + String.join(", ", columns) + ".");
        }
    }

    private DimensionModel dimension() {
        Optional<String> day = header.optionalText("day");
        if (day.isEmpty() && header.mapping("reads").isPresent()) {
            throw header.position("reads")
                    .error(
                            "only a dimension with a 'day' can see days before. Name the column of the day under 'day'.");
        }
        String type = header.optionalText("scd").orElse("1");
        if (!type.equals("1") && !type.equals("2")) {
            throw header.position("scd")
                    .error("'" + type + "' is no supported type of slowly changing dimension. Expected 1 or 2.");
        }
        DimensionModel.History history =
                type.equals("2") ? DimensionModel.History.TYPE_2 : DimensionModel.History.TYPE_1;
        if (history == DimensionModel.History.TYPE_2 && day.isEmpty()) {
            throw header.position("scd")
                    .error("history of type 2 needs to know the day of each row. Name its column under 'day'.");
        }
        if (day.isPresent() && header.optionalText("key").isPresent()) {
            throw header.position("key").error("a dimension with a 'day' gets its keys from the builder.");
        }
        List<String> naturalKey = header.requiredTexts("natural_key");
        if (!header.textMap("unknown").isEmpty()
                && !header.textMap("unknown").keySet().containsAll(naturalKey)) {
            throw header.position("unknown")
                    .error("the unknown member needs a value in every column of the natural_key " + naturalKey + ".");
        }
        if (header.optionalText("key").isPresent() && !header.textMap("unknown").isEmpty()) {
            throw header.position("unknown")
                    .error("a dimension with a 'key' of its own has no unknown member; let the SELECT give one.");
        }
        return new DimensionModel(
                file(),
                table(),
                naturalKey,
                header.optionalText("key"),
                header.textMap("unknown"),
                day,
                history,
                references(),
                rules(naturalKey, day, history),
                false);
    }

    private DimensionModel accumulating() {
        List<String> grain = header.requiredTexts("grain");
        String day = header.optionalText("day").orElse(DEFAULT_DAY);
        if (grain.contains(day)) {
            throw header.position("grain")
                    .error("an accumulating snapshot has one row for each business key and no day of its own; '" + day
                            + "' is the day of what is observed. Leave it out of the grain.");
        }
        return new DimensionModel(
                file(),
                table(),
                grain,
                Optional.empty(),
                Map.of(),
                Optional.of(day),
                DimensionModel.History.TYPE_1,
                references(),
                rules(grain, Optional.of(day), DimensionModel.History.TYPE_1),
                true);
    }

    /** What counts of single attributes. */
    private Map<String, AttributeRule> rules(
            List<String> naturalKey, Optional<String> day, DimensionModel.History history) {
        Map<String, AttributeRule> rules = new LinkedHashMap<>();
        header.mapping("attributes").ifPresent(map -> {
            String dayOfRow = day.orElseThrow(() -> header.position("attributes")
                    .error("rules say what counts of several days, so the day of each row must be known. Name its"
                            + " column under 'day'."));
            for (String name : map.keys()) {
                if (naturalKey.contains(name) || dayOfRow.equals(name)) {
                    throw map.position(name)
                            .error("'" + name + "' is no attribute, but "
                                    + (naturalKey.contains(name) ? "part of the natural key." : "the day."));
                }
                AttributeRule rule = choice(map, name, "rule of an attribute", map.text(name), AttributeRule.values());
                if (rule == AttributeRule.VERSIONS && history != DimensionModel.History.TYPE_2) {
                    throw map.position(name).error("only a dimension with scd: 2 keeps versions of an attribute.");
                }
                rules.put(name, rule);
            }
        });
        return rules;
    }

    /** The dimensions that the header says columns refer to. */
    private Map<String, Reference> references() {
        Map<String, Reference> references = new LinkedHashMap<>();
        header.mapping("references")
                .ifPresent(map -> map.keys().forEach(column -> {
                    String text = map.text(column);
                    if (!TABLE_NAME.matcher(text).matches()) {
                        throw map.position(column)
                                .error("'" + text + "' is not the name of a dimension. Expected schema.table, such as"
                                        + " {" + column + ": time.day}.");
                    }
                    references.put(column, new Reference(TableName.parse(text), map.position(column)));
                }));
        return references;
    }

    private FactModel fact() {
        List<String> grain = header.requiredTexts("grain");
        String day = header.text("day");
        if (!grain.contains(day)) {
            throw header.position("day")
                    .error("the day's column '" + day + "' is not part of the grain " + grain + ".");
        }
        Optional<Additivity> additivity = additivity(header, grain);
        Map<String, Measure> measures = new LinkedHashMap<>();
        header.mapping("measures")
                .ifPresent(map -> map.keys()
                        .forEach(name -> measures.put(
                                name,
                                measure(
                                        map.mapping(name)
                                                .orElseThrow(() -> new IllegalStateException("a key without a value")),
                                        grain,
                                        additivity))));
        Map<String, Reconciliation> reconciliations = new LinkedHashMap<>();
        header.mapping("reconcile")
                .ifPresent(map -> map.keys().forEach(name -> {
                    if (!measures.containsKey(name)) {
                        throw map.position(name).error("'" + name + "' is no measure of this fact.");
                    }
                    reconciliations.put(name, reconciliation(map, name));
                }));
        return new FactModel(file(), table(), grain, day, measures, reconciliations, references());
    }

    private static Measure measure(Header measure, List<String> grain, Optional<Additivity> ofFact) {
        measure.allowOnly("a measure", Set.of("aggregate", "additive", "description"));
        String aggregate = measure.optionalText("aggregate").orElse("sum");
        return new Measure(
                choice(measure, "aggregate", aggregate, Measure.Aggregate.values()),
                additivity(measure, grain).or(() -> ofFact),
                measure.optionalText("description").orElse(""));
    }

    /** Over what measures may not be summed; empty if nothing is said. */
    private static Optional<Additivity> additivity(Header header, List<String> grain) {
        return header.mapping("additive").map(additive -> {
            additive.allowOnly("additive", Set.of("not_over", "then"));
            List<String> notOver = additive.requiredTexts("not_over");
            notOver.stream()
                    .filter(column -> !grain.contains(column))
                    .findFirst()
                    .ifPresent(column -> {
                        throw additive.position("not_over")
                                .error("'" + column + "' is not part of the grain " + grain + ".");
                    });
            return new Additivity(notOver, choice(additive, "then", additive.text("then"), Additivity.Then.values()));
        });
    }

    private Reconciliation reconciliation(Header map, String measure) {
        String text = map.text(measure);
        List<String> parts = new ArrayList<>(Arrays.asList(text.split("\\.", -1)));
        if (text.contains(" ")) {
            return new Reconciliation.NotReconciled(text);
        }
        if (parts.size() != 3) {
            throw map.position(measure)
                    .error("'" + text + "' is no column to reconcile with. Expected schema.table.column, or the reason"
                            + " in words why there is none.");
        }
        TableName table = new TableName(parts.get(0), parts.get(1));
        if (!sql.tables().contains(table)) {
            throw map.position(measure)
                    .error("the measure is to be reconciled with " + table + ", which the SELECT does not read.");
        }
        return new Reconciliation.SameTotal(table, parts.get(2));
    }

    private CheckModel check() {
        CheckModel.Severity severity = choice(
                header, "severity", header.optionalText("severity").orElse("error"), CheckModel.Severity.values());
        return new CheckModel(file(), new TableName(id.pipeline(), id.name()), severity);
    }

    private static <E extends Enum<E>> E choice(Header header, String key, String text, E[] values) {
        return choice(header, key, key, text, values);
    }

    /** @param what what the value is, in words */
    private static <E extends Enum<E>> E choice(Header header, String key, String what, String text, E[] values) {
        return Arrays.stream(values)
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> header.position(key)
                        .error("'" + text + "' is no valid " + what + ". Expected one of "
                                + Arrays.stream(values)
                                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))
                                + "."));
    }
}
