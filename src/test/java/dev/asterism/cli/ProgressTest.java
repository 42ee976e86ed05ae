package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
    private static final Progress HALFWAY = new Progress(4, 12, 3, 10, 12_300_000, 0.25, Duration.ofSeconds(22));

    @Test
    void whereThereIsRoomEverythingIsSaid() {
        assertThat(HALFWAY.text(80)).isEqualTo("3/10 days, 1m 06s left, 4/12 tables, 12.3M rows, 559k rows/s");
    }

    @Test
    void whereThereIsLittleRoomTheRestIsLeftOut() {
        assertThat(HALFWAY.text(59)).isEqualTo("3/10 days, 1m 06s left, 4/12 tables, 12.3M rows");
        assertThat(HALFWAY.text(40)).isEqualTo("3/10 days, 1m 06s left, 4/12 tables");
        assertThat(HALFWAY.text(10)).isEqualTo("3/10 days");
        assertThat(HALFWAY.text(5)).isEqualTo("3/10 ");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 20, 35, 36, 37, 60, 61, 62, 200})
    void theTextNeverExceedsTheTerminal(int columns) {
        assertThat(HALFWAY.text(columns)).hasSizeLessThanOrEqualTo(columns);
    }

    @Test
    void theTimeLeftIsNotGuessedTooEarlyNorAtTheEnd() {
        assertThat(progress(0.5, Duration.ofMillis(500)).text(80)).doesNotContain("left");
        assertThat(progress(0.005, Duration.ofSeconds(60)).text(80)).doesNotContain("left");
        assertThat(progress(1, Duration.ofSeconds(60)).text(80)).doesNotContain("left");
        assertThat(progress(0.5, Duration.ofSeconds(60)).text(80)).contains("1m 00s left");
    }

    @Test
    void withoutElapsedTimeThereIsNoRate() {
        assertThat(progress(0, Duration.ZERO).text(80)).isEqualTo("0/1 days, 0/2 tables, 1 row");
    }

    @Test
    void whatThereIsNoneOfIsNotMentioned() {
        assertThat(new Progress(1, 4, 0, 0, 0, 0, Duration.ofSeconds(5)).text(80))
                .isEqualTo("1/4 tables");
    }

    private static Progress progress(double share, Duration elapsed) {
        return new Progress(0, 2, 0, 1, 1, share, elapsed);
    }
}
