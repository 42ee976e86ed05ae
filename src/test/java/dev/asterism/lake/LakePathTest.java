package dev.asterism.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LakePathTest {
    @TempDir
    Path folder;

    @Test
    void aDayFileAndItsMetaFileKnowEachOther() {
        LakePath file = LakePath.parse("2018/04/10/pypi/downloads-v1.csv.gz").orElseThrow();
        LakePath meta =
                LakePath.parse("2018/04/10/pypi/downloads-v1.csv.gz.meta.json").orElseThrow();

        assertThat(file).isEqualTo(new LakePath(Day.of(2018, 4, 10), "pypi", "downloads-v1.csv.gz"));
        assertThat(file.meta()).isEqualTo(meta);
        assertThat(meta.dayFile()).isEqualTo(file);
        assertThat(file.isMeta()).isFalse();
        assertThat(meta.isMeta()).isTrue();
        assertThat(file.in(folder)).isEqualTo(folder.resolve("2018/04/10/pypi/downloads-v1.csv.gz"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2018/04/10/pypi/downloads-v1.csv",
                "2018/04/10/pypi/downloads.csv.gz",
                "2018/04/10/pypi/downloads-v01.csv.gz",
                "2018/04/10/pypi/downloads-v1.csv.gz.part",
                "2018/04/10/pypi/downloads-v1.csv.gz\n",
                "2018/04/10/downloads-v1.csv.gz",
                "2018/02/30/pypi/downloads-v1.csv.gz",
                "2018/4/1/pypi/downloads-v1.csv.gz",
                "/2018/04/10/pypi/downloads-v1.csv.gz",
                "../2018/04/10/pypi/downloads-v1.csv.gz",
                "2018/04/10/../downloads-v1.csv.gz",
                "2018/04/10/..x/downloads-v1.csv.gz",
                "2018/04/10/pypi/../downloads-v1.csv.gz",
                "2018/04/10/pypi\\..\\x/downloads-v1.csv.gz",
                "2018/04/10/pypi/C:downloads-v1.csv.gz",
                "2018/04/10/pypi/.downloads-v1.csv.gz",
                "2018/04/10/-pypi/downloads-v1.csv.gz",
                "2018/04/10/pypi/döwnloads-v1.csv.gz",
                "２０１８/04/10/pypi/downloads-v1.csv.gz"
            })
    void whatIsNoPlaceInALakeIsRefused(String text) {
        assertThat(LakePath.parse(text)).isEmpty();
    }

    @Test
    void anInventoryHoldsDayFilesAndMetaFilesOfAnySourceAndNothingElse() throws IOException {
        for (String path : new String[] {
            "2018/04/10/pypi/downloads-v1.csv.gz",
            "2018/04/10/pypi/downloads-v1.csv.gz.meta.json",
            "2018/04/10/pypi/downloads-v1.csv.gz.123.part",
            "2018/04/10/shop/visits-v12.csv.gz",
            "2018/04/10/.hidden/visits-v12.csv.gz",
            "2018/04/10/shop/deep/visits-v12.csv.gz",
            "2018/13/10/shop/visits-v1.csv.gz",
            "warehouse.duckdb",
            "warehouse.duckdb.tmp/2018/04/10/shop/visits-v1.csv.gz"
        }) {
            Files.createDirectories(folder.resolve(path).getParent());
            Files.writeString(folder.resolve(path), "12345");
        }

        assertThat(LakeInventory.of(folder))
                .hasSize(3)
                .allSatisfy((path, entry) -> assertThat(entry.bytes()).isEqualTo(5));
        assertThat(LakeInventory.of(folder).keySet().stream().map(LakePath::toString))
                .containsExactly(
                        "2018/04/10/pypi/downloads-v1.csv.gz",
                        "2018/04/10/pypi/downloads-v1.csv.gz.meta.json",
                        "2018/04/10/shop/visits-v12.csv.gz");
        assertThat(LakeInventory.of(folder.resolve("missing"))).isEmpty();
    }
}
