package dev.asterism.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real program in a process of its own, with the environment it is given and no other. */
public final class IsolatedProgram {
    private final Path folder;
    private final Map<String, String> environment;
    private final List<String> javaOptions;

    /**
     * Prepares processes.
     *
     * @param folder the working directory; what they print is kept here, too
     */
    public IsolatedProgram(Path folder, Map<String, String> environment, String... javaOptions) {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
        this.javaOptions = List.of(javaOptions);
    }

    /** How a process ended, and what it printed to both streams. */
    public record Result(int exitCode, String output) {}

    public Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-Duser.home=" + folder.toAbsolutePath()));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.asterism.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        // Asking a cloud for credentials takes seconds where there is none.
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        return builder.start();
    }

    /** Runs one to its end. */
    public Result run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        if (!process.waitFor(240, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the program did not end:\n" + printed());
        }
        return new Result(process.exitValue(), printed());
    }

    /** What the last process has printed so far. */
    public String printed() throws IOException {
        return Files.readString(output(), UTF_8);
    }

    private Path output() {
        return folder.resolve("output.txt");
    }
}
