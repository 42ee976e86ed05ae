package dev.asterism.cli;

import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.config.Settings;
import dev.asterism.config.TimeSpan;
import dev.asterism.engine.QueryResult;
import dev.asterism.engine.WarehouseReader;
import dev.asterism.plan.Batch;
import dev.asterism.plan.Plan;
import dev.asterism.plan.PlanRequest;
import dev.asterism.plan.Selection;
import dev.asterism.plan.Staleness;
import dev.asterism.prove.Proof;
import dev.asterism.prove.ProofRun;
import dev.asterism.prove.Prover;
import dev.asterism.prove.Sample;
import dev.asterism.run.BuildSession;
import dev.asterism.run.CheckRun;
import dev.asterism.run.Completeness;
import dev.asterism.run.Engines;
import dev.asterism.run.Inspection;
import dev.asterism.run.Patience;
import dev.asterism.run.Rehearsal;
import dev.asterism.run.RunResult;
import dev.asterism.run.Survey;
import dev.asterism.run.TableRemoval;
import dev.asterism.tables.TableList;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Puts the parts of the program together for each command. */
final class Wiring {
    private static final int RUNS_IN_STATUS = 3;

    private Wiring() {}

    /**
     * Returns the exit code.
     *
     * @param rehearsal how many batches to rehearse; empty to publish
     */
    static int run(
            Program program,
            Settings settings,
            BuildOptions options,
            OptionalInt rehearsal,
            Optional<TimeSpan> wait,
            ReportFormat format) {
        long start = System.nanoTime();
        Messages messages = program.messages();
        RunDisplay display = new RunDisplay(program);
        Patience patience = new Patience(wait.map(TimeSpan::duration).orElse(Duration.ZERO), messages::info);
        try (BuildSession session = BuildSession.open(
                settings, request(settings, options), Clock.systemUTC(), display, options.strict(), patience)) {
            session.crashedRuns().stream()
                    .filter(run -> run.command().startsWith("run"))
                    .forEach(run -> messages.warn("The run of " + run.startedAt() + " (process " + run.processId()
                            + ") ended without finishing; this one continues where it was."));
            warn(session.survey(), settings, program);
            Plan plan = session.plan();
            PlanReport.lines(plan, settings.firstDate(), program.terminal().columns())
                    .forEach(messages::info);
            if (rehearsal.isPresent()) {
                return rehearse(program, session, options, rehearsal.getAsInt(), display, format);
            }
            if (!plan.isEmpty()) {
                display.begin(plan);
            }
            RunResult result;
            try (Interruption.Registration registration = program.interruption().onInterrupt(session::stop)) {
                result = session.execute(options.commandLine());
            }
            messages.clearStatus();
            if (!plan.isEmpty()) {
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

    private static int rehearse(
            Program program,
            BuildSession session,
            BuildOptions options,
            int most,
            RunDisplay display,
            ReportFormat format)
            throws IOException {
        if (!session.plan().isEmpty()) {
            display.begin(session.plan().first(most));
        }
        Rehearsal rehearsal;
        try (Interruption.Registration registration = program.interruption().onInterrupt(session::stop)) {
            rehearsal = session.rehearse(options.commandLine() + " --rehearse", most);
        }
        program.messages().clearStatus();
        RehearsalReport report = new RehearsalReport(rehearsal, "asterism " + options.commandLine());
        if (format == ReportFormat.JSON) {
            report.writeJson(program.out());
        } else {
            print(report.lines(program.terminal().stdoutColours()), program);
        }
        return rehearsal.result().exitCode();
    }

    /** Returns the exit code. */
    static int plan(Program program, Settings settings, BuildOptions options, boolean withSql, ReportFormat format) {
        PlanRequest request = request(settings, options);
        try (Inspection inspection = Inspection.open(settings, request, Clock.systemUTC())) {
            warn(inspection.survey(), settings, program);
            Plan plan = inspection.plan(request);
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
                print(
                        PlanReport.lines(
                                plan, settings.firstDate(), program.terminal().columns()),
                        program);
                for (String statement : statements) {
                    program.out().write("\n" + statement + "\n");
                }
            }
            return 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the exit code. */
    static int status(Program program, Settings settings, List<String> selectors, ReportFormat format) {
        PlanRequest request = PlanRequest.everything(settings.batchBytes().bytes());
        Past past = Past.of(settings, RUNS_IN_STATUS);
        List<PastRun> runs = past.runs();
        try (Inspection inspection = Inspection.open(settings, request, Clock.systemUTC())) {
            warn(inspection.survey(), settings, program);
            Staleness staleness = inspection.survey().staleness();
            StatusReport report = new StatusReport(
                    staleness,
                    Selection.of(staleness.graph(), selectors, List.of()),
                    Completeness.of(staleness.lake()),
                    past.failures(),
                    settings.firstDate());
            if (format == ReportFormat.JSON) {
                report.writeJson(runs, program.out());
            } else {
                print(report.lines(program.terminal().stdoutColours()), program);
                print(runs.isEmpty() ? List.of() : List.of(""), program);
                print(runs(runs, program), program);
            }
            return 0;
        } catch (RunFailedException warehouseInUse) {
            if (format == ReportFormat.TEXT) {
                print(runs(runs, program), program);
            }
            throw warehouseInUse;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the exit code. */
    static int tables(Program program, Settings settings, List<String> selectors, ReportFormat format) {
        PlanRequest request = PlanRequest.everything(settings.batchBytes().bytes());
        try (Inspection inspection = Inspection.open(settings, request, Clock.systemUTC())) {
            Survey survey = inspection.survey();
            TableList list = TableList.of(
                    inspection.engine(),
                    survey.context(),
                    Selection.of(survey.staleness().graph(), selectors, List.of()),
                    selectors.isEmpty() ? survey.staleness().withoutModel() : List.of());
            if (format == ReportFormat.JSON) {
                TablesReport.writeJson(list, program.out());
            } else {
                print(
                        TablesReport.lines(
                                list,
                                program.terminal().stdoutColours(),
                                program.terminal().columns()),
                        program);
            }
            return 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the exit code. */
    static int check(Program program, Settings settings, SelectionOptions asked, ReportFormat format) {
        PlanRequest request = request(settings, asked, false, false);
        Messages messages = program.messages();
        try (Inspection inspection = Inspection.open(settings, request, Clock.systemUTC())) {
            inspection.survey().warnings().forEach(messages::warn);
            CheckReport report = new CheckReport(CheckRun.execute(
                    settings, inspection, request, String.join(" ", asked.words("check")), messages::status));
            messages.clearStatus();
            if (format == ReportFormat.JSON) {
                report.writeJson(program.out());
            } else {
                print(report.lines(program.terminal().stdoutColours()), program);
            }
            return report.exitCode();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Returns the exit code.
     *
     * @param command the command line, for the history
     */
    static int prove(
            Program program,
            Settings settings,
            SelectionOptions asked,
            Sample sample,
            String command,
            ReportFormat format) {
        PlanRequest request = request(settings, asked, false, false);
        Messages messages = program.messages();
        try (Inspection inspection = Inspection.open(settings, request, Clock.systemUTC())) {
            Prover prover = new Prover(settings, inspection, request, new ProofDisplay(messages), messages::status);
            Proof proof;
            try (Interruption.Registration registration = program.interruption().onInterrupt(prover::stop)) {
                proof = ProofRun.execute(settings, prover, sample, command);
            }
            messages.clearStatus();
            ProofReport report = new ProofReport(proof, sample);
            if (format == ReportFormat.JSON) {
                report.writeJson(program.out());
            } else {
                print(report.lines(program.terminal().stdoutColours()), program);
            }
            return proof.exitCode();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the exit code. */
    static int drop(Program program, Settings settings, String table, boolean withoutAsking) {
        try (TableRemoval removal = TableRemoval.open(settings, table)) {
            if (!withoutAsking && !isConfirmed(program, "Drop " + removal.described() + "?")) {
                program.messages().info("Nothing was dropped.");
                return 1;
            }
            removal.execute();
            program.messages().info("Dropped " + removal.described() + ".");
            return 0;
        }
    }

    /** Asks a question on the terminal; fails where nobody can answer. */
    private static boolean isConfirmed(Program program, String question) {
        Terminal terminal = program.terminal();
        if (!terminal.stdinIsTerminal() || !terminal.stderrIsTerminal()) {
            throw new InputException(
                    "Nobody can be asked here: standard input or standard error is not a terminal. Add --yes to do it"
                            + " without asking.");
        }
        program.messages().info(question + " Answer yes or no:");
        try {
            String answer = new BufferedReader(new InputStreamReader(program.in(), StandardCharsets.UTF_8)).readLine();
            return answer != null && answer.strip().matches("(?i)y(es)?");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void warn(Survey survey, Settings settings, Program program) {
        survey.warnings().forEach(program.messages()::warn);
        if (survey.staleness().lake().days().isEmpty()) {
            program.messages()
                    .warn("The lake " + settings.dataDir() + " holds no day files of any source. Download some, or name"
                            + " another lake with --data-dir; 'asterism doctor' says what is expected.");
        }
    }

    private static List<String> runs(List<PastRun> runs, Program program) {
        if (runs.isEmpty()) {
            return List.of();
        }
        Colours colours = program.terminal().stdoutColours();
        List<String> lines = new ArrayList<>(List.of(colours.bold("Latest runs")));
        for (PastRun run : runs) {
            run.lines(ZoneId.systemDefault(), Instant.now(), colours).forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    static void print(List<String> lines, Program program) {
        try {
            for (String line : lines) {
                program.out().write(line + "\n");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the exit code. */
    static int doctor(Program program, Settings settings, ReportFormat format) {
        DoctorReport report = new DoctorReport(
                Path.of("").toAbsolutePath().toString(),
                settings.entries(),
                new Doctor(settings, program.terminal()).examine());
        try {
            if (format == ReportFormat.JSON) {
                report.writeJson(program.out());
            } else {
                print(report.lines(program.terminal().stdoutColours()), program);
            }
            return report.exitCode();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Opens the warehouse read-only and starts the query; closing the result closes the warehouse. */
    static QueryResult query(Settings settings, String sql) {
        WarehouseReader engine = Engines.forReading(settings);
        try {
            return new OwningQueryResult(engine.query(sql), engine);
        } catch (RuntimeException failure) {
            engine.close();
            throw failure;
        }
    }

    private static PlanRequest request(Settings settings, BuildOptions options) {
        return request(settings, options.selection, options.full(), options.prune());
    }

    private static PlanRequest request(Settings settings, SelectionOptions asked, boolean full, boolean prune) {
        return new PlanRequest(
                asked.selectors(),
                asked.excluded(),
                asked.from(),
                asked.to(),
                full,
                prune,
                settings.batchBytes().bytes());
    }
}
