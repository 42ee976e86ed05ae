package dev.asterism.model;

import dev.asterism.lake.Column;
import dev.asterism.lake.FilePattern;
import java.util.List;

/**
 * Day files of one kind. Its rows exist only while a batch is built.
 *
 * @param file the model file
 * @param name the name under which models read it
 * @param files which files of a day's folder hold its rows
 * @param columns its columns, in the order declared
 * @param day the column that must hold the day of the file's folder
 * @param grain the columns by which its rows are unique, for messages; empty where nothing is said
 */
public record SourceModel(
        ModelFile file, TableName name, FilePattern files, List<Column> columns, String day, List<String> grain)
        implements Model {
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String kind() {
        return "source";
    }

    @Override
    public List<String> definingParts() {
        return List.of(day);
    }
}
