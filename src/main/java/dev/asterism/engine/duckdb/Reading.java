package dev.asterism.engine.duckdb;

import dev.asterism.engine.BatchBuild.FileToStage;
import dev.asterism.lake.Column;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayFiles;
import dev.asterism.lake.ParquetFooter;
import dev.asterism.lake.RowEnd;
import dev.asterism.model.SourceModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What files have in common that one statement reads. Immutable. */
sealed interface Reading {
    /** The names of the files' columns, in their order; some may be those of no declared column. */
    List<String> header();

    /** How many characters the paths have from the folders of the day on. */
    int charactersFromDay();

    /**
     * Text of delimited fields.
     *
     * @param isGzip whether it is gzip data
     * @param isRewritten whether the program itself wrote it anew, with quotes around every field that has a value
     */
    record Text(
            List<String> header,
            char delimiter,
            RowEnd rowEnd,
            boolean isGzip,
            boolean isRewritten,
            int charactersFromDay)
            implements Reading {}

    /**
     * Parquet.
     *
     * @param columns the columns of the files
     * @param schema what distinguishes files of other types
     */
    record Parquet(List<ParquetFooter.Column> columns, String schema, int charactersFromDay) implements Reading {
        @Override
        public List<String> header() {
            return columns.stream().map(ParquetFooter.Column::name).toList();
        }
    }

    /** How a file of a source is read as it lies there. */
    static Reading of(FileToStage toStage) {
        DayFile file = toStage.file();
        int characters = Staging.charactersFromDay(file.path());
        return switch (file.form().kind()) {
            case PARQUET -> {
                ParquetFooter footer = DayFiles.parquet(file);
                yield new Parquet(footer.columns(), footer.schema(), characters);
            }
            case DELIMITED, JSON_LINES ->
                new Text(
                        toStage.header(),
                        file.form().delimiter(),
                        toStage.content().rowEnd(),
                        file.isGzip(),
                        false,
                        characters);
        };
    }

    /** How a file is read that was written anew to a path; the last column of it is nobody's. */
    static Reading rewritten(SourceModel source, Path path) {
        List<String> header = new ArrayList<>(names(source));
        header.add("");
        return new Text(List.copyOf(header), '\t', RowEnd.LF, true, true, Staging.charactersFromDay(path));
    }

    /** The columns that are written anew, in their order. */
    static List<String> names(SourceModel source) {
        return source.fileColumns().stream().map(Column::name).toList();
    }
}
