package dev.asterism.run;

import dev.asterism.engine.BatchBuild.FileToStage;
import dev.asterism.engine.ModelFailedException;
import dev.asterism.engine.Violation;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.model.CheckModel;
import dev.asterism.model.Model;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import dev.asterism.plan.Plan;
import dev.asterism.plan.Staleness.Status;
import dev.asterism.run.Trial.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Finds which days of a table are to blame for what an engine noticed, and the rows in their files. One for each run,
 * since what it learns of a model holds for all batches. No batch may be open while it looks.
 */
final class ModelDiagnosis {
    private static final String WHAT_TO_DO = " The day stays out; correct the SELECT or its input.";

    private final Plan plan;
    private final Trial trial;
    private final RowSearch rows;
    private final FileDiagnosis files;
    private final Function<Batch, Map<DayFile, FileToStage>> readable;
    private final RunListener listener;
    private final Set<TableName> working = new HashSet<>();

    /**
     * @param readable the files of a batch of the plan that can be read
     */
    ModelDiagnosis(
            Plan plan,
            Trial trial,
            FileDiagnosis files,
            Function<Batch, Map<DayFile, FileToStage>> readable,
            RunListener listener) {
        this.plan = plan;
        this.trial = trial;
        this.rows = new RowSearch(trial);
        this.files = files;
        this.readable = readable;
        this.listener = listener;
    }

    /** What is wrong with a day that does not keep a promise. */
    Problem problem(Batch batch, Model model, Violation violation) {
        Day day = violation.day();
        if (violation.kind() == Violation.Kind.GRAIN) {
            for (SourceModel source : batch.files().keySet()) {
                Optional<Problem> inFile = model.reads().contains(source.name())
                        ? files.problem(source, filesOf(batch, source, day))
                        : Optional.empty();
                if (inFile.isPresent()) {
                    return inFile.get();
                }
            }
        }
        return problem(
                batch,
                model,
                day,
                violation.text(),
                outcome -> outcome.violations().stream()
                        .anyMatch(found -> found.kind() == violation.kind()
                                && found.subject().equals(violation.subject())));
    }

    private static List<DayFile> filesOf(Batch batch, SourceModel source, Day day) {
        return batch.files().getOrDefault(source, List.of()).stream()
                .filter(file -> file.day().equals(day))
                .toList();
    }

    private Problem problem(Batch batch, Model model, Day day, String what, Predicate<Outcome> isWrong) {
        String row = rows.firstRow(batch, model, day, readable.apply(batch), isWrong)
                .map(found -> " It first happens with " + found + ".")
                .orElse("");
        return new Problem(
                Problem.Kind.MODEL,
                model.name(),
                Optional.of(day),
                model.file().start().file() + ": on " + day + ", " + sentence(what) + row + WHAT_TO_DO);
    }

    /** What is wrong with the days on which the statement of a table fails, or with the table if it is not for a day. */
    List<Problem> problems(Batch batch, ModelFailedException failure) {
        Model model = failure.model();
        if (!failure.violations().isEmpty()) {
            return failure.violations().stream()
                    .map(violation -> problem(batch, model, violation))
                    .toList();
        }
        NavigableSet<Day> days = daysOf(batch, model);
        if (days.isEmpty()) {
            return List.of(ofTable(failure));
        }
        Halving<ModelFailedException> search = new Halving<>(some -> failure(trial(batch, model, some)));
        if (days.size() == 1) {
            search.know(days.first(), Optional.of(failure));
        } else {
            listener.notice(model.name() + " could not be built. Looking for the days that make it fail.");
        }
        if (failsOnAnyDay(batch, model, search)) {
            return List.of(ofTable(failure));
        }
        List<Problem> problems = new ArrayList<>();
        SortedMap<Day, ModelFailedException> culprits = search.culprits(days);
        culprits.forEach((day, alone) -> problems.add(problem(
                batch, model, day, model.name() + " could not be built: " + alone.getMessage(), Outcome::isFailure)));
        return problems.isEmpty() ? List.of(ofTable(failure)) : problems;
    }

    /**
     * Whether it is the model that is wrong: it has never been built, and fails on the first, the last and a day between
     * of those that the plan still has. Then nothing is gained by trying all others, batch after batch.
     */
    private boolean failsOnAnyDay(Batch batch, Model model, Halving<ModelFailedException> search) {
        boolean wasBuilt =
                plan.staleness().daysOf(model.name()).values().stream().anyMatch(day -> day.status() == Status.CURRENT);
        NavigableMap<Day, Batch> left = new TreeMap<>();
        plan.batches().stream()
                .filter(planned -> planned.number() > batch.number())
                .forEach(planned -> daysOf(planned, model).forEach(day -> left.put(day, planned)));
        daysOf(batch, model).forEach(day -> left.put(day, batch));
        if (wasBuilt || working.contains(model.name()) || left.size() < 3) {
            return false;
        }
        List<Day> all = List.copyOf(left.keySet());
        for (Day day : List.of(all.get(0), all.get(all.size() - 1), all.get(all.size() / 2))) {
            Batch in = left.getOrDefault(day, batch);
            boolean isFailure;
            boolean isBuilt;
            if (in.number() == batch.number()) {
                isFailure = search.alone(day).isPresent();
                isBuilt = !isFailure;
            } else {
                Outcome outcome = trial(in, model, new TreeSet<>(List.of(day)));
                isFailure = outcome.isFailure();
                isBuilt = outcome.isBuilt();
            }
            if (isBuilt) {
                working.add(model.name());
            }
            if (!isFailure) {
                return false;
            }
        }
        return true;
    }

    private Outcome trial(Batch batch, Model model, NavigableSet<Day> days) {
        return trial.of(batch, model, days, readable.apply(batch));
    }

    private static Optional<ModelFailedException> failure(Outcome outcome) {
        return outcome.isFailure() ? outcome.failure() : Optional.empty();
    }

    private static NavigableSet<Day> daysOf(Batch batch, Model model) {
        NavigableSet<Day> days = new TreeSet<>();
        batch.works().stream()
                .filter(work -> work.model().equals(model))
                .map(ModelWork::days)
                .forEach(tasks -> days.addAll(tasks.keySet()));
        return days;
    }

    private static Problem ofTable(ModelFailedException failure) {
        Model model = failure.model();
        boolean isCheck = model instanceof CheckModel;
        return new Problem(
                Problem.Kind.MODEL,
                model.name(),
                Optional.empty(),
                model.file().start().file() + ": " + model.name()
                        + (isCheck ? " could not be checked: " : " could not be built: ")
                        + sentence(String.valueOf(failure.getMessage()))
                        + (isCheck ? " The batch is kept out." : " What depends on it is skipped too."));
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
