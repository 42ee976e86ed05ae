package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropCommandTest {
    private static final Terminal TERMINAL = new Terminal(true, true, true, 80, false, false);

    @TempDir
    Path folder;

    private SmallProject project;

    @BeforeEach
    void aViewWithoutAModel() throws IOException {
        project = new SmallProject(folder);
        project.day("2018-04-01", 1, 2);
        project.execute(0, "run");
        Files.delete(project.model("visits_by_name.sql"));
        Files.delete(project.model("visit_counts.sql"));
    }

    @Test
    void whereNobodyCanAnswerItTakesAWordNotToAsk() {
        assertThat(project.execute(2, "drop", "shop_dim.visits_by_name").err())
                .contains("Nobody can be asked here: standard input or standard error is not a terminal. Add --yes");

        assertThat(project.execute(0, "drop", "shop_dim.visits_by_name", "--yes")
                        .err())
                .contains("Dropped the data set shop_dim.visits_by_name.");
        assertThat(project.execute(0, "drop", "shop_dim.visit_counts", "--yes").err())
                .contains("Dropped the fact shop_dim.visit_counts of 1 day with 2 rows.");
        assertThat(project.execute(0, "plan").out()).doesNotContain("Without a model");
    }

    @Test
    void onATerminalItAsksAndTakesNoForNo() {
        assertThat(answer("no", 1))
                .contains("Drop the data set shop_dim.visits_by_name? Answer yes or no:", "Nothing was");
        assertThat(answer("", 1)).contains("Nothing was dropped.");
        assertThat(answer("yes", 0)).contains("Dropped the data set shop_dim.visits_by_name.");
    }

    private String answer(String text, int exitCode) {
        CommandLineRun run = new CommandLineRun(folder).terminal(TERMINAL).in(text + "\n");
        assertThat(run.execute(
                        "drop",
                        "shop_dim.visits_by_name",
                        "--data-dir",
                        folder.resolve("data").toString(),
                        "--pipelines-dir",
                        folder.resolve("pipelines").toString(),
                        "--warehouse",
                        "jdbc:duckdb:" + project.warehouse()))
                .isEqualTo(exitCode);
        return run.err();
    }

    @Test
    void aTableThatIsNotThereIsToldWithThoseThatAre() {
        assertThat(project.execute(2, "drop", "shop_dim.visit_count", "--yes").err())
                .contains("The warehouse has no table 'shop_dim.visit_count'. Did you mean 'shop_dim.visit_counts'?");
    }
}
