package dev.asterism.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A dimension: members with an integer key that is assigned once.
 *
 * @param file the model file
 * @param name the table
 * @param naturalKey the columns that identify a member in the sources
 * @param ownKey the integer column of the SELECT that serves as key, for dimensions such as days whose key speaks; empty
 *     where the builder assigns surrogate keys
 * @param unknown the unknown member's values by column; empty where there is no such member
 */
public record DimensionModel(
        ModelFile file, TableName name, List<String> naturalKey, Optional<String> ownKey, Map<String, String> unknown)
        implements Model {
    /** The key of the member that stands for "not known". */
    public static final int UNKNOWN_KEY = -1;

    @Override
    public String kind() {
        return "dimension";
    }

    /** The key's column. */
    public String key() {
        return ownKey.orElse(name.name() + "_id");
    }

    @Override
    public List<String> definingParts() {
        return List.of(naturalKey.toString(), key(), new TreeMap<>(unknown).toString());
    }
}
