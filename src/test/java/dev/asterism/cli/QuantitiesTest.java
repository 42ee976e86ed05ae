package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "999, 999",
        "1000, 1.00k",
        "1234, 1.23k",
        "9994, 9.99k",
        "9996, 10.0k",
        "12345, 12.3k",
        "99949, 99.9k",
        "99951, 100k",
        "999499, 999k",
        "999500, 1.00M",
        "12300000, 12.3M",
        "4400000000, 4.40G",
        "9223372036854775807, 9.22E"
    })
    void countsHaveThreeDigits(long count, String text) {
        assertThat(Quantities.count(count)).isEqualTo(text);
    }

    @Test
    void oneIsSingular() {
        assertThat(Quantities.count(0, "row")).isEqualTo("0 rows");
        assertThat(Quantities.count(1, "row")).isEqualTo("1 row");
        assertThat(Quantities.count(12_300_000, "row")).isEqualTo("12.3M rows");
    }

    @Test
    void whereEachOneCountsNoneIsRoundedAway() {
        assertThat(Quantities.exact(2122, "day")).isEqualTo("2122 days");
        assertThat(Quantities.exact(1, "day")).isEqualTo("1 day");
        assertThat(Quantities.exact(3, "batch")).isEqualTo("3 batches");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "128000000, 128 MB", "1500000, 1.5 MB", "3500000000, 3.5 GB", "10000, 10 kB"})
    void bytesHaveUnitsOfAThousand(long bytes, String text) {
        assertThat(Quantities.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0ms",
        "40, 40ms",
        "99, 99ms",
        "100, 0.1s",
        "449, 0.4s",
        "9940, 9.9s",
        "9960, 10s",
        "59400, 59s",
        "59600, 1m 00s",
        "65000, 1m 05s",
        "3599600, 1h 00m",
        "7620000, 2h 07m",
        "86400000, 1d 00h",
        "273600000, 3d 04h"
    })
    void durationsHaveTwoUnits(long milliseconds, String text) {
        assertThat(Quantities.duration(Duration.ofMillis(milliseconds))).isEqualTo(text);
    }

    @Test
    void ratesArePerSecond() {
        assertThat(Quantities.rowsPerSecond(3_000_000, Duration.ofMillis(2500))).isEqualTo("1.20M rows/s");
        assertThat(Quantities.rowsPerSecond(5, Duration.ZERO)).isEmpty();
    }
}
