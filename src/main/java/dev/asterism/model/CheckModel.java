package dev.asterism.model;

import java.util.List;

/**
 * A SELECT of rows that should not be.
 *
 * @param file the model file
 * @param name its pipeline and file
 * @param severity what a row means
 */
public record CheckModel(ModelFile file, TableName name, Severity severity) implements Model {
    /** What it means when a check finds rows. */
    public enum Severity {
        /** The batch is kept out. */
        ERROR,
        /** The batch is published, with a warning. */
        WARN
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String kind() {
        return "check";
    }

    @Override
    public List<String> definingParts() {
        return List.of(severity.name());
    }
}
