package dev.asterism.cli;

import dev.asterism.catalog.CheckHistory.Standing;
import dev.asterism.catalog.CheckResult;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Reason;
import dev.asterism.plan.Staleness;
import dev.asterism.run.Completeness;
import java.io.IOException;
import java.io.Writer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which days are where, for people or for programs. Sources and tables with the same days share one calendar. */
final class StatusReport {
    private static final String MARGIN = "  ";

    private final Staleness staleness;
    private final FailedChecks failed;
    private final Map<SourceModel, DayStates> sources = new LinkedHashMap<>();
    private final Map<Model, DayStates> tablesByDay = new LinkedHashMap<>();
    private final Map<Model, Staleness.State> wholes = new LinkedHashMap<>();

    /**
     * @param selected the sources and tables to report on
     * @param completeness which day files lack a part of their day
     * @param failures what checks found wrong
     * @param firstDate the setting {@code first.date}
     */
    StatusReport(
            Staleness staleness,
            Set<TableName> selected,
            Completeness completeness,
            List<Standing> failures,
            Optional<LocalDate> firstDate) {
        this.staleness = staleness;
        this.failed = FailedChecks.of(failures, selected, staleness);
        for (Model model : staleness.graph().models()) {
            if (!selected.contains(model.name())) {
                continue;
            }
            Staleness.State whole = staleness.wholes().get(model.name());
            if (model instanceof SourceModel source) {
                sources.put(
                        source,
                        DayStates.ofSource(staleness.lake().filesOf(source.name()), completeness.of(source.name())));
            } else if (whole != null) {
                wholes.put(model, whole);
            } else if (staleness.days().containsKey(model.name())) {
                tablesByDay.put(
                        model, DayStates.ofTable(staleness.daysOf(model.name()), failed.byDay(model), firstDate));
            }
        }
    }

    List<String> lines(Colours colours) {
        List<String> lines = new ArrayList<>();
        lines.add(colours.bold(summary()));
        if (!sources.isEmpty()) {
            lines.add("");
            lines.add(colours.bold("Sources"));
            addByDay(sources, lines, colours);
        }
        if (!tablesByDay.isEmpty() || !wholes.isEmpty()) {
            lines.add("");
            lines.add(colours.bold("Tables"));
            addByDay(tablesByDay, lines, colours);
            wholes.forEach((model, state) -> lines.add(MARGIN + padded(model) + wholeText(state, colours)));
        }
        staleness
                .withoutModel()
                .forEach(table -> lines.add(MARGIN + table + MARGIN + "has no model; it stays as it is"));
        List<String> failedChecks = failed.lines(colours);
        if (!failedChecks.isEmpty()) {
            lines.add("");
            lines.add(colours.bold("Failed checks"));
            failedChecks.forEach(line -> lines.add(MARGIN + line));
        }
        List<String> legend = legend(colours);
        if (!legend.isEmpty()) {
            lines.add("");
            lines.addAll(legend);
        }
        return lines;
    }

