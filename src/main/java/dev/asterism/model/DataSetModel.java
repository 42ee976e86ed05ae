package dev.asterism.model;

import java.util.List;

/**
 * A star flattened under human names: a view.
 *
 * @param file the model file
 * @param name the view
 */
public record DataSetModel(ModelFile file, TableName name) implements Model {
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String kind() {
        return "data_set";
    }

    @Override
    public List<String> definingParts() {
        return List.of();
    }
}
