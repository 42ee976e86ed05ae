package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesCommandTest {
    @TempDir
    Path folder;

    private SmallProject project;

    @BeforeEach
    void twoDays() throws IOException {
        project = new SmallProject(folder);
        project.day("2018-04-01", 1, 2);
        project.day("2018-04-03", 3);
    }

    @Test
    void starsStandWithTheirDimensionsRowsAndDays() {
        project.execute(0, "run");

        assertThat(project.execute(0, "tables").out()).isEqualTo("""
                Stars
                  shop_dim.visit_counts    3 rows, 2 days, 2018-04-01 to 2018-04-03
                    Visits by page.
                    by shop_dim.page

                Dimensions
                  shop_dim.page            2 rows
                    Pages.

                Views
                  shop_dim.visits_by_name
                    Visits under human names.
                """);
    }

    @Test
    void beforeTheFirstRunTheyAreNotBuiltAndNothingIsMade() {
        assertThat(project.execute(0, "tables", "shop_dim.page").out()).isEqualTo("""
                Dimensions
                  shop_dim.page  not built
                    Pages.
                """);
        assertThat(folder).isDirectoryNotContaining("glob:**warehouse*");
    }

    @Test
    void aTableThatLostItsModelIsNamed() throws IOException {
        project.execute(0, "run");
        Files.delete(project.model("visits_by_name.sql"));

        assertThat(project.execute(0, "tables").out()).endsWith("\n\nWithout a model\n  shop_dim.visits_by_name\n");
    }

    @Test
    void asJsonThereAreColumnsToo() {
        project.execute(0, "run");

        CommandLineRun tables = project.execute(0, "tables", "shop_dim.visit_counts", "--format", "json");

        assertThat(tables.out().replaceAll("\\s+", " "))
                .isEqualTo("{ \"tables\" : [ { \"table\" : \"shop_dim.visit_counts\","
                        + " \"model\" : \"shop/visit_counts\", \"kind\" : \"fact\","
                        + " \"description\" : \"Visits by page.\", \"built\" : true, \"rows\" : 3, \"days\" : 2,"
                        + " \"first_day\" : \"2018-04-01\", \"last_day\" : \"2018-04-03\", \"columns\" : ["
                        + " { \"column\" : \"day_id\", \"type\" : \"INTEGER\" },"
                        + " { \"column\" : \"page_fk\", \"type\" : \"INTEGER\", \"refers_to\" : \"shop_dim.page\" },"
                        + " { \"column\" : \"visits\", \"type\" : \"BIGINT\", \"aggregate\" : \"sum\","
                        + " \"description\" : \"Visits.\" } ] } ], \"without_model\" : [ ] } ");
    }
}
