package dev.asterism.engine.duckdb;

import dev.asterism.InputException;
import dev.asterism.model.CheckModel;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The name that DuckDB gives a database: that of its file, up to the first dot. It stands before names of schemas, so it
 * must not be one of them.
 */
final class DatabaseName {
    private static final Set<String> RESERVED = Set.of(TableName.CALENDAR.schema(), "information_schema");

    private DatabaseName() {}

    /** Fails with {@link InputException} if the warehouse is called like a schema in it. */
    static void requireNoSchema(Path file, ModelGraph graph) {
        String name = file.getFileName().toString().split("\\.", 2)[0].toLowerCase(Locale.ROOT);
        Set<String> schemas = Stream.concat(
                        RESERVED.stream(),
                        graph.models().stream()
                                .filter(model -> !(model instanceof SourceModel || model instanceof CheckModel))
                                .map(model -> model.name().schema().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toSet());
        if (schemas.contains(name)) {
            throw new InputException("The warehouse " + file + " has the name of a schema in it, " + name
                    + ", and DuckDB cannot tell the one from the other. Rename the file, or name another with"
                    + " --warehouse.");
        }
    }
}
