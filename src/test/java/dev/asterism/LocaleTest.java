package dev.asterism;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Formatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * The whole suite runs under a locale with other digits, as the argument line of its Java machine says: a number that is
 * written by the default locale into SQL, a path, a message or JSON then fails the test that reads it. The build refuses
 * such code too, as far as the compiler can see it.
 */
class LocaleTest {
    @Test
    void theSuiteRunsUnderALocaleWithOtherDigits() {
        assertThat(new Formatter(Locale.getDefault(Locale.Category.FORMAT)).format("%d", 1))
                .hasToString("\u06f1");
    }
}
