package dev.asterism.run;

import dev.asterism.Counted;
import dev.asterism.engine.BatchBuild.StagedFile;
import dev.asterism.engine.ModelFailedException;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayFileInspector;
import dev.asterism.lake.FileContent;
import dev.asterism.lake.FileForm;
import dev.asterism.model.SourceModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Finds the words for what an engine noticed in bulk: which line, which column, which value. */
final class FileDiagnosis {
    private final DayFileInspector inspector = new DayFileInspector();

    /** What is wrong with a file; empty where it is as declared. */
    Optional<Problem> problem(SourceModel source, DayFile file) {
        return problem(source, List.of(file));
    }

    /** What is wrong with the files of a day, their grain included; empty where they are as declared. */
    Optional<Problem> problem(SourceModel source, List<DayFile> ofDay) {
        return inspector
                .firstProblem(ofDay, source.expectation())
                .map(problem -> problem(source, ofDay.get(0), problem.message()));
    }

    /** What keeps a file out although it was whole when it was looked at; empty if its rows are staged, all of them. */
    Optional<Problem> stagedAs(SourceModel source, StagedFile staged, FileContent.Whole content) {
        DayFile file = staged.file();
        if (!isUnchanged(file)) {
            return Optional.of(
                    problem(
                            source,
                            file,
                            file.path()
                                    + ": the file was changed while it was being read. Expected a file that stays as it is,"
                                    + " written under another name and then renamed. Run again; the day stays out until then."));
        }
        if (staged.isRefused()) {
            return Optional.of(refused(source, staged));
        }
        if (staged.rows() == content.rows()) {
            return Optional.empty();
        }
        return problem(source, file)
                .or(() -> Optional.of(problem(
                        source,
                        file,
                        file.path() + ": " + Counted.of(staged.rows(), "row", "was", "were") + " read of the "
                                + content.rows()
                                + " that it has. Expected one kind of line end, and quotes around fields that hold a"
                                + " tab, a quote or a line break. Correct the file; the day stays out until then.")));
    }

    private static boolean isUnchanged(DayFile file) {
        try {
            return file.isUnchanged();
        } catch (IOException gone) {
            return false;
        }
    }

    /** What is wrong with a file of which the engine refused rows. */
    private Problem refused(SourceModel source, StagedFile staged) {
        boolean isToldByTheEngine = staged.file().form().kind() == FileForm.Kind.PARQUET
                && !staged.problem().isEmpty();
        if (isToldByTheEngine) {
            return problem(source, staged.file(), staged.problem());
        }
        return problem(source, staged.file())
                .orElseGet(() -> problem(
                        source,
                        staged.file(),
                        staged.file().path() + ": the engine refused "
                                + (staged.problem().isEmpty()
                                        ? Counted.of(staged.refusedRows(), "row")
                                        : "it: " + staged.problem().strip())
                                + ". Download the day again, or correct the file; the day stays out until then."));
    }

    /**
     * Which of some files made the engine give up on all of them.
     *
     * @param readable whether the engine can read a file by itself
     */
    List<Problem> unreadable(
            SourceModel source,
            List<DayFile> files,
            ModelFailedException failure,
            BiPredicate<SourceModel, DayFile> readable) {
        List<Problem> problems = new ArrayList<>();
        files.forEach(file -> problem(source, file).ifPresent(problems::add));
        if (problems.isEmpty()) {
            files.stream()
                    .filter(file -> !readable.test(source, file))
                    .forEach(file -> problems.add(problem(
                            source,
                            file,
                            file.path() + ": the engine cannot read it: " + failure.getMessage()
                                    + " Expected one kind of line end, and quotes around fields that hold a tab, a"
                                    + " quote or a line break. Correct the file; the day stays out until then.")));
        }
        if (problems.isEmpty()) {
            problems.add(new Problem(
                    Problem.Kind.MODEL,
                    source.name(),
                    Optional.empty(),
                    "The day files of " + source.name() + " could not be read together: " + failure.getMessage()));
        }
        return problems;
    }

    static Problem problem(SourceModel source, DayFile file, String message) {
        return new Problem(Problem.Kind.INPUT, source.name(), Optional.of(file.day()), message);
    }
}
