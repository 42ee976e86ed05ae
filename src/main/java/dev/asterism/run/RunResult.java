package dev.asterism.run;

import java.util.List;

/**
 * How a run ended.
 *
 * @param problems what was kept out
 * @param batches how many batches were published
 * @param rows how many rows of facts were built
 */
public record RunResult(List<Problem> problems, int batches, long rows) {
    /** 0 where everything was built, 1 where a model failed, 2 where only day files were bad. */
    public int exitCode() {
        if (problems.isEmpty()) {
            return 0;
        }
        return problems.stream().anyMatch(problem -> problem.kind() == Problem.Kind.MODEL) ? 1 : 2;
    }
}
