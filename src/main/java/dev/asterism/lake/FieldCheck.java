package dev.asterism.lake;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares fields of one text with what is declared. Immutable. */
final class FieldCheck {
    private final Day day;
    private final Path path;
    private final FileForm form;
    private final Optional<String> dayColumn;

    /**
     * @param path what the text is called in messages
     * @param dayColumn the column that must hold the day of the file; empty where there is none
     */
    FieldCheck(DayFile file, Path path, Optional<String> dayColumn) {
        this.day = file.day();
        this.form = file.form();
        this.path = path;
        this.dayColumn = dayColumn;
    }

    /**
     * What is wrong with a field; empty if nothing is.
     *
     * @param line the line of its row, 0 where there are no lines
     * @param text null if there is no value
     */
    Optional<DayFileProblem> problem(long line, Column column, @Nullable String text) {
        boolean isDay = dayColumn.filter(column.name()::equals).isPresent();
        if (text == null) {
            return column.nullable() && !isDay
                    ? Optional.empty()
                    : Optional.of(problem(
                            line,
                            column,
                            Optional.empty(),
                            form.kind() != FileForm.Kind.DELIMITED ? "there is no value" : "the field is empty",
                            "a value"));
        }
        Optional<String> canonical = FieldType.canonical(column.type(), text);
        String shown = "'" + VisibleText.of(text) + "'";
        if (canonical.isEmpty()) {
            String expected = FieldType.expected(column.type(), text);
            return Optional.of(problem(line, column, Optional.of(text), shown + " is no " + column.type(), expected));
        }
        if (isDay && !isOfTheDay(column.type(), canonical.get())) {
            return Optional.of(problem(
                    line,
                    column,
                    Optional.of(text),
                    shown + " is another day than the file's",
                    expectedDay(column.type()) + " in every row of this file"));
        }
        return Optional.empty();
    }

    private boolean isOfTheDay(ColumnType type, String canonical) {
        return switch (type.kind()) {
            case DATE -> canonical.equals(day.toString());
            case TIMESTAMP, TIMESTAMPTZ -> canonical.startsWith(day + "T");
            case TEXT -> canonical.equals(day.toString()) || canonical.equals(String.valueOf(day.id()));
            case SMALLINT, INTEGER, BIGINT, DECIMAL, DOUBLE, BOOLEAN -> canonical.equals(String.valueOf(day.id()));
        };
    }

    private String expectedDay(ColumnType type) {
        return switch (type.kind()) {
            case DATE, TIMESTAMP, TIMESTAMPTZ -> day.toString();
            case SMALLINT, INTEGER, BIGINT, DECIMAL, DOUBLE, BOOLEAN, TEXT -> String.valueOf(day.id());
        };
    }

    private DayFileProblem problem(long line, Column column, Optional<String> value, String what, String expected) {
        return new DayFileProblem(path, line, Optional.of(column.name()), value, what, expected);
    }
}
