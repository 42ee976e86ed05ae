package dev.asterism.cli;

import dev.asterism.scaffold.Scaffold;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code asterism new project}: a folder to work in. */
@Command(
        name = "project",
        header = "Writes a project.",
        description =
                "Makes a folder with an empty lake and the pipeline of the calendar, time.day, to which facts refer.",
        footer = {"  ./asterism new project ../shop  then, in that folder: asterism new pipeline shop"})
final class NewProjectCommand implements Callable<Integer> {
    private final Program program;

    @Parameters(paramLabel = "DIR", description = "The folder, which is made if there is none.")
    private Path folder = Path.of("");

    NewProjectCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        List<Path> files = Scaffold.project(folder);
        Wiring.print(files.stream().map(Path::toString).toList(), program);
        program.messages().info("Next, in " + folder + ": asterism new pipeline NAME");
        return 0;
    }
}
