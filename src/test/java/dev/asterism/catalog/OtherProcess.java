package dev.asterism.catalog;

import dev.asterism.testing.ProgramProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts a run in a Java process of its own, which then dies without a word. */
final class OtherProcess {
    private OtherProcess() {}

    static Process startRunAndDie(CatalogPlace place) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(ProgramProcess.localeOptions());
        command.add(OtherProcess.class.getName());
        command.addAll(place.address());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    static int exitCode(Process process) throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    public static void main(String[] arguments) {
        Catalog catalog = CatalogPlace.open(List.of(arguments));
        catalog.runs().startRun("run", "jdbc:duckdb:other.duckdb");
        Runtime.getRuntime().halt(0);
    }
}
