package dev.asterism.cli;

import dev.asterism.InputException;
import dev.asterism.config.Settings;
import dev.asterism.engine.QueryResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asterism sql}: one query. */
@Command(
        name = "sql",
        header = "Runs a query over the stars.",
        description = {
            "Runs one query, read-only, and prints its rows. Without an argument the query is read from standard input."
        },
        footer = {
            "  ./asterism sql \"SELECT count(*) FROM pypi_dim.project\"",
            "  ./asterism sql --format csv \"SELECT * FROM time.day\" > days.csv",
            "  ./asterism sql --format json < query.sql"
        })
final class SqlCommand implements Callable<Integer> {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Program program;
    private final BiFunction<Settings, String, QueryResult> warehouse;

    @Parameters(paramLabel = "[QUERY]", hideParamSyntax = true, arity = "0..*", description = "The query, in quotes.")
    private List<String> query = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Choice.OfOutputFormat.class,
            description = {
                "How the rows are printed: ${COMPLETION-CANDIDATES} (default: table).",
                "csv and tsv: a header row, NULL empty, an empty text \"\", quotes only where needed, dates in ISO form.",
                "json: an array with an object per row."
            })
    private OutputFormat format = OutputFormat.TABLE;

    /**
     * @param warehouse runs a query
     */
    SqlCommand(Program program, BiFunction<Settings, String, QueryResult> warehouse) {
        this.program = program;
        this.warehouse = warehouse;
    }

    @Override
    public Integer call() throws IOException {
        String sql = sql();
        long rows;
        try (QueryResult result = warehouse.apply(program.settings(), sql)) {
            program.messages().clearStatus();
            rows = format.printer(program.terminal().stdoutColours()).print(result, program.out());
        }
        program.out().flush();
        if (format == OutputFormat.TABLE && program.terminal().stdoutIsTerminal()) {
            program.messages().info("(" + rows + (rows == 1 ? " row)" : " rows)"));
        }
        return 0;
    }

    private String sql() throws IOException {
        if (query.size() > 1) {
            throw new InputException(
                    "The query must be one argument, but there are " + query.size() + ". Put it in quotes.");
        }
        if (query.isEmpty() && program.terminal().stdinIsTerminal()) {
            throw new InputException("There is no query. Give it as an argument in quotes, or on standard input.");
        }
        String text = query.isEmpty() ? new String(program.in().readAllBytes(), StandardCharsets.UTF_8) : query.get(0);
        String sql = text.isEmpty() || text.charAt(0) != BYTE_ORDER_MARK ? text : text.substring(1);
        if (sql.isBlank()) {
            throw new InputException("The query is empty. Give it as an argument in quotes, or on standard input.");
        }
        return sql;
    }
}
