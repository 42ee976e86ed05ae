package dev.asterism.model;

import dev.asterism.lake.Column;
import dev.asterism.lake.ColumnType;
import dev.asterism.lake.Expectation;
import dev.asterism.lake.FileForm;
import dev.asterism.lake.FilePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Day files of one kind. Its rows exist only while a batch is built.
 *
 * @param file the model file
 * @param name the name under which models read it
 * @param files which files of a day's folder hold its rows, and how they are written
 * @param columns its columns, in the order declared; if the folder tells the day, that column comes first
 * @param day the column that holds the day of the file's folder
 * @param isDayOfFolder whether the files have no such column
 * @param grain the columns by which its rows are unique, for messages; empty where nothing is said
 */
public record SourceModel(
        ModelFile file,
        TableName name,
        FilePattern files,
        List<Column> columns,
        String day,
        boolean isDayOfFolder,
        List<String> grain)
        implements Model {
    /** The column of the day if the files have none. */
    public static final Column FOLDER_DAY = new Column("day_id", ColumnType.INTEGER, false);

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public Optional<String> dayColumn() {
        return Optional.of(day);
    }

    @Override
    public String kind() {
        return "source";
    }

    /** The columns that its files have. */
    public List<Column> fileColumns() {
        return isDayOfFolder
                ? columns.stream().filter(column -> !column.name().equals(day)).toList()
                : columns;
    }

    /** What its files must hold. */
    public Expectation expectation() {
        return new Expectation(
                fileColumns(),
                isDayOfFolder ? Optional.empty() : Optional.of(day),
                grain.stream()
                        .filter(column -> !isDayOfFolder || !column.equals(day))
                        .toList());
    }

    @Override
    public List<String> definingParts() {
        List<String> parts = new ArrayList<>(List.of(day));
        if (isDayOfFolder) {
            parts.add("of the folder");
        }
        if (!files.form().equals(FileForm.TABS)) {
            parts.add(files.form().toString());
        }
        return parts;
    }
}
