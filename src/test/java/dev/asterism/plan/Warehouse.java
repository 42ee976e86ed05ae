package dev.asterism.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.model.CheckModel;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Fingerprint;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.BuildState.Built;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A warehouse that keeps, instead of rows, the name of everything that they follow from. It records what an engine
 * records, and fails where a batch would read something that is not there or not up to date.
 */
final class Warehouse {
    private final Map<TableName, NavigableMap<Day, Built>> days = new HashMap<>();
    private final Map<TableName, Built> wholes = new HashMap<>();
    private final SortedMap<String, String> contents = new TreeMap<>();

    BuildState state() {
        Map<TableName, NavigableMap<Day, Built>> copy = new HashMap<>();
        days.forEach((table, built) -> {
            if (!built.isEmpty()) {
                copy.put(table, new TreeMap<>(built));
            }
        });
        return new BuildState(copy, wholes, Map.of());
    }

    /** What each table, or day of a table, holds. */
    SortedMap<String, String> contents() {
        return contents;
    }

    Warehouse run(Plan plan) {
        return run(plan, new Exclusions(plan.staleness().graph()));
    }

    Warehouse run(Plan plan, Exclusions exclusions) {
        return run(plan, exclusions, batch -> true);
    }

    /** Runs a plan whose checks keep some batches out. */
    Warehouse run(Plan plan, Exclusions exclusions, Predicate<Batch> isSound) {
        for (Batch planned : plan.batches()) {
            Batch batch = exclusions.remaining(planned);
            if (isSound.test(batch)) {
                publish(batch, plan.staleness());
            } else {
                exclusions.giveUp(batch);
            }
        }
        return this;
    }

    void publish(Batch batch, Staleness staleness) {
        requireFiles(batch, staleness);
        for (ModelWork work : batch.works()) {
            Model model = work.model();
            NavigableMap<Day, Built> recorded = days.computeIfAbsent(model.name(), name -> new TreeMap<>());
            work.removals().forEach(day -> {
                recorded.remove(day);
                contents.remove(key(model.name(), day));
            });
            work.days().forEach((day, task) -> {
                contents.put(key(model.name(), day), contentOf(model, day, batch, staleness));
                recorded.put(day, new Built(model.definition(), task.inputs(), 1));
            });
            work.whole().ifPresent(task -> {
                contents.put(model.name().toString(), contentOf(model, staleness));
                wholes.remove(model.name());
                if (work.last()) {
                    wholes.put(model.name(), new Built(model.definition(), task.inputs(), 0));
                }
            });
        }
        for (ModelWork work : batch.works()) {
            if (work.model() instanceof FactModel fact) {
                staleness
                        .graph()
                        .referencedByHeader(fact)
                        .forEach(dimension ->
                                work.days().keySet().forEach(day -> requireMembers(dimension, day, staleness)));
            }
        }
    }

    static String key(TableName table, Day day) {
        return table + " " + day;
    }

    private static void requireFiles(Batch batch, Staleness staleness) {
        batch.files().forEach((source, files) -> {
            for (DayFile file : files) {
                assertThat(Optional.ofNullable(
                                        staleness.lake().filesOf(source.name()).get(file.day()))
                                .map(SourceDay::dayFiles))
                        .hasValueSatisfying(ofDay -> assertThat(ofDay).contains(file));
            }
            assertThat(files).isSortedAccordingTo((a, b) -> a.day().compareTo(b.day()));
        });
        for (CheckModel check : batch.checks()) {
            for (Model upstream : staleness.graph().upstream(check)) {
                if (upstream instanceof SourceModel source) {
                    assertThat(batch.files())
                            .as("sources read by %s", check.name())
                            .containsKey(source);
                }
            }
        }
    }

    private String contentOf(Model model, Day day, Batch batch, Staleness staleness) {
        ModelGraph graph = staleness.graph();
        List<String> parts = new ArrayList<>(List.of(model.definition()));
        for (TableName table : model.reads()) {
            Optional<Model> upstream = graph.find(table);
            if (upstream.isEmpty()) {
                parts.add("calendar");
            } else if (upstream.get() instanceof SourceModel source) {
                parts.add(staged(source, day, batch, staleness));
            } else if (upstream.get() instanceof FactModel) {
                parts.add(contents.getOrDefault(key(table, day), "no rows"));
            } else {
                requireMembers(upstream.get(), day, staleness);
                parts.add(structure(graph, upstream.get()));
                parts.addAll(history(upstream.get(), day));
            }
        }
        return Fingerprint.of(parts);
    }

    private static String staged(SourceModel source, Day day, Batch batch, Staleness staleness) {
        assertThat(batch.files()).containsKey(source);
        List<DayFile> staged = batch.files().getOrDefault(source, List.of()).stream()
                .filter(file -> file.day().equals(day))
                .toList();
        Optional<SourceDay> files =
                Optional.ofNullable(staleness.lake().filesOf(source.name()).get(day));
        assertThat(staged).isEqualTo(files.map(SourceDay::dayFiles).orElse(List.of()));
        return source.definition() + files.map(SourceDay::version).orElse("no file");
    }

    /** A dimension that is read or referred to has the members that the day brings, in its present structure. */
    private void requireMembers(Model dimension, Day day, Staleness staleness) {
        Staleness.State state = staleness.daysOf(dimension.name()).get(day);
        if (staleness.wholes().containsKey(dimension.name())) {
            assertThat(contents).containsKey(dimension.name().toString());
        } else if (state != null && state.status() != Staleness.Status.ORPHANED) {
            Optional<Built> built = Optional.ofNullable(
                    days.getOrDefault(dimension.name(), new TreeMap<>()).get(day));
            Optional<String> expected = state.status() == Staleness.Status.REMOVABLE
                    ? Optional.empty()
                    : Optional.of(dimension.definition() + state.inputs());
            assertThat(built.map(recorded -> recorded.definition() + recorded.inputs()))
                    .as("%s of %s", dimension.name(), day)
                    .isEqualTo(expected);
        }
    }

    private String contentOf(Model model, Staleness staleness) {
        List<String> parts = new ArrayList<>(List.of(model.definition()));
        for (TableName table : model.reads()) {
            if (table.equals(TableName.CALENDAR)) {
                parts.add(staleness.calendar().toString());
            } else if (model instanceof DataSetModel) {
                parts.add(structure(staleness.graph(), staleness.graph().get(table)));
            } else if (staleness.wholes().containsKey(table)) {
                parts.add(contents.getOrDefault(table.toString(), "nothing"));
            } else {
                assertThat(staleness.graph().get(table)).isInstanceOf(DimensionModel.class);
                days.getOrDefault(table, new TreeMap<>())
                        .keySet()
                        .forEach(day -> parts.add(contents.getOrDefault(key(table, day), "")));
            }
        }
        return Fingerprint.of(parts);
    }

    /** What a dimension holds up to a day, where it keeps its history. */
    private List<String> history(Model model, Day last) {
        List<String> parts = new ArrayList<>();
        if (model instanceof DimensionModel dimension && dimension.history() == DimensionModel.History.TYPE_2) {
            days.getOrDefault(model.name(), new TreeMap<>())
                    .headMap(last, true)
                    .keySet()
                    .forEach(day -> parts.add(day + contents.getOrDefault(key(model.name(), day), "")));
        }
        return parts;
    }

    private static String structure(ModelGraph graph, Model model) {
        List<String> parts = new ArrayList<>(List.of(model.definition()));
        graph.upstream(model).forEach(upstream -> parts.add(structure(graph, upstream)));
        return Fingerprint.of(parts);
    }
}
