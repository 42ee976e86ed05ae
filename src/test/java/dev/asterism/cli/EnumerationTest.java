package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnumerationTest {
    @Test
    void linesBreakBetweenNamesAndAreIndented() {
        assertThat(Enumeration.lines(List.of("one", "two", "three"), 2, 12)).containsExactly("  one, two,", "  three");
    }

    @Test
    void aNameThatIsTooWideHasALineOfItsOwn() {
        assertThat(Enumeration.lines(List.of("a", "much-too-wide", "b"), 1, 5))
                .containsExactly(" a,", " much-too-wide,", " b");
    }
}
