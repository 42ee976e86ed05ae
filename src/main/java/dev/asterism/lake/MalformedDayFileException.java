package dev.asterism.lake;

/** A day file cannot be read any further. Stays within this package: callers get a problem or an input failure. */
final class MalformedDayFileException extends Exception {
    private final transient DayFileProblem problem;

    MalformedDayFileException(DayFileProblem problem) {
        super(problem.message());
        this.problem = problem;
    }

    MalformedDayFileException(DayFileProblem problem, Throwable cause) {
        super(problem.message(), cause);
        this.problem = problem;
    }

    DayFileProblem problem() {
        return problem;
    }
}
