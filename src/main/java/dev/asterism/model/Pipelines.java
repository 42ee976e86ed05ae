package dev.asterism.model;

import dev.asterism.InputException;
import dev.asterism.header.HeadedFile;
import dev.asterism.header.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The pipelines folder as read at one moment. Immutable.
 *
 * @param pipelines the pipelines, by name
 * @param graph all their models
 */
public record Pipelines(List<Pipeline> pipelines, ModelGraph graph) {
    private static final Set<String> PIPELINE_KEYS = Set.of("description", "labels", "owner");

    public Pipelines {
        pipelines = List.copyOf(pipelines);
    }

    /**
     * Reads every {@code <pipeline>/<model>.sql} below a folder; hidden files and other names are passed over.
     *
     * @throws InputException where a file cannot be read or understood, with file, line and column
     */
    public static Pipelines load(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InputException("The pipelines folder " + folder
                    + " does not exist. Start the program where it is, or name it with --pipelines-dir.");
        }
        List<Pipeline> pipelines = new ArrayList<>();
        List<Model> models = new ArrayList<>();
        for (Path pipelineFolder : list(folder)) {
            if (!Files.isDirectory(pipelineFolder)) {
                continue;
            }
            String name = pipelineFolder.getFileName().toString();
            pipelines.add(pipeline(name, pipelineFolder.resolve("pipeline.yaml")));
            for (Path file : list(pipelineFolder)) {
                String fileName = file.getFileName().toString();
                if (fileName.endsWith(".sql")) {
                    String modelName = fileName.substring(0, fileName.length() - ".sql".length());
                    models.add(ModelFileReader.read(new ModelId(name, modelName), file));
                }
            }
        }
        if (models.isEmpty()) {
            throw new InputException("The pipelines folder " + folder
                    + " holds no model. A model is a file such as pipelines/pypi/project.sql.");
        }
        return new Pipelines(pipelines, new ModelGraph(models));
    }

    private static Pipeline pipeline(String name, Path file) {
        if (!Files.exists(file)) {
            return new Pipeline(name, "", List.of(), "");
        }
        Header header = Header.parse(file, 1, HeadedFile.text(file));
        header.allowOnly("a pipeline", PIPELINE_KEYS);
        return new Pipeline(
                name,
                header.optionalText("description").orElse(""),
                header.texts("labels"),
                header.optionalText("owner").orElse(""));
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new InputException(
                    "The folder " + folder + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