    void writeJson(List<PastRun> runs, Writer out) throws IOException {
        JsonOutput.write(out, json -> {
            json.writeArrayFieldStart("sources");
            for (var source : sources.entrySet()) {
                json.writeStartObject();
                json.writeStringField("source", source.getKey().name().toString());
                json.writeStringField("files", source.getKey().files().toString());
                StatusDays.write(
                        source.getValue(),
                        staleness.lake().filesOf(source.getKey().name()),
                        json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("tables");
            for (var table : tablesByDay.entrySet()) {
                Model model = table.getKey();
                json.writeStartObject();
                json.writeStringField("table", model.name().toString());
                json.writeStringField("kind", model.kind());
                StatusDays.write(table.getValue(), staleness.daysOf(model.name()), model instanceof FactModel, json);
                json.writeEndObject();
            }
            for (var table : wholes.entrySet()) {
                json.writeStartObject();
                json.writeStringField("table", table.getKey().name().toString());
                json.writeStringField("kind", table.getKey().kind());
                json.writeStringField(
                        "state", DayState.of(table.getValue().status()).toString());
                if (table.getValue().reason().isPresent()) {
                    json.writeStringField(
                            "reason", table.getValue().reason().get().text());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("withoutModel");
            for (TableName table : staleness.withoutModel()) {
                json.writeString(table.toString());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("failedChecks");
            for (CheckResult result : failed.results()) {
                CheckReport.write(result, json);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("runs");
            for (PastRun run : runs) {
                run.writeTo(json);
            }
            json.writeEndArray();
        });
    }

    private String summary() {
        int tables = tablesByDay.size() + wholes.size();
        if (tables == 0) {
            return Quantities.exact(sources.size(), "source") + ".";
        }
        List<Staleness.State> states = Stream.concat(
                        wholes.values().stream(),
                        tablesByDay.keySet().stream()
                                .flatMap(model -> staleness.daysOf(model.name()).values().stream()))
                .toList();
        if (states.stream().allMatch(StatusReport::isNotBuilt)) {
            return "Nothing is built yet: 'asterism run' builds " + Quantities.exact(tables, "table") + ".";
        }
        long stale = tablesByDay.keySet().stream()
                        .filter(model ->
                                staleness.daysOf(model.name()).values().stream().anyMatch(StatusReport::isStale))
                        .count()
                + wholes.values().stream().filter(StatusReport::isStale).count();
        return stale == 0
                ? (tables == 1 ? "The table is" : "All " + tables + " tables are") + " up to date."
                : stale + " of " + Quantities.exact(tables, "table") + (stale == 1 ? " is" : " are")
                        + " stale: 'asterism run' brings them up to date, 'asterism plan' says how.";
    }

    private static boolean isNotBuilt(Staleness.State state) {
        return state.reason().filter(Reason.NotBuiltYet.class::isInstance).isPresent();
    }

    private static boolean isStale(Staleness.State state) {
        return state.status() == Staleness.Status.STALE || state.status() == Staleness.Status.REMOVABLE;
    }

    private void addByDay(Map<? extends Model, DayStates> all, List<String> lines, Colours colours) {
        Map<DayStates, List<Model>> alike = new LinkedHashMap<>();
        all.forEach((model, states) ->
                alike.computeIfAbsent(states, key -> new ArrayList<>()).add(model));
        alike.forEach((states, models) -> {
            models.forEach(model -> lines.add(MARGIN + padded(model) + headline(model, states, colours)));
            states.details().forEach(detail -> lines.add(MARGIN + MARGIN + detail));
            new DayCalendar(states.days()).lines(colours).forEach(line -> lines.add(MARGIN + MARGIN + line));
        });
    }

    private static String headline(Model model, DayStates states, Colours colours) {
        return model instanceof SourceModel source && states.days().isEmpty()
                ? colours.red("no files") + "; expected such as 2018/04/10/" + source.files()
                : states.counts(colours);
    }

    private static String wholeText(Staleness.State state, Colours colours) {
        DayState shown = DayState.of(state.status());
        return shown.coloured(shown.toString(), colours)
                + state.reason().map(reason -> ", " + reason.text()).orElse("");
    }

    private List<String> legend(Colours colours) {
        Set<DayState> shown = EnumSet.noneOf(DayState.class);
        Stream.concat(sources.values().stream(), tablesByDay.values().stream())
                .forEach(states -> shown.addAll(states.days().values()));
        return shown.stream()
                .collect(Collectors.groupingBy(DayState::symbol, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(states -> MARGIN
                        + states.get(0).coloured(String.valueOf(states.get(0).symbol()), colours) + " "
                        + states.stream().map(state -> state + state.meaning()).collect(Collectors.joining(" or ")))
                .toList();
    }

    private String padded(Model model) {
        return ("%-" + width() + "s  ").formatted(model.name());
    }

    private int width() {
        return Stream.of(sources.keySet(), tablesByDay.keySet(), wholes.keySet())
                .flatMap(Collection::stream)
                .mapToInt(model -> model.name().toString().length())
                .max()
                .orElse(1);
    }
}
