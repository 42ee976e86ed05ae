package dev.asterism.extract.bigquery;

import com.google.zetasql.Analyzer;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.LanguageOptions;
import com.google.zetasql.PreparedQuery;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SimpleColumn;
import com.google.zetasql.SqlException;
import com.google.zetasql.TableContent;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLBuiltinFunctionOptions;
import com.google.zetasql.ZetaSQLOptions.ProductMode;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The engine that BigQuery's own SQL is made of: it analyses and executes the same statements, over tables in memory. One
 * statement at a time.
 */
final class GoogleSql implements QueryEngine {
    private final Map<String, NestedTable> tables = new ConcurrentHashMap<>();

    /** The tables rarely change, and preparing a statement takes long. */
    private final Map<String, List<Column>> analyses = new HashMap<>();

    private final Map<String, Result> results = new HashMap<>();

    GoogleSql() {
        requireNativeLibrary();
    }

    /** Skips a test, saying why, where Google publishes no library for the machine. */
    static void requireNativeLibrary() {
        String machine = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && List.of("amd64", "x86_64").contains(System.getProperty("os.arch")),
                "NOT TESTED HERE: Google's SQL engine is there for Linux on x86-64, and this is " + machine);
    }

    synchronized void put(NestedTable table) {
        tables.put(table.name(), table);
        analyses.clear();
        results.clear();
    }

    @Override
    public synchronized List<Column> analyse(String sql) {
        return analyses.computeIfAbsent(sql, key -> {
            try (PreparedQuery query = prepare(sql, Map.of())) {
                return columns(query);
            } catch (SqlException invalid) {
                throw translated(invalid);
            }
        });
    }

    @Override
    public synchronized Result run(String sql, LocalDate day) {
        return results.computeIfAbsent(day + "\n" + sql, key -> execute(sql, day));
    }

    private Result execute(String sql, LocalDate day) {
        Map<String, TableContent> contents = new HashMap<>();
        for (List<String> path : Analyzer.extractTableNamesFromStatement(sql, options())) {
            @Nullable NestedTable table = tables.get(String.join(".", path));
            if (table != null) {
                contents.put(table.name(), table.content());
            }
        }
        try (PreparedQuery query = prepare(sql, contents)) {
            List<Column> columns = columns(query);
            List<List<@Nullable String>> rows = new ArrayList<>();
            query.execute(Map.of("day", Value.createDateValue(day)))
                    .getTableData()
                    .forEach(row -> rows.add(row.stream().map(GoogleSql::text).toList()));
            return new InMemory(columns, rows);
        } catch (SqlException invalid) {
            throw translated(invalid);
        }
    }

    private record InMemory(List<Column> columns, List<List<@Nullable String>> content) implements Result {
        @Override
        public long rows() {
            return content.size();
        }

        @Override
        public List<@Nullable String> row(long number) {
            return content.get((int) number);
        }
    }

    private PreparedQuery prepare(String sql, Map<String, TableContent> contents) {
        AnalyzerOptions options = options();
        SimpleCatalog catalog = new SimpleCatalog("bigquery");
        catalog.addZetaSQLFunctionsAndTypes(new ZetaSQLBuiltinFunctionOptions(options.getLanguageOptions()));
        tables.values().forEach(table -> catalog.addSimpleTable(table.definition()));
        return PreparedQuery.builder()
                .setSql(sql)
                .setAnalyzerOptions(options)
                .setCatalog(catalog)
                .setTablesContents(contents)
                .prepare();
    }

    private static AnalyzerOptions options() {
        AnalyzerOptions options = new AnalyzerOptions();
        LanguageOptions language = options.getLanguageOptions();
        language.enableMaximumLanguageFeatures();
        language.setSupportsAllStatementKinds();
        language.setProductMode(ProductMode.PRODUCT_EXTERNAL);
        options.setDefaultTimezone("UTC");
        options.addQueryParameter("day", TypeFactory.createSimpleType(TypeKind.TYPE_DATE));
        return options;
    }

    private static List<Column> columns(PreparedQuery query) {
        List<Column> columns = new ArrayList<>();
        for (SimpleColumn column : query.getColumns()) {
            columns.add(new Column(column.getName(), name(column.getType())));
        }
        return columns;
    }

    private static String name(Type type) {
        return type.isInt64() ? "INTEGER" : type.isString() ? "STRING" : type.toString();
    }

    private static @Nullable String text(Value value) {
        if (value.isNull()) {
            return null;
        }
        return value.getType().isInt64() ? String.valueOf(value.getInt64Value()) : value.getStringValue();
    }

    private static RuntimeException translated(SqlException invalid) {
        String message = String.valueOf(invalid.getMessage());
        String prefix = "table not found: ";
        int start = message.toLowerCase(Locale.ROOT).indexOf(prefix);
        return start < 0
                ? new InvalidQueryException(message)
                : new NoSuchTableException(
                        Arrays.stream(message.substring(start + prefix.length()).split("[`;\\s]", -1))
                                .filter(word -> !word.isEmpty())
                                .findFirst()
                                .orElse(message));
    }
}
