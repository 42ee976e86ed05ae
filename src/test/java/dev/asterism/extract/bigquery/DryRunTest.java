package dev.asterism.extract.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a download will cost can be known before anything is paid. */
class DryRunTest {
    @TempDir
    private Path folder;

    @Test
    void aDryRunShowsDaysBytesAndDollars() throws Exception {
        try (BigQueryBench bench = new BigQueryBench(folder, BigQueryBench.smallTables())) {
            bench.server.account().bytesOfAQuery(185_000_000_000L);

            Process process = bench.start(
                    List.of(), "download", "pypi", "--dry-run", "--from", "2018-04-09", "--to", "2018-04-10");

            assertThat(process.waitFor()).as(Files.readString(bench.output())).isZero();
            assertThat(Files.readString(bench.output())).isEqualTo("""
                    pypi: 2 days to download from BigQuery, billed to the project a-project (2018-04-09 to 2018-04-10); 0 days in the lake.
                    pypi             bytes  US dollars
                    2018-04-10      185 GB        1.06
                    2018-04-09      185 GB        1.06
                    total           370 GB        2.11
                    """);
            assertThat(bench.server.account().jobs()).isEmpty();
        }
    }
}
