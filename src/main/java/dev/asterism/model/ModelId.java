package dev.asterism.model;

/**
 * Where a model belongs: its pipeline and the name of its file, such as {@code pypi/project}.
 *
 * @param pipeline the folder below the pipelines folder
 * @param name the file's name without {@code .sql}
 */
public record ModelId(String pipeline, String name) {
    @Override
    public String toString() {
        return pipeline + "/" + name;
    }
}
