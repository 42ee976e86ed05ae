package dev.asterism.cli;

import dev.asterism.engine.QueryResult;
import dev.asterism.engine.WarehouseReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query's rows that close the warehouse, too, when they are closed. */
record OwningQueryResult(QueryResult rows, WarehouseReader engine) implements QueryResult {
    @Override
    public List<String> columns() {
        return rows.columns();
    }

    @Override
    public boolean isNumeric(int column) {
        return rows.isNumeric(column);
    }

    @Override
    public boolean next() {
        return rows.next();
    }

    @Override
    public @Nullable Object value(int column) {
        return rows.value(column);
    }

    @Override
    public void close() {
        rows.close();
        engine.close();
    }
}
