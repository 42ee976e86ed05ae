package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.config.SettingsReader;
import dev.asterism.lake.Day;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BuildOptionsTest {
    @TempDir
    Path folder;

    @Test
    void withoutArgumentsEverythingIsMeant() {
        BuildOptions options = parse("run");

        assertThat(options.selection.selectors()).isEmpty();
        assertThat(options.selection.excluded()).isEmpty();
        assertThat(options.selection.from()).isEmpty();
        assertThat(options.selection.to()).isEmpty();
        assertThat(options.full()).isFalse();
        assertThat(options.prune()).isFalse();
    }

    @Test
    void selectorsAndOptionsMayStandInAnyOrder() {
        BuildOptions options = parse(
                "run",
                "pypi",
                "--from",
                "2018-04-01",
                "+pp_dim.python_project_activity",
                "--exclude",
                "pypi/project",
                "--full",
                "github+",
                "--to=2018-04-10",
                "--prune",
                "--exclude=time",
                "--jobs",
                "3");

        assertThat(options.selection.selectors()).containsExactly("pypi", "+pp_dim.python_project_activity", "github+");
        assertThat(options.selection.excluded()).containsExactly("pypi/project", "time");
        assertThat(options.selection.from()).contains(Day.of(2018, 4, 1));
        assertThat(options.selection.to()).contains(Day.of(2018, 4, 10));
        assertThat(options.full()).isTrue();
        assertThat(options.prune()).isTrue();
        SettingsReader reader = new SettingsReader();
        options.addTo(reader);
        assertThat(reader.read().jobs()).isEqualTo(3);
    }

    @Test
    void afterTwoDashesEverythingIsASelector() {
        assertThat(parse("run", "--", "--full", "@file").selection.selectors()).containsExactly("--full", "@file");
    }

    private BuildOptions parse(String... arguments) {
        GlobalOptions options = new GlobalOptions();
        Program program = new CommandLineRun(folder).program(options);
        CommandLine commandLine = AsterismCommand.commandLine(program, options).setExpandAtFiles(false);
        CommandLine command =
                commandLine.parseArgs(arguments).subcommand().commandSpec().commandLine();
        RunCommand run = command.getCommand();
        return run.options;
    }
}
