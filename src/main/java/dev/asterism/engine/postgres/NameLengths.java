package dev.asterism.engine.postgres;

import dev.asterism.InputException;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.TableShape.ShapeColumn;
import dev.asterism.engine.star.AwaitedMembers;
import dev.asterism.engine.star.HistorySql;
import dev.asterism.model.CheckModel;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SourceModel;
import dev.asterism.plan.MemberUse;
import java.nio.charset.StandardCharsets;

/**
 * Refuses names that a server would cut without a word, so that two could become one, and what was created under a name
 * would not be found again by it. Names of indexes and partitions are made to fit; the server makes those of constraints.
 */
final class NameLengths {
    /** How many bytes a server keeps of a name. */
    static final int LONGEST = 63;

    private NameLengths() {}

    /**
     * Proves every name that the models give or that is derived from one.
     *
     * @throws InputException if one is too long, with file and line
     */
    static void requireFit(ModelGraph graph) {
        for (Model model : graph.models()) {
            if (model instanceof SourceModel) {
                continue; // Its rows never come to the server.
            }
            if (!(model instanceof CheckModel)) {
                requireFit(model, "the schema", model.name().schema());
                requireFit(model, "the table", model.name().name());
            }
            if (model instanceof DimensionModel dimension) {
                requireDerivedFit(dimension);
            }
            if (model instanceof CheckModel || model instanceof DataSetModel) {
                requireNamesFit(model);
            }
        }
    }

    /** A statement that the server runs must not name what it would cut. */
    private static void requireNamesFit(Model model) {
        model.file()
                .sql()
                .names()
                .filter(name -> !fits(name.name()))
                .findFirst()
                .ifPresent(name -> {
                    throw model.file().sql().error(name, tooLong("the name", name.name()));
                });
    }

    /**
     * Proves the names of the columns that the models' statements give, of which some stand in no statement.
     *
     * @param shapes the columns with their whole names
     * @throws InputException if a name is too long, with file and line
     */
    static void requireFit(ModelGraph graph, Shapes shapes) {
        for (Model model : graph.models()) {
            if (model instanceof SourceModel) {
                continue;
            }
            for (MemberUse use : shapes.uses(model)) {
                if (!use.lookups().isEmpty()) {
                    String awaited = AwaitedMembers.table(use.dimension()).name();
                    requireFit(model, "the builder's table of members that are looked for", awaited);
                }
            }
            for (ShapeColumn column : shapes.of(model).columns()) {
                if (!(model instanceof CheckModel)) {
                    requireFit(model, "the column", column.name());
                }
            }
        }
    }

    private static void requireDerivedFit(DimensionModel dimension) {
        if (dimension.ownKey().isEmpty()) {
            requireFit(dimension, "the builder's key", dimension.key());
        }
        if (dimension.day().isPresent()) {
            String observations = HistorySql.observations(dimension).name();
            requireFit(dimension, "the builder's table of observations", observations);
        }
    }

    private static void requireFit(Model model, String what, String name) {
        if (!fits(name)) {
            throw model.file().start().error(tooLong(what, name));
        }
    }

    private static boolean fits(String name) {
        return bytes(name) <= LONGEST;
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String tooLong(String what, String name) {
        return "%s '%s' has %s bytes, and PostgreSQL keeps %s of a name. Make it shorter by %s."
                .formatted(what, name, bytes(name), LONGEST, bytes(name) - LONGEST);
    }
}
