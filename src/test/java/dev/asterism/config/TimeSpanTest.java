package dev.asterism.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSpanTest {
    @ParameterizedTest
    @CsvSource({
        "500ms,       500, 500ms",
        "30s,       30000, 30s",
        "90 S,      90000, 90s",
        "5min,     300000, 5min",
        "5m,       300000, 5min",
        "120min,  7200000, 2h",
        "2h,      7200000, 2h"
    })
    void aTimeIsReadAndWritten(String text, long milliseconds, String written) {
        TimeSpan time = TimeSpan.parse(text).orElseThrow();

        assertThat(time.duration()).hasMillis(milliseconds);
        assertThat(time).hasToString(written);
        assertThat(TimeSpan.parse(time.toString())).contains(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "min", "0s", "-1s", "1.5h", "1 day", "PT5M", "9999999999s"})
    void whatIsNoTimeIsNone(String text) {
        assertThat(TimeSpan.parse(text)).isEmpty();
    }
}
