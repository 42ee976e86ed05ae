package dev.asterism.laboratory;

import dev.asterism.testing.ProgramProcess.Ended;
import java.time.Duration;

/**
 * What became of a run that was harmed.
 *
 * @param phase how far it had come when it ended
 * @param exitCode 0 where the harm came too late
 * @param message the error that the run told of; empty where there was none
 * @param recovery how long the next run took that was left alone; zero where it was harmed as well
 */
record Outcome(Harm harm, Phase phase, int exitCode, String message, Duration recovery) {
    static Outcome of(Harm harm, Ended ended) {
        String message = ended.err().stream()
                .filter(line -> line.startsWith("asterism: error: "))
                .findFirst()
                .orElse("");
        return new Outcome(harm, Phase.after(ended.err()), ended.exitCode(), message, Duration.ZERO);
    }

    boolean isHit() {
        return exitCode != 0;
    }

    Outcome recoveredIn(Duration duration) {
        return new Outcome(harm, phase, exitCode, message, duration);
    }
}
