package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DisplayWidthTest {
    @Test
    void charactersTakeTheColumnsThatTerminalsGiveThem() {
        assertThat(DisplayWidth.of("")).isZero();
        assertThat(DisplayWidth.of("flask")).isEqualTo(5);
        assertThat(DisplayWidth.of("\u00fc\u00df")).isEqualTo(2);
        assertThat(DisplayWidth.of("\u65e5\u672c")).isEqualTo(4);
        assertThat(DisplayWidth.of("\ud55c\uae00")).isEqualTo(4);
        assertThat(DisplayWidth.of("\uff21")).isEqualTo(2);
        assertThat(DisplayWidth.of("e\u0301")).isEqualTo(1);
        assertThat(DisplayWidth.of("\ud83d\ude00")).isEqualTo(2);
        assertThat(DisplayWidth.of("\u0430\u0431\u0432")).isEqualTo(3);
    }

    @Test
    void clippingNeitherExceedsTheWidthNorCutsACharacterInTwo() {
        assertThat(DisplayWidth.clip("flask", 10)).isEqualTo("flask");
        assertThat(DisplayWidth.clip("flask", 3)).isEqualTo("fla");
        assertThat(DisplayWidth.clip("flask", 0)).isEmpty();
        assertThat(DisplayWidth.clip("\u65e5\u672c", 3)).isEqualTo("\u65e5");
        assertThat(DisplayWidth.clip("\ud83d\ude00\ud83d\ude00", 3)).isEqualTo("\ud83d\ude00");
        assertThat(DisplayWidth.clip("e\u0301e", 1)).isEqualTo("e\u0301");
    }
}
