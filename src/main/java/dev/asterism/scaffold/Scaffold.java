package dev.asterism.scaffold;

import dev.asterism.InputException;
import dev.asterism.Suggestion;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.Pipeline;
import dev.asterism.model.Pipelines;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes first files that can be planned and built as they are, to be changed from there. */
public final class Scaffold {
    private static final TableName DAY = new TableName("time", "day");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    private Scaffold() {}

    /**
     * Writes a project: an empty lake, and the pipeline of the calendar.
     *
     * @param folder the project's folder, which is made if there is none
     * @return the files
     */
    public static List<Path> project(Path folder) {
        NewFiles files = new NewFiles();
        files.add(folder.resolve(".gitignore"), """
                data/
                local-setup.properties
                """);
        files.addCalendar(folder.resolve("pipelines"));
        List<Path> written = files.write();
        try {
            Files.createDirectories(folder.resolve("data"));
        } catch (IOException failure) {
            throw new InputException(
                    folder.resolve("data") + " cannot be made (" + failure
                            + "). Expected a folder that you may write to.",
                    failure);
        }
        return written;
    }

    /**
     * Writes a pipeline: a source, a dimension and a fact, and the calendar if the project has none.
     *
     * @param folder the folder of the pipelines
     * @param name the pipeline's name, which is also the beginning of its schemas' names
     * @return the files
     */
    public static List<Path> pipeline(Path folder, String name) {
        requireName("pipeline", name);
        if (!Files.isDirectory(folder)) {
            throw new InputException("The pipelines folder " + folder
                    + " does not exist. Begin with 'asterism new project DIR', or name it with --pipelines-dir.");
        }
        NewFiles files = new NewFiles();
        Path pipeline = folder.resolve(name);
        files.add(pipeline.resolve("pipeline.yaml"), """
                description: What %s is about.
                """.formatted(name));
        files.add(pipeline.resolve("events.sql"), PipelineTemplate.source(name));
        files.add(pipeline.resolve("item.sql"), PipelineTemplate.dimension(name));
        files.add(pipeline.resolve("item_counts.sql"), PipelineTemplate.fact(name));
        if (isWithoutModels(folder) || Pipelines.load(folder).graph().find(DAY).isEmpty()) {
            files.addCalendar(folder);
        }
        return files.write();
    }

    /**
     * Writes a model.
     *
     * @param folder the folder of the pipelines
     * @param kind the kind of the model
     * @param table its table; for a check the table that it looks at
     * @param pipeline the pipeline; empty for the one that has tables in the same schema
     * @param from the table that it reads; empty for the only one that it could read
     * @return the files
     */
    public static List<Path> model(
            Path folder, ModelKind kind, TableName table, Optional<String> pipeline, Optional<TableName> from) {
        requireName("schema", table.schema());
        requireName("table", table.name());
        Pipelines pipelines = Pipelines.load(folder);
        ModelGraph graph = pipelines.graph();
        String home = pipeline(pipelines, table, pipeline);
        NewFiles files = new NewFiles();
        boolean hasCalendar = graph.find(DAY).isPresent();
        String file = table.name();
        String text;
        switch (kind) {
            case SOURCE -> text = ModelTemplate.source(table, home);
            case SEED -> {
                text = ModelTemplate.seed(table);
                files.add(folder.resolve(home).resolve(file + ".csv"), ModelTemplate.rowsOfSeed(table));
            }
            case DIMENSION -> {
                Optional<SourceModel> source = upstream(graph, home, SourceModel.class, from);
                text = source.map(read -> ModelTemplate.dimension(table, read))
                        .orElseGet(() -> ModelTemplate.dimension(table));
            }
            case FACT -> {
                SourceModel source = upstream(graph, home, SourceModel.class, from)
                        .orElseThrow(() -> new InputException("A fact is made from a source, and the pipeline " + home
                                + " has none. Write one first: asterism new model source " + home + "_data."
                                + table.name() + "."));
                text = ModelTemplate.fact(table, source);
                if (!hasCalendar) {
                    files.addCalendar(folder);
                }
            }
            case DATA_SET -> {
                FactModel fact = upstream(graph, home, FactModel.class, from)
                        .orElseThrow(() -> new InputException("A data set shows a fact, and the pipeline " + home
                                + " has none. Write one first: asterism new model fact " + table.schema() + "."
                                + table.name() + "_counts."));
                text = ModelTemplate.dataSet(table, fact);
            }
            case CHECK -> {
                Model checked = graph.find(table)
                        .orElseThrow(() -> new InputException("There is no table " + table + " to be checked."
                                + Suggestion.didYouMean(table.toString(), names(graph.models()))
                                + " Name a fact or a dimension."));
                text = ModelTemplate.check(checked);
                file = table.name() + "_is_as_expected";
            }
            default -> throw new IllegalArgumentException(kind.toString());
        }
        if (kind != ModelKind.CHECK && graph.find(table).isPresent()) {
            throw new InputException(table + " has a model already: "
                    + graph.get(table).file().start().file() + ". A table has one model.");
        }
        files.add(folder.resolve(home).resolve(file + ".sql"), text);
        return files.write();
    }

