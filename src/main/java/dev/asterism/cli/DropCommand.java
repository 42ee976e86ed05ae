package dev.asterism.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asterism drop}: removes a table that no model declares any more. */
@Command(
        name = "drop",
        header = "Removes a table that has no model.",
        description = {
            "Removes a table or view from the warehouse whose model file is gone, with all that is recorded of it. Keys of"
                    + " its members are not given again. Asks first; where nobody can answer, --yes is needed."
        },
        footer = {
            "  ./asterism drop shop_dim.sales        after asking",
            "  ./asterism drop shop_dim.sales --yes  without asking"
        })
final class DropCommand implements Callable<Integer> {
    private final Program program;

    @Parameters(paramLabel = "TABLE", description = "The table, such as shop_dim.sales.")
    private String table = "";

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    DropCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        return Wiring.drop(program, program.settings(), table, yes);
    }
}
