package dev.asterism.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "4096, 4096, 4KiB",
        "1B, 1, 1B",
        "128MB, 128000000, 128MB",
        "512 MiB, 536870912, 512MiB",
        "2gb, 2000000000, 2GB",
        "1.5GiB, 1610612736, 1536MiB",
        "1TB, 1000000000000, 1TB"
    })
    void sizesAreReadAndWrittenExactly(String text, long bytes, String shortest) {
        assertThat(ByteSize.parse(text)).contains(new ByteSize(bytes));
        assertThat(new ByteSize(bytes)).hasToString(shortest);
        assertThat(ByteSize.parse(shortest)).contains(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MB", "0", "0.2B", "-1MB", "1 XB", "1e3", "80%", "999999999999TB", "1MB2"})
    void whatIsNoSizeIsNone(String text) {
        assertThat(ByteSize.parse(text)).isEmpty();
    }
}
