package dev.asterism.laboratory;

import dev.asterism.testing.ProgramProcess;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When harm is done: some time after the process has started, or after so many of the steps that it will tell of. By
 * steps rather than by time, since a busy machine would otherwise let all harm come before the work begins.
 *
 * @param share of the steps, from 0 to 1; negative to count from the start of the process
 * @param delay after that
 */
record Moment(double share, Duration delay) {
    private static final Pattern BATCHES = Pattern.compile("To build: .* in (\\d+) batch(es)?\\.");
    private static final Pattern STEP = Pattern.compile("(\\[\\d+/\\d+\\] )?(read|built) .*");
    private static final int STEPS_OF_A_BATCH = 11;
    private static final int LONGEST_START_MILLISECONDS = 1500;
    private static final int LONGEST_STEP_MILLISECONDS = 40;

    /** Mostly within the work; every tenth moment is in the start of the process. */
    static Moment any(Random random) {
        return random.nextInt(10) == 0
                ? new Moment(-1, Duration.ofMillis(random.nextInt(LONGEST_START_MILLISECONDS)))
                : new Moment(
                        random.nextDouble(), Duration.ofNanos(random.nextInt(LONGEST_STEP_MILLISECONDS * 1_000_000)));
    }

    /** Waits for it; returns early where the program ends before. */
    void await(ProgramProcess program) {
        if (share >= 0) {
            Optional<String> plan =
                    program.awaitLine(line -> BATCHES.matcher(line).matches());
            if (plan.isEmpty()) {
                return;
            }
            Matcher batches = BATCHES.matcher(plan.get());
            int steps = batches.matches() ? Integer.parseInt(batches.group(1)) * STEPS_OF_A_BATCH : 0;
            program.awaitLines(
                    (int) (share * (steps + 1)), line -> STEP.matcher(line).matches());
        }
        LockSupport.parkNanos(delay.toNanos());
    }
}
