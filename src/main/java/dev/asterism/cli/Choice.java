package dev.asterism.cli;

import dev.asterism.Suggestion;
import dev.asterism.scaffold.ModelKind;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of a few words of the command line, and lists them where it is none. */
final class Choice {
    private Choice() {}

    static final class OfOutputFormat implements ITypeConverter<OutputFormat> {
        @Override
        public OutputFormat convert(String text) {
            return parse(OutputFormat.values(), text);
        }
    }

    static final class OfReportFormat implements ITypeConverter<ReportFormat> {
        @Override
        public ReportFormat convert(String text) {
            return parse(ReportFormat.values(), text);
        }
    }

    static final class OfModelKind implements ITypeConverter<ModelKind> {
        @Override
        public ModelKind convert(String text) {
            return parse(ModelKind.values(), text);
        }
    }

    /** The kinds of models, as they are written. */
    static final class ModelKinds implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(ModelKind.values()).map(ModelKind::toString).iterator();
        }
    }

    private static <E extends Enum<E>> E parse(E[] values, String text) {
        List<String> words = Arrays.stream(values).map(Enum::toString).toList();
        return Arrays.stream(values)
                .filter(value -> value.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'%s' is none of %s.%s"
                        .formatted(text, String.join(", ", words), Suggestion.didYouMean(text, words))));
    }
}
