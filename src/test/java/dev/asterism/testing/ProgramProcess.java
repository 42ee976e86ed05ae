package dev.asterism.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.commons.io.FileUtils;

/**
 * The real program in a process of its own, as a user starts it, except that nothing of the environment of the tests
 * reaches it. What it says on standard error is read while it comes. Closing kills it and removes its temporary files.
 */
public final class ProgramProcess implements AutoCloseable {
    /** How a process ends that was killed. */
    public static final int KILLED = 128 + 9;

    /** The launcher to start it by, which takes half the time; without one the classes under test are run as they are. */
    private static final String LAUNCHER = System.getProperty("asterism.test.launcher", "");

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Process process;
    private final Path scratch;
    private final long start = System.nanoTime();
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;
    private boolean endOfOutput;

    private ProgramProcess(Process process, Path scratch) {
        this.process = process;
        this.scratch = scratch;
        this.reader = new Thread(this::read, "reader of process " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * How a process ended.
     *
     * @param err the lines of standard error
     */
    public record Ended(int exitCode, String out, List<String> err, Duration duration) {
        /** Standard error as a text. */
        public String errors() {
            return String.join("\n", err);
        }

        /** Everything it said. */
        public String output() {
            return out + errors();
        }
    }

    /** Options that give another Java virtual machine the locale of the tests. */
    public static List<String> localeOptions() {
        Locale locale = Locale.getDefault();
        return List.of("-Duser.language=" + locale.getLanguage(), "-Duser.country=" + locale.getCountry());
    }

    /** Where and how to start the program. */
    public static final class Start {
        private final Path folder;
        private final Map<String, String> environment = new TreeMap<>();
        private final List<String> javaOptions = new ArrayList<>();
        private List<String> wrapper = List.of();
        private boolean ofNobody;

        private Start(Path folder) {
            this.folder = folder;
        }

        public Start environment(Map<String, String> variables) {
            environment.putAll(variables);
            return this;
        }

        /** Starts it as somebody whose home is the working directory, and who has no environment. */
        public Start ofNobody() {
            ofNobody = true;
            return javaOptions("-Duser.home=" + folder.toAbsolutePath());
        }

        /** Options of the Java virtual machine, such as {@code -Xmx1g}. */
        public Start javaOptions(String... options) {
            javaOptions.addAll(List.of(options));
            return this;
        }

        /** A command that takes another one as its last arguments and becomes it, such as {@code nice}. */
        public Start through(List<String> command) {
            wrapper = command;
            return this;
        }

        /** Starts the program with the arguments of a command line. */
        public ProgramProcess start(String... arguments) {
            try {
                Path scratch = Files.createTempDirectory("program");
                List<String> options =
                        new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + scratch));
                options.addAll(localeOptions());
                options.addAll(javaOptions);
                List<String> command = new ArrayList<>(wrapper);
                command.addAll(LAUNCHER.isEmpty() ? java(options) : List.of(LAUNCHER));
                command.addAll(List.of(arguments));
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(scratch.resolve("out").toFile());
                builder.environment().keySet().removeIf(name -> ofNobody || name.startsWith("ASTERISM_"));
                // Asking a cloud for credentials takes seconds where there is none.
                builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
                builder.environment().put("LC_ALL", "C.UTF-8");
                builder.environment().put("ASTERISM_JAVA_OPTS", String.join(" ", options));
                builder.environment().putAll(environment);
                return new ProgramProcess(builder.start(), scratch);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static List<String> java(List<String> options) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
            command.addAll(options);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.asterism.cli.Main"));
            return command;
        }

        /** Starts the program and waits for its end. */
        public Ended run(String... arguments) {
            try (ProgramProcess program = start(arguments)) {
                return program.await();
            }
        }
    }

    /** Describes a start in a working directory. */
    public static Start in(Path folder) {
        return new Start(folder);
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has said on standard error so far. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits for a line on standard error; empty where the program ends without it. */
    public Optional<String> awaitLine(Predicate<String> wanted) {
        return awaitLines(1, wanted).stream().findFirst();
    }

    /** Waits until so many lines of a kind have come; gives fewer where the program ends before. */
    public synchronized List<String> awaitLines(int count, Predicate<String> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<String> found = lines.stream().filter(wanted).limit(count).toList();
            if (found.size() == count || endOfOutput) {
                return found;
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("The program says nothing more after " + lines);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Ends it as {@code kill} does. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Waits for its end; a process that does not end is a failure. */
    public Ended await() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("The program does not end after " + lines());
            }
            Duration duration = Duration.ofNanos(System.nanoTime() - start);
            reader.join();
            return new Ended(process.exitValue(), Files.readString(scratch.resolve("out")), lines(), duration);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            process.waitFor();
            reader.join();
            FileUtils.deleteDirectory(scratch.toFile());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader err = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            for (String line = err.readLine(); line != null; line = err.readLine()) {
                synchronized (this) {
                    lines.add(line);
                    notifyAll();
                }
            }
        } catch (IOException endedMeanwhile) {
            // What it said until then is kept.
        } finally {
            synchronized (this) {
                endOfOutput = true;
                notifyAll();
            }
        }
    }
}
