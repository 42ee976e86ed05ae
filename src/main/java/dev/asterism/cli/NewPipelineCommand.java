package dev.asterism.cli;

import dev.asterism.config.Settings;
import dev.asterism.scaffold.Scaffold;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code asterism new pipeline}: a small star. */
@Command(
        name = "pipeline",
        header = "Writes a pipeline.",
        description =
                "Writes a pipeline of a source, a dimension and a fact; and the calendar, if the project has none.",
        footer = {"  ./asterism new pipeline shop  in pipelines/shop, with the schemas shop_data and shop_dim"})
final class NewPipelineCommand implements Callable<Integer> {
    private final Program program;

    @Parameters(
            paramLabel = "NAME",
            description = "Its name, which is also the beginning of its schemas' names: small letters, digits and"
                    + " underscores.")
    private String name = "";

    NewPipelineCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        Settings settings = program.settings();
        List<Path> files = Scaffold.pipeline(settings.pipelinesDir(), name);
        Wiring.print(files.stream().map(Path::toString).toList(), program);
        program.messages()
                .info("Next: put day files into the lake, such as "
                        + settings.dataDir().resolve("2018/04/10").resolve(name).resolve("events-v1.csv.gz")
                        + ", or change the models to what your files hold; then asterism plan");
        return 0;
    }
}
