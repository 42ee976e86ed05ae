package dev.asterism.model;

import java.util.List;

/**
 * A view: a star flattened under human names, or the rows of a seed.
 *
 * @param file the model file
 * @param name the view
 * @param isSeed whether its rows are those of a file beside the model, so that it reads no table, and any model may read it
 */
public record DataSetModel(ModelFile file, TableName name, boolean isSeed) implements Model {
    private static final String KIND = "data_set";
    private static final String SEED = "seed";

    /** Whether a kind, as the header writes it, is that of a view. */
    public static boolean isView(String kind) {
        return kind.equals(KIND) || kind.equals(SEED);
    }

    /** A star flattened under human names. */
    public DataSetModel(ModelFile file, TableName name) {
        this(file, name, false);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String kind() {
        return isSeed ? SEED : KIND;
    }

    @Override
    public List<String> definingParts() {
        return List.of();
    }
}
