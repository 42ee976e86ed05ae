package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(5)
class InterruptionTest {
    private final Interruption interruption = new Interruption();
    private final List<String> called = new CopyOnWriteArrayList<>();

    @Test
    void theLastRegisteredActionIsCalledFirstAndThenTheEndIsAwaited() {
        interruption.onInterrupt(() -> {
            called.add("first");
            interruption.commandHasEnded();
        });
        interruption.onInterrupt(() -> called.add("second"));

        assertThat(interruption.interrupt()).isTrue();

        assertThat(called).containsExactly("second", "first");
        assertThat(interruption.requested()).isTrue();
    }

    @Test
    void whatIsNoLongerRegisteredIsNotCalled() {
        interruption.onInterrupt(() -> interruption.commandHasEnded());
        interruption.onInterrupt(() -> called.add("gone")).close();

        interruption.interrupt();

        assertThat(called).isEmpty();
    }

    @Test
    void anActionThatComesTooLateIsCalledAtOnce() {
        interruption.onInterrupt(() -> interruption.commandHasEnded());
        interruption.interrupt();

        interruption.onInterrupt(() -> called.add("late"));

        assertThat(called).containsExactly("late");
    }

    @Test
    void aProcessThatEndsByItselfIsNotInterrupted() {
        interruption.onInterrupt(() -> called.add("never"));
        interruption.commandHasEnded();

        assertThat(interruption.interrupt()).isFalse();

        assertThat(called).isEmpty();
        assertThat(interruption.requested()).isFalse();
    }
}
