package dev.asterism.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What a model file declares: one table, view or check. Every alternative is a record that compares by
 * value; its hash is that of its name, as maps of models are asked for every day of a batch.
 */
public sealed interface Model permits SourceModel, DimensionModel, FactModel, DataSetModel, CheckModel {
    /** What every model file has: where it is, its description, its SQL. */
    ModelFile file();

    /**
     * The name by which other models and the build state know it: the table or view; for a check, its pipeline and file.
     */
    TableName name();

    /** The kind, as the header writes it. */
    String kind();

    /** Parts of the header that decide what the table holds; descriptions are none of them. */
    List<String> definingParts();

    /** The column by which its file or SELECT tells the day of each row; empty if it tells none. */
    default Optional<String> dayColumn() {
        return Optional.empty();
    }

    /** Whether the rows of its table belong to days, as those of sources and facts do, and members do not. */
    default boolean hasDays() {
        return this instanceof SourceModel || this instanceof FactModel;
    }

    /** The fingerprint of everything in the file that decides what the table holds. */
    default String definition() {
        List<String> parts = new ArrayList<>(List.of(
                kind(),
                name().toString(),
                definingParts().toString(),
                file().sql().normalised()));
        if (!file().earlierDays().isEmpty()) {
            parts.add(new TreeMap<>(file().earlierDays()).toString());
        }
        return Fingerprint.of(parts);
    }

    /** The dimensions that columns refer to, by column, as far as the header says so; others refer by their names. */
    default Map<String, Reference> references() {
        return Map.of();
    }

    /** Returns whether the warehouse keeps a table or view of it. */
    default boolean hasTable() {
        return this instanceof DimensionModel || this instanceof FactModel || this instanceof DataSetModel;
    }

    /** The tables whose rows it reads; empty for a source. */
    default SortedSet<TableName> reads() {
        return file().sql().tables();
    }
}
