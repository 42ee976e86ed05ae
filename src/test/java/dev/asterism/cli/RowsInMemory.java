package dev.asterism.cli;

import dev.asterism.engine.QueryResult;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A result whose rows a test writes down. */
final class RowsInMemory implements QueryResult {
    private final List<String> columns;
    private final Iterator<@Nullable Object[]> rows;
    private final List<Boolean> numeric;
    private @Nullable Object @Nullable [] current;
    private boolean closed;

    private RowsInMemory(List<String> columns, List<Boolean> numeric, Iterator<@Nullable Object[]> rows) {
        this.columns = columns;
        this.numeric = numeric;
        this.rows = rows;
    }

    /** Columns named by a text such as {@code "name, number#"}; those that end with # are numeric. */
    static RowsInMemory of(String columns, @Nullable Object[]... rows) {
        return of(columns, Arrays.asList(rows).iterator());
    }

    static RowsInMemory of(String columns, Iterator<@Nullable Object[]> rows) {
        List<String> names = List.of(columns.split(", "));
        return new RowsInMemory(
                names.stream().map(name -> name.replace("#", "")).toList(),
                names.stream().map(name -> name.endsWith("#")).toList(),
                rows);
    }

    static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public boolean isNumeric(int column) {
        return numeric.get(column);
    }

    @Override
    public boolean next() {
        if (!rows.hasNext()) {
            return false;
        }
        current = rows.next();
        return true;
    }

    @Override
    public @Nullable Object value(int column) {
        return Objects.requireNonNull(current, "next() comes first")[column];
    }

    @Override
    public void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }
}
