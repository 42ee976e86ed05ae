package dev.asterism.cli;

import dev.asterism.config.TimeSpan;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a length of time of the command line. */
final class TimeSpanConverter implements ITypeConverter<TimeSpan> {
    @Override
    public TimeSpan convert(String text) {
        return TimeSpan.parse(text)
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is no length of time; expected a form such as 30s, 10min or 2h."));
    }
}
