package dev.asterism.cli;

import dev.asterism.model.TableName;
import dev.asterism.scaffold.ModelKind;
import dev.asterism.scaffold.Scaffold;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asterism new model}: one model file. */
@Command(
        name = "model",
        header = "Writes a model.",
        description =
                "Writes one model file. A dimension or fact is made from the columns of the source that it reads.",
        footer = {
            "  ./asterism new model source shop_data.orders",
            "  ./asterism new model dimension shop_dim.customer --from shop_data.orders",
            "  ./asterism new model check shop_dim.order_counts"
        })
final class NewModelCommand implements Callable<Integer> {
    private final Program program;

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            converter = Choice.OfModelKind.class,
            completionCandidates = Choice.ModelKinds.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private ModelKind kind = ModelKind.DIMENSION;

    @Parameters(
            index = "1",
            paramLabel = "TABLE",
            converter = TableNameConverter.class,
            description = "Its table, such as shop_dim.customer; for a check, the table that it looks at.")
    private TableName table = TableName.CALENDAR;

    @Option(
            names = "--pipeline",
            paramLabel = "NAME",
            description = "The pipeline (default: the one that has tables in the same schema).")
    private @Nullable String pipeline;

    @Option(
            names = "--from",
            paramLabel = "TABLE",
            converter = TableNameConverter.class,
            description = "What it reads: a source, or for a data set a fact (default: the only one of its pipeline).")
    private @Nullable TableName from;

    NewModelCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        List<Path> files = Scaffold.model(
                program.settings().pipelinesDir(),
                kind,
                table,
                Optional.ofNullable(pipeline),
                Optional.ofNullable(from));
        Wiring.print(files.stream().map(Path::toString).toList(), program);
        return 0;
    }
}