    /** The one model of a kind that a new model of a pipeline can read; a dimension may do without. */
    private static <M extends Model> Optional<M> upstream(
            ModelGraph graph, String pipeline, Class<M> type, Optional<TableName> from) {
        List<M> all = graph.ofType(type);
        if (from.isPresent()) {
            return Optional.of(all.stream()
                    .filter(model -> model.name().equals(from.get()))
                    .findFirst()
                    .orElseThrow(() -> new InputException("There is no "
                            + (type == FactModel.class ? "fact " : "source ") + from.get() + "."
                            + Suggestion.didYouMean(from.get().toString(), names(all)) + " There are: "
                            + String.join(", ", names(all)) + ".")));
        }
        List<M> own = all.stream()
                .filter(model -> model.file().id().pipeline().equals(pipeline))
                .toList();
        if (own.size() > 1) {
            throw new InputException("The pipeline " + pipeline + " has several tables that could be read: "
                    + String.join(", ", names(own)) + ". Name one of them with --from.");
        }
        return own.stream().findFirst();
    }

    private static List<String> names(List<? extends Model> models) {
        return models.stream().map(model -> model.name().toString()).toList();
    }

    private static String pipeline(Pipelines pipelines, TableName table, Optional<String> asked) {
        List<String> names = pipelines.pipelines().stream().map(Pipeline::name).toList();
        if (asked.isPresent()) {
            if (!names.contains(asked.get())) {
                throw new InputException("There is no pipeline '" + asked.get() + "'."
                        + Suggestion.didYouMean(asked.get(), names) + " Begin one with 'asterism new pipeline "
                        + asked.get() + "'.");
            }
            return asked.get();
        }
        String prefix = table.schema().replaceAll("_(data|dim)$", "");
        return pipelines.graph().models().stream()
                .filter(model -> model.name().schema().equals(table.schema()))
                .map(model -> model.file().id().pipeline())
                .findFirst()
                .or(() -> names.stream().filter(prefix::equals).findFirst())
                .orElseThrow(() -> new InputException("No pipeline has tables in the schema " + table.schema()
                        + " yet, so it is not clear where the model belongs. Name one with --pipeline: "
                        + String.join(", ", names) + "; or begin one with 'asterism new pipeline " + prefix + "'."));
    }

    private static boolean isWithoutModels(Path folder) {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.noneMatch(file -> file.toString().endsWith(".sql"));
        } catch (IOException unreadable) {
            throw new InputException(
                    "The folder " + folder + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static void requireName(String of, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InputException("'" + name + "' cannot be the name of a " + of
                    + ". Expected small letters, digits and underscores, at most 40, a letter first.");
        }
    }

    /** A dimension's or fact's columns that a check can look at. */
    static Optional<String> columnToCheck(Model model) {
        if (model instanceof FactModel fact) {
            return fact.measures().keySet().stream().findFirst();
        }
        return model instanceof DimensionModel dimension
                ? Optional.of(dimension.naturalKey().get(0))
                : Optional.empty();
    }
}
