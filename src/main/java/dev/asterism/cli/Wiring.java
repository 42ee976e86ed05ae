package dev.asterism.cli;

import dev.asterism.config.Settings;
import dev.asterism.engine.Engine;
import dev.asterism.engine.QueryResult;
import dev.asterism.plan.Batch;
import dev.asterism.plan.Plan;
import dev.asterism.plan.PlanRequest;
import dev.asterism.plan.Planner;
import dev.asterism.run.BuildSession;
import dev.asterism.run.Engines;
import dev.asterism.run.Inspection;
import dev.asterism.run.RunResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts the parts of the program together for each command. */
final class Wiring {
    private Wiring() {}

    /** Returns the exit code. */
    static int run(Program program, Settings settings, BuildOptions options, ReportFormat format) {
        long start = System.nanoTime();
        Messages messages = program.messages();
        RunDisplay display = new RunDisplay(program);
        try (BuildSession session =
                BuildSession.open(settings, request(settings, options), Clock.systemUTC(), display, options.strict())) {
            session.crashedRuns()
                    .forEach(run -> messages.warn("The run of " + run.startedAt() + " (process " + run.processId()
                            + ") ended without finishing; this one continues where it was."));
            session.survey().warnings().forEach(messages::warn);
            Plan plan = session.plan();
            PlanReport.lines(plan, program.terminal().columns()).forEach(messages::info);
            RunResult result = new RunResult(List.of(), 0, 0);
            if (!plan.isEmpty()) {
                display.begin(plan);
                try (Interruption.Registration registration =
                        program.interruption().onInterrupt(session::stop)) {
                    result = session.execute(options.commandLine());
                }
                messages.clearStatus();
                messages.info(RunReport.summary(result, plan, Duration.ofNanos(System.nanoTime() - start)));
            }
            if (format == ReportFormat.JSON) {
                RunReport.writeJson(result, plan, program.out());
            }
            return result.exitCode();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the exit code. */
    static int plan(Program program, Settings settings, BuildOptions options, boolean withSql, ReportFormat format) {
        PlanRequest request = request(settings, options);
        try (Inspection inspection = Inspection.open(settings, request, Clock.systemUTC())) {
            inspection.survey().warnings().forEach(program.messages()::warn);
            Plan plan = Planner.plan(inspection.survey().staleness(), request);
            List<String> statements = new ArrayList<>();
            if (withSql) {
                for (Batch batch : plan.batches()) {
                    statements.addAll(
                            inspection.engine().statements(inspection.survey().context(), batch));
                }
            }
            if (format == ReportFormat.JSON) {
                PlanReport.writeJson(plan, statements, program.out());
            } else {
                for (String line : PlanReport.lines(plan, program.terminal().columns())) {
                    program.out().write(line + "\n");
                }
                for (String statement : statements) {
                    program.out().write("\n" + statement + ";\n");
                }
            }
            return 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the exit code. */
    static int status(Program program, Settings settings, ReportFormat format) {
        PlanRequest request = PlanRequest.everything(settings.batchBytes().bytes());
        try (Inspection inspection = Inspection.open(settings, request, Clock.systemUTC())) {
            inspection.survey().warnings().forEach(program.messages()::warn);
            StatusReport report = new StatusReport(inspection.survey().staleness());
            if (format == ReportFormat.JSON) {
                report.writeJson(program.out());
            } else {
                for (String line : report.lines()) {
                    program.out().write(line + "\n");
                }
            }
            return 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the exit code. */
    static int doctor(Program program, Settings settings, ReportFormat format) {
        try {
            return new Doctor(settings).report(program, format);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Opens the warehouse read-only and starts the query; closing the result closes the warehouse. */
    static QueryResult query(Settings settings, String sql) {
        Engine engine = Engines.forReading(settings);
        try {
            return new OwningQueryResult(engine.query(sql), engine);
        } catch (RuntimeException failure) {
            engine.close();
            throw failure;
        }
    }

    private static PlanRequest request(Settings settings, BuildOptions options) {
        return new PlanRequest(
                options.selectors(),
                options.excluded(),
                options.from(),
                options.to(),
                options.full(),
                options.prune(),
                settings.batchBytes().bytes());
    }
}
