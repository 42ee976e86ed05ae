package dev.asterism.engine.star;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Shows steps to people, in the order in which they run: statements as they are, what depends on data as comments. */
public final class StepPrinter {
    private StepPrinter() {}

    public static List<String> print(List<Step> steps) {
        return steps.stream().map(StepPrinter::print).toList();
    }

    private static String print(Step step) {
        if (step instanceof Step.Execute execute) {
            return execute.sql() + ";" + values(execute.values());
        } else if (step instanceof Step.Ask ask) {
            return "-- gives the " + ask.name() + ":\n" + ask.sql() + ";" + values(ask.values());
        } else if (step instanceof Step.Refuse refuse) {
            return print(refuse);
        } else if (step instanceof Step.Tally tally) {
            return "-- counts the rows of each day:\n" + tally.sql() + ";";
        } else if (step instanceof Step.Prove prove) {
            return print(prove.proof());
        } else if (step instanceof Step.Require require) {
            return print(require.proof());
        } else if (step instanceof Step.Find find) {
            return "-- must give no row:\n" + find.sql() + ";";
        } else if (step instanceof Step.Copy copy) {
            return copy.sql() + ";\n-- from " + copy.file();
        } else if (step instanceof Step.Try attempt) {
            return "-- left to a later batch if rows of an older definition break it:\n" + attempt.sql() + ";";
        } else if (step instanceof Step.Note note) {
            return "-- " + note.text();
        }
        throw new IllegalStateException("no words for " + step);
    }

    private static String print(Step.Refuse refuse) {
        List<String> lines = new ArrayList<>();
        for (String check : refuse.doubts()) {
            lines.add("-- proves what follows, if it gives 0:");
            lines.add(check + ";");
        }
        lines.add("-- must give no row:");
        lines.add(refuse.sql() + ";");
        return String.join("\n", lines);
    }

    /** A proof names the days that break the promise; its pre-checks tell whether it need be asked. */
    private static String print(FactSql.Proof proof) {
        String promise = promise(proof);
        if (proof.doubts().isEmpty()) {
            return "-- proves " + promise + ", and must give no row:\n" + proof.sql() + ";";
        }
        List<String> lines = new ArrayList<>();
        for (String check : proof.doubts()) {
            lines.add("-- proves " + promise + ", if it gives 0:");
            lines.add(check + ";");
        }
        lines.add("-- else the days that break it are looked for:");
        lines.add(proof.sql() + ";");
        return String.join("\n", lines);
    }

    private static String promise(FactSql.Proof proof) {
        return switch (proof.kind()) {
            case GRAIN -> "the grain";
            case ONE_STATE -> "that a day says one thing of a member";
            case NOT_NULL -> "that values are there";
            case FOREIGN_KEY -> "the references in " + proof.subject();
            case RECONCILIATION -> "the totals of " + proof.subject();
        };
    }

    private static String values(List<Object> values) {
        return values.isEmpty()
                ? ""
                : values.stream()
                        .map(value -> value instanceof Step.Answer answer ? "the " + answer.name() : literal(value))
                        .collect(Collectors.joining(", ", "\n-- with ", ""));
    }

    private static String literal(Object value) {
        return value instanceof String text ? SqlNames.literal(text) : String.valueOf(value);
    }
}
