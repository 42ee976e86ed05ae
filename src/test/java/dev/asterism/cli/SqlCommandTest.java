package dev.asterism.cli;

import static dev.asterism.cli.RowsInMemory.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SqlCommandTest {
    @TempDir
    Path folder;

    private final List<String> queries = new ArrayList<>();
    private final RowsInMemory result =
            RowsInMemory.of("name, n#", new @Nullable Object[] {"flask", 1}, new @Nullable Object[] {null, null});

    @Test
    void theQueryIsTheArgumentAndTheTableTheUsualFormat() {
        CommandLineRun run = new CommandLineRun(folder);

        assertThat(execute(run, "SELECT 1")).isZero();

        assertThat(queries).containsExactly("SELECT 1");
        assertThat(run.out()).isEqualTo(" name  |    n\n-------+------\n flask |    1\n NULL  | NULL\n");
        assertThat(run.err()).isEmpty();
        assertThat(result.isClosed()).isTrue();
    }

    @Test
    void theQueryIsReadFromStandardInputWhereThereIsNoArgument() {
        CommandLineRun run = new CommandLineRun(folder).in("\uFEFFSELECT '\u00fc'\nFROM t;\n");

        assertThat(execute(run, "--format", "csv")).isZero();

        assertThat(queries).containsExactly("SELECT '\u00fc'\nFROM t;\n");
        assertThat(run.out()).isEqualTo("name,n\nflask,1\n,\n");
    }

    @Test
    void aFormatMayBeWrittenInUpperCase() {
        CommandLineRun run = new CommandLineRun(folder);

        assertThat(execute(run, "--format=TSV", "q")).isZero();

        assertThat(run.out()).isEqualTo("name\tn\nflask\t1\n\t\n");
    }

    @Test
    void jsonIsAnArrayOfObjects() {
        CommandLineRun run = new CommandLineRun(folder);

        assertThat(execute(run, "--format", "json", "q")).isZero();

        assertThat(run.out()).isEqualTo("[\n{\"name\":\"flask\",\"n\":1},\n{\"name\":null,\"n\":null}\n]\n");
    }

    @Test
    void onATerminalTheRowsAreCountedUnlessQuiet() {
        CommandLineRun run = new CommandLineRun(folder).terminal(Terminals.WITHOUT_COLOURS);

        execute(run, "q");

        assertThat(run.err()).isEqualTo("(2 rows)\n");
    }

    @Test
    void severalArgumentsAreRefusedWithAHintToQuotes() {
        CommandLineRun run = new CommandLineRun(folder);

        assertThat(run.execute("sql", "SELECT", "1")).isEqualTo(2);

        assertThat(run.err())
                .isEqualTo("asterism: error: The query must be one argument, but there are 2. Put it in quotes.\n");
    }

    @Test
    void withoutAQueryNothingIsWaitedForOnATerminal() {
        CommandLineRun terminal = new CommandLineRun(folder).terminal(Terminals.WITHOUT_COLOURS);
        CommandLineRun emptyInput = new CommandLineRun(folder).in(" \n");

        assertThat(terminal.execute("sql")).isEqualTo(2);
        assertThat(emptyInput.execute("sql")).isEqualTo(2);

        assertThat(terminal.err()).startsWith("asterism: error: There is no query.");
        assertThat(emptyInput.err()).startsWith("asterism: error: The query is empty.");
    }

    @Test
    void aQueryMayBeginWithAComment() {
        CommandLineRun run = new CommandLineRun(folder);

        run.execute("sql", "-- how many\nSELECT count(*) FROM time.day", "--format", "xml");

        assertThat(run.err()).contains("'xml' is none of").doesNotContain("no option '--");
    }

    @Test
    void rowsWithOddTextReachStandardOutputAsUtf8() throws IOException {
        CommandLineRun run = new CommandLineRun(folder);
        Program program = run.program(new GlobalOptions());

        new CommandLine(new SqlCommand(program, (settings, sql) -> RowsInMemory.of("a", row("\u65e5\ud83d\ude00"))))
                .execute("--format=csv", "q");

        assertThat(run.out()).isEqualTo("a\n\u65e5\ud83d\ude00\n");
    }

    private int execute(CommandLineRun run, String... arguments) {
        Program program = run.program(new GlobalOptions());
        return new CommandLine(new SqlCommand(program, (settings, sql) -> {
                    queries.add(sql);
                    return result;
                }))
                .execute(arguments);
    }
}
