package dev.asterism.laboratory;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What became of many runs, as a table for people: a line per harm, with how often it hit, and in which phase. */
final class OutcomeTable {
    private final Map<Harm, List<Outcome>> outcomes = new EnumMap<>(Harm.class);

    void add(Outcome outcome) {
        outcomes.computeIfAbsent(outcome.harm(), harm -> new ArrayList<>()).add(outcome);
    }

    int hits() {
        return (int) outcomes.values().stream()
                .flatMap(List::stream)
                .filter(Outcome::isHit)
                .count();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        StringBuilder header = new StringBuilder("%-16s %6s %6s".formatted("harm", "runs", "hit"));
        for (Phase phase : Phase.values()) {
            header.append(" %11s".formatted(phase.name().toLowerCase(Locale.ROOT)));
        }
        lines.add(header + "  slowest recovery  exit codes");
        outcomes.forEach((harm, list) -> lines.add(line(harm, list)));
        outcomes.forEach((harm, list) -> lines.addAll(messages(harm, list)));
        return lines;
    }

    /** What the users were told, numbers aside. */
    private static List<String> messages(Harm harm, List<Outcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.message().replaceAll("(/[^ /]+)+/|\\d+", "…"))
                .filter(message -> !message.isEmpty())
                .distinct()
                .sorted()
                .map(message -> harm.title() + ": " + message)
                .toList();
    }

    private static String line(Harm harm, List<Outcome> outcomes) {
        List<Outcome> hits = outcomes.stream().filter(Outcome::isHit).toList();
        StringBuilder line = new StringBuilder("%-16s %6s %6s".formatted(harm.title(), outcomes.size(), hits.size()));
        for (Phase phase : Phase.values()) {
            line.append(" %11s"
                    .formatted(hits.stream().filter(hit -> hit.phase() == phase).count()));
        }
        Map<Integer, Integer> codes = new LinkedHashMap<>();
        outcomes.forEach(outcome -> codes.merge(outcome.exitCode(), 1, Integer::sum));
        double slowest = outcomes.stream()
                .mapToDouble(outcome -> outcome.recovery().toMillis() / 1000.0)
                .max()
                .orElse(0);
        return line + String.format(Locale.ROOT, "  %14.1f s  %s", slowest, codes);
    }
}
