package dev.asterism.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A fact: measures at a declared grain, kept per day and replaced a day at a time.
 *
 * @param file the model file
 * @param name the table
 * @param grain the columns by which its rows are unique, the day's column among them
 * @param day the column that holds the day, an integer yyyymmdd
 * @param measures the measures by column, in the order written
 * @param reconciliations for a measure, what its total per day must equal, or why that cannot be said
 * @param references the dimensions that columns refer to as the header says, by column
 */
public record FactModel(
        ModelFile file,
        TableName name,
        List<String> grain,
        String day,
        Map<String, Measure> measures,
        Map<String, Reconciliation> reconciliations,
        Map<String, Reference> references)
        implements Model {
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public Optional<String> dayColumn() {
        return Optional.of(day);
    }

    @Override
    public String kind() {
        return "fact";
    }

    @Override
    public List<String> definingParts() {
        List<String> parts = new ArrayList<>(List.of(grain.toString(), day));
        if (!references.isEmpty()) {
            parts.add("references " + new TreeMap<>(references));
        }
        return parts;
    }

    /** The dimension's name that a foreign key's column speaks of: {@code project} for {@code project_fk}. */
    public static String referencedName(String column) {
        return column.substring(0, column.length() - FOREIGN_KEY_SUFFIX.length());
    }

    /** Whether a column refers to a dimension, by its name. */
    public static boolean isForeignKey(String column) {
        return column.endsWith(FOREIGN_KEY_SUFFIX) && column.length() > FOREIGN_KEY_SUFFIX.length();
    }

    private static final String FOREIGN_KEY_SUFFIX = "_fk";
}
