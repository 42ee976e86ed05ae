package dev.asterism.cli;

import dev.asterism.lake.Day;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a day of the command line. */
final class DayConverter implements ITypeConverter<Day> {
    @Override
    public Day convert(String text) {
        return Day.parse(text)
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is no day of the calendar; expected a form such as 2018-04-10."));
    }
}
