package dev.asterism.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private final AtomicInteger tries = new AtomicInteger();
    private final List<Duration> waits = new ArrayList<>();

    @Test
    void whatPassesIsTriedAgain() throws Exception {
        assertThat(call(5, 3, Optional.empty())).isEqualTo("done");

        assertThat(tries).hasValue(4);
    }

    @Test
    void afterTheLastTryItIsGivenUp() {
        assertThatThrownBy(() -> call(3, 100, Optional.empty()))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("the work: it broke, also at the last of 3 tries")
                .hasMessageContaining("Download again later");
        assertThat(tries).hasValue(3);
    }

    @Test
    void waitsGrowAndDifferByChance() throws Exception {
        call(8, 6, Optional.empty());

        for (int index = 0; index < waits.size(); index++) {
            assertThat(waits.get(index)).isBetween(Duration.ofMillis(1L << index), Duration.ofMillis(2L << index));
        }
    }

    @Test
    void theServerIsWaitedForAsLongAsItAsks() throws Exception {
        call(2, 1, Optional.of(Duration.ofMillis(120)));

        assertThat(waits).containsExactly(Duration.ofMillis(120));
    }

    @Test
    void aServerThatAsksForTooLongIsGivenUpAtOnce() {
        assertThatThrownBy(() -> call(5, 5, Optional.of(Duration.ofHours(1)))).isInstanceOf(RunFailedException.class);
        assertThat(tries).hasValue(1);
    }

    @Test
    void whatWillNotPassIsNotTriedAgain() {
        assertThatThrownBy(() -> retries(5)
                        .call(
                                "the work",
                                () -> {
                                    tries.incrementAndGet();
                                    throw new InputException("never");
                                },
                                this::watch))
                .isInstanceOf(InputException.class);
        assertThat(tries).hasValue(1);
    }

    @Test
    void aServerSaysWhenToComeBackInSecondsOrAsADate() {
        String inAMinute = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(1));

        assertThat(RetryAfter.parse(Optional.of("120"))).hasValue(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse(Optional.of(inAMinute)).orElseThrow())
                .isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
        assertThat(RetryAfter.parse(Optional.of("soon"))).isEmpty();
        assertThat(RetryAfter.parse(Optional.empty())).isEmpty();
    }

    private String call(int most, int failures, Optional<Duration> retryAfter)
            throws IOException, InterruptedException {
        return retries(most)
                .call(
                        "the work",
                        () -> {
                            if (tries.incrementAndGet() <= failures) {
                                throw new TransientException("it broke", retryAfter);
                            }
                            return "done";
                        },
                        this::watch);
    }

    private void watch(String what, String why, Duration wait) {
        waits.add(wait);
    }

    private static Retries retries(int most) {
        return new Retries(most, Duration.ofMillis(2));
    }
}
