package dev.asterism.engine.star;

import dev.asterism.engine.BuildContext;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A SELECT that shows what foreign keys stand for: the natural key of the member, and of members that this refers to.
 * Surrogate keys differ from one warehouse to another, these do not. Not thread-safe.
 */
public final class NaturalSelect {
    private final BuildContext context;
    private final StringBuilder from;
    private final List<String> expressions = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private int tables;

    /**
     * Columns of the result that belong together.
     *
     * @param column the column of the table for which they stand
     * @param width how many they are
     */
    public record Part(String column, int width) {}

    /**
     * @param relation what to select from, a table's name or a query in brackets, known as {@code t0}
     */
    public NaturalSelect(BuildContext context, String relation) {
        this.context = context;
        this.from = new StringBuilder(relation + " AS t0");
    }

    /** Adds a column, or what its foreign key stands for. */
    public NaturalSelect add(Model model, String column) {
        return addAs(model, column, column);
    }

    /**
     * Adds a column, or what its foreign key stands for.
     *
     * @param name what the column is called in the relation
     */
    public NaturalSelect addAs(Model model, String column, String name) {
        int before = expressions.size();
        show(model, "t0", column, name);
        parts.add(new Part(column, expressions.size() - before));
        return this;
    }

    private void show(Model model, String table, String column, String name) {
        Optional<DimensionModel> referenced = referenced(model, column);
        if (referenced.isEmpty()) {
            expressions.add(table + "." + SqlNames.quoted(name));
            return;
        }
        DimensionModel dimension = referenced.get();
        tables++;
        String alias = "t" + tables;
        from.append("\n  LEFT JOIN %s AS %s ON %s.%s = %s.%s"
                .formatted(
                        SqlNames.quoted(dimension.name()),
                        alias,
                        alias,
                        SqlNames.quoted(dimension.key()),
                        table,
                        SqlNames.quoted(name)));
        dimension.naturalKey().forEach(part -> show(dimension, alias, part, part));
        if (dimension.history() == DimensionModel.History.TYPE_2) {
            expressions.add(alias + "." + SqlNames.quoted(DimensionColumns.VALID_FROM));
        }
    }

    /** The dimension that a column refers to; a natural key that leads back to its own dimension is shown as it is. */
    private Optional<DimensionModel> referenced(Model model, String column) {
        return Optional.ofNullable(context.shapes().of(model).references().get(column))
                .filter(dimension ->
                        !dimension.equals(model) || !dimension.naturalKey().contains(column));
    }

    /** Returns which columns of the result stand for which column of the table. */
    public List<Part> parts() {
        return List.copyOf(parts);
    }

    /** Returns the statement. */
    public String text() {
        return "SELECT " + String.join(", ", expressions) + "\nFROM " + from;
    }

    /** Returns the statement for rows for which a condition over {@code t0} holds. */
    public String text(String condition) {
        return text() + "\nWHERE " + condition;
    }
}
