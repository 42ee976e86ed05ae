package dev.asterism.laboratory;

import static dev.asterism.testing.ProgramProcess.Ended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.testing.ProgramProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A project that lives on through any number of harmed runs, while its lake and models change. Each run that is left
 * alone must put all in order by itself; see {@link Project#runWell}.
 */
final class Laboratory implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Random random;
    private final Project project;
    private final OutcomeTable outcomes = new OutcomeTable();
    private final Map<Long, Outcome> harmed = new TreeMap<>();
    private int recoveries;

    Laboratory(Path folder, LaboratoryWarehouse warehouse, long seed) {
        this.random = new Random(seed);
        this.project = new Project(folder, warehouse, random);
        recover();
    }

    /** Harms a run at a random moment, again where that came too late, and lets the next one go on. */
    void harm(Harm harm, int mostAttempts) {
        Outcome outcome = harmOnce(harm);
        for (int attempt = 1; !outcome.isHit() && attempt < mostAttempts; attempt++) {
            outcomes.add(outcome);
            outcome = harmOnce(harm);
        }
        outcomes.add(outcome.recoveredIn(recover()));
    }

    /** Harms a run, and does not let the next one go on either. */
    void harmAndGoOn(Harm harm) {
        outcomes.add(harmOnce(harm));
    }

    int hits() {
        return outcomes.hits();
    }

    /** What was done and what came of it, for people. */
    String report() {
        return String.join("\n", outcomes.lines())
                + "\n%s runs were left alone: each ended well, with the content of a clean build; %s surrogate keys, none of two members"
                        .formatted(recoveries, project.keys());
    }

    private Outcome harmOnce(Harm harm) {
        project.lake().change();
        if (random.nextInt(4) == 0) {
            project.pipelines().change();
        }
        Moment moment = Moment.any(random);
        String[] options = harm.javaOptions(random).toArray(String[]::new);
        try (ProgramProcess program = project.start().javaOptions(options).start("run", "--prune")) {
            if (options.length == 0) {
                moment.await(program);
            }
            boolean wasAlive = program.isAlive();
            long struck = System.nanoTime();
            harm.strike(program, project, random);
            Ended ended = program.await();
            Duration winding = wasAlive ? Duration.ofNanos(System.nanoTime() - struck) : Duration.ZERO;
            Outcome outcome = Outcome.of(harm, ended);
            judge(outcome, ended, winding);
            if (outcome.isHit()) {
                harmed.put(program.handle().pid(), outcome);
            }
            return outcome;
        }
    }

    private static void judge(Outcome outcome, Ended ended, Duration winding) {
        String told = outcome + " with\n" + ended.errors();
        assertThat(outcome.harm().explains(outcome.exitCode())).as(told).isTrue();
        if (outcome.harm() == Harm.TERMINATE) {
            assertThat(winding).as(told).isLessThan(SOON);
        }
        if (outcome.isHit() && outcome.harm() != Harm.KILL) {
            assertThat(ended.errors()).as(told).contains("asterism: error: ").doesNotContain("\tat ");
        }
    }

    /** Runs without harm, as often as it takes a scheduler: once. */
    private Duration recover() {
        // What was damaged, or changed under the reader's eyes, is there as a whole by the next day.
        project.lake().mend();
        project.warehouse().rows("SELECT 1");
        Ended ended = project.runWell();
        assertRecorded(ended);
        recoveries++;
        return ended.duration();
    }

    /** The catalog knows of every run that had begun to work how it ended, and the next one says so. */
    private void assertRecorded(Ended ended) {
        harmed.forEach((process, outcome) -> {
            List<String> recorded = project.catalog(
                    "SELECT status FROM run WHERE process_id = " + process + " ORDER BY started_at DESC LIMIT 1");
            String told = outcome + ", recovered with\n" + ended.errors();
            if (outcome.phase().compareTo(Phase.STAGING) > 0) {
                assertThat(recorded).as(told).hasSize(1);
            }
            assertThat(recorded).as(told).isSubsetOf(outcome.harm().records());
        });
        harmed.clear();
    }

    @Override
    public void close() {
        project.close();
    }
}
