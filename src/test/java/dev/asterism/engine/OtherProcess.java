package dev.asterism.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.asterism.config.Settings;
import dev.asterism.config.SettingsReader;
import dev.asterism.run.BuildSession;
import dev.asterism.run.Engines;
import dev.asterism.testing.ProgramProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds a warehouse in a Java process of its own, or dies while it builds one. */
final class OtherProcess implements AutoCloseable {
    private static final String HOLD = "hold";
    private static final String HOLDING = "The warehouse is open.";

    private final Process process;

    private OtherProcess(Process process) {
        this.process = process;
    }

    /** Starts a process that has the warehouse open for building until it is closed. */
    static OtherProcess holding(Workbench workbench) {
        OtherProcess other = start(workbench, HOLD);
        try {
            // Not closed: the process ends with its streams.
            BufferedReader output = new BufferedReader(new InputStreamReader(other.process.getInputStream(), UTF_8));
            for (String line = output.readLine(); !HOLDING.equals(line); line = output.readLine()) {
                if (line == null) {
                    throw new IllegalStateException("the other process ended with " + other.process.waitFor());
                }
            }
            return other;
        } catch (IOException e) {
            other.close();
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            other.close();
            throw new IllegalStateException(e);
        }
    }

    /** Builds in a process that dies without a word when an event happens; returns when it is dead. */
    static void buildAndDie(Workbench workbench, String event) {
        try (OtherProcess other = start(workbench, event)) {
            other.process.getInputStream().readAllBytes();
            int exitCode = other.process.waitFor();
            if (exitCode != 137) {
                throw new IllegalStateException("the other process ended with " + exitCode);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    long id() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OtherProcess start(Workbench workbench, String task) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(ProgramProcess.localeOptions());
        command.addAll(List.of(OtherProcess.class.getName(), task));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("ASTERISM_DATA_DIR", workbench.lake().toString());
        builder.environment()
                .put("ASTERISM_PIPELINES_DIR", workbench.pipelines().toString());
        builder.environment().put("ASTERISM_WAREHOUSE_URL", workbench.warehouseUrl());
        try {
            return new OtherProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("ASTERISM_TEST_"));
        Settings settings = new SettingsReader().environment(environment).read();
        if (arguments[0].equals(HOLD)) {
            try (WarehouseBuilder engine = Engines.forBuilding(settings)) {
                engine.buildState();
                System.out.println(HOLDING);
                System.in.read();
            }
        } else {
            RecordingListener listener = new RecordingListener(event -> {
                if (event.equals(arguments[0])) {
                    Runtime.getRuntime().halt(137);
                }
            });
            try (BuildSession session =
                    BuildSession.open(settings, Workbench.inBatchesOf(1), Clock.systemUTC(), listener, false)) {
                session.execute("run in another process");
            }
        }
    }
}
