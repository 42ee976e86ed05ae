package dev.asterism.extract.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google's client takes long to load, so that only those wait for it who use it. */
@NullMarked
class ClassesLoadedTest {
    private static final String GOOGLE = "com.google.";

    @TempDir
    Path folder;

    @Test
    void onlyADownloadFromBigQueryLoadsGooglesClient() throws Exception {
        try (BigQueryBench bench = new BigQueryBench(folder, BigQueryBench.smallTables())) {
            String[] day = {"--from", "2018-04-10", "--to", "2018-04-10"};

            assertThat(classes(bench, "download", "--help")).doesNotContain(GOOGLE);
            assertThat(classes(
                            bench,
                            "download",
                            "github",
                            "--source",
                            "gharchive",
                            "--dry-run",
                            "--from",
                            day[1],
                            "--to",
                            day[3]))
                    .contains("extract.gharchive.GhArchive")
                    .doesNotContain(GOOGLE);
            assertThat(classes(bench, "download", "pypi", "--dry-run", "--from", day[1], "--to", day[3]))
                    .contains("com.google.cloud.bigquery.BigQueryImpl");
        }
    }

    private String classes(BigQueryBench bench, String... command) throws Exception {
        bench.set("gharchive.url", folder.resolve("hours").toUri().toString());
        Path log = folder.resolve("classes.log");
        Files.deleteIfExists(log);
        bench.start(List.of("-Xlog:class+load:file=" + log), command).waitFor();
        return Files.readString(log);
    }
}
