package dev.asterism.catalog;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Names a run, such as {@code 20180410-093015-4f2a9c}: when it started, in UTC, and something random.
 *
 * @param value the name, at most 36 characters
 */
public record RunId(String value) {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();

    static RunId at(Instant start) {
        return new RunId(String.format(Locale.ROOT, "%s-%06x", SECOND.format(start), RANDOM.nextInt(1 << 24)));
    }

    @Override
    public String toString() {
        return value;
    }
}
