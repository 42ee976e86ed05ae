package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @TempDir
    Path folder;

    @Test
    void helpListsEveryCommandAndGoesToStandardOutput() {
        CommandLineRun run = new CommandLineRun(folder);

        assertThat(run.execute("--help")).isZero();

        assertThat(run.out())
                .startsWith("Usage: asterism [OPTIONS] COMMAND\n")
                .contains(
                        "\n  run ", "\n  plan ", "\n  sql ", "\n  status ", "\n  check ", "\n  doctor ", "Exit codes:");
        assertThat(run.err()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "plan", "sql", "status", "check", "download", "sync", "publish", "doctor"})
    void everyCommandHasHelpWithExamplesThatFitsATerminal(String command) {
        CommandLineRun run = new CommandLineRun(folder);

        assertThat(run.execute(command, "--help")).isZero();

        assertThat(run.out())
                .contains("Usage: asterism " + command, "--format", "--quiet", "--verbose", "--data-dir", "Examples:")
                .contains("\n  ./asterism " + command);
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void theHelpCommandSaysTheSameAsTheOption() {
        CommandLineRun command = new CommandLineRun(folder);
        CommandLineRun option = new CommandLineRun(folder);

        assertThat(command.execute("help", "run")).isZero();
        option.execute("run", "--help");

        assertThat(command.out()).isEqualTo(option.out());
    }

    @Test
    void examplesInTheHelpAreNotWrapped() {
        for (String command :
                List.of("run", "plan", "sql", "status", "check", "download", "sync", "publish", "doctor")) {
            CommandLineRun run = new CommandLineRun(folder);
            run.execute(command, "--help");
            String examples = run.out().substring(run.out().indexOf("Examples:\n") + "Examples:\n".length());
            assertThat(examples.lines()).allSatisfy(line -> assertThat(line).startsWith("  ./asterism"));
        }
    }

    @Test
    void theVersionIsData() {
        CommandLineRun run = new CommandLineRun(folder);

        assertThat(run.execute("--version")).isZero();

        assertThat(run.out()).startsWith("asterism ");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rnu                        | There is no command 'rnu'. Did you mean 'run'?                      | asterism
            explode                    | There is no command 'explode'.                                      | asterism
            help explode               | There is no command 'explode'.                                      | asterism
            run --frm 2018-04-01       | There is no option '--frm'. Did you mean '--from'?                  | asterism run
            sql --formt=csv            | There is no option '--formt'. Did you mean '--format'?              | asterism sql
            doctor pypi                | The argument 'pypi' is one too many.                                | asterism doctor
            sql --format xml q         | Invalid value for option '--format': 'xml' is none of table, csv, tsv, json. | asterism sql
            run --format jsn           | Invalid value for option '--format': 'jsn' is none of text, json. Did you mean 'json'? | asterism run
            run --from 2018-02-30      | Invalid value for option '--from': '2018-02-30' is no day of the calendar; expected a form such as 2018-04-10. | asterism run
            run --to                   | Missing required parameter for option '--to' (DAY)                  | asterism run
            plan --jobs 1 --jobs 2     | option '--jobs' (N) should be specified only once                   | asterism plan
            """)
    void wrongUsageIsExplainedOnStandardErrorWithTheWayToTheHelp(String arguments, String message, String command) {
        CommandLineRun run = new CommandLineRun(folder);

        assertThat(run.execute(arguments.split(" "))).isEqualTo(2);

        assertThat(run.err()).isEqualTo("asterism: error: %s\nSee '%s --help'.\n".formatted(message, command));
        assertThat(run.out()).isEmpty();
    }

    @Test
    void withoutACommandTheCommandsAreNamed() {
        CommandLineRun run = new CommandLineRun(folder);

        assertThat(run.execute()).isEqualTo(2);

        assertThat(run.err())
                .startsWith("asterism: error: There is no command. The commands are run, plan, sql, tables, status,"
                        + " check, prove, new, download, sync, publish, drop, reset, doctor, help.");
    }

    @Test
    void optionsOfEveryCommandMayStandBeforeOrAfterIt() throws IOException {
        Files.writeString(folder.resolve("wrong.properties"), "colour=blue\n");
        for (String[] arguments :
                new String[][] {{"--config", "wrong.properties", "run"}, {"run", "--config=wrong.properties"}}) {
            CommandLineRun run = new CommandLineRun(folder);

            assertThat(run.execute(arguments)).isEqualTo(2);

            assertThat(run.err()).startsWith("asterism: error: wrong.properties:1: 'colour' is no setting.");
        }
    }

    @Test
    void aWrongSettingEndsEveryCommandWithItsOrigin() throws IOException {
        Files.writeString(folder.resolve("local-setup.properties"), "\nrun.jobs=none\n");
        for (String command : List.of("run", "plan", "status", "check", "download", "doctor")) {
            CommandLineRun run = new CommandLineRun(folder);

            assertThat(run.execute(command)).isEqualTo(2);

            assertThat(run.err()).startsWith("asterism: error: run.jobs is 'none' (from local-setup.properties:2)");
        }
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void anUnknownVariableOfTheEnvironmentEndsTheCommand() {
        CommandLineRun run = new CommandLineRun(folder).environment(Map.of("ASTERISM_WAREHOSE_URL", "jdbc:duckdb:x"));

        assertThat(run.execute("status")).isEqualTo(2);

        assertThat(run.err()).contains("ASTERISM_WAREHOSE_URL", "Did you mean 'ASTERISM_WAREHOUSE_URL'?");
    }

    @Test
    void theNumberOfJobsIsASettingWithItsOwnFlag() {
        CommandLineRun run =
                new CommandLineRun(folder).environment(Map.of("ASTERISM_RUN_JOBS", "wrong, but overridden"));

        assertThat(run.execute("run", "--jobs", "0")).isEqualTo(2);

        assertThat(run.err())
                .isEqualTo("asterism: error: run.jobs is '0' (from --jobs): expected a whole number from 1 to 1000.\n");
    }

    @Test
    void daysInTheWrongOrderAreRefused() {
        CommandLineRun run = new CommandLineRun(folder);

        assertThat(run.execute("plan", "--from", "2018-04-02", "--to", "2018-04-01"))
                .isEqualTo(2);

        assertThat(run.err())
                .isEqualTo("asterism: error: --from 2018-04-02 is after --to 2018-04-01; no day lies between.\n");
    }

    @Test
    void onATerminalTheWordErrorIsRedUnlessColoursAreOff() {
        CommandLineRun colourful = new CommandLineRun(folder).terminal(Terminals.COLOURFUL);
        CommandLineRun plain = new CommandLineRun(folder).terminal(Terminals.WITHOUT_COLOURS);

        colourful.execute("rnu");
        plain.execute("rnu");

        assertThat(colourful.err()).startsWith("asterism: \u001b[31merror:\u001b[0m There is no");
        assertThat(plain.err()).startsWith("asterism: error: There is no");
    }

    @Test
    void aPasswordInAMessageIsHidden() {
        CommandLineRun run = new CommandLineRun(folder);

        run.execute("run", "--config", "x?password=s3cret");

        assertThat(run.err()).contains("x?password=***").doesNotContain("s3cret");
    }
}
