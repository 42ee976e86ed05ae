package dev.asterism.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time, written with its unit: {@code 500ms}, {@code 30s}, {@code 5min}, {@code 2h}.
 *
 * @param milliseconds at least 1
 */
public record TimeSpan(long milliseconds) {
    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,9})\\s*([a-z]+)");
    private static final Map<String, Long> UNITS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L);

    public TimeSpan {
        if (milliseconds < 1) {
            throw new IllegalArgumentException("a time must be at least one millisecond, not " + milliseconds);
        }
    }

    public Duration duration() {
        return Duration.ofMillis(milliseconds);
    }

    /** Reads a time such as {@code 5min} or {@code 90 s}; empty where the text is none. */
    public static Optional<TimeSpan> parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Long unit = UNITS.get(matcher.group(2));
        long count = Long.parseLong(matcher.group(1));
        return unit == null || count == 0 ? Optional.empty() : Optional.of(new TimeSpan(count * unit));
    }

    /** The shortest exact form that {@link #parse} reads, such as {@code 5min}. */
    @Override
    public String toString() {
        for (String unit : new String[] {"h", "min", "s"}) {
            long size = UNITS.getOrDefault(unit, 1L);
            if (milliseconds % size == 0) {
                return milliseconds / size + unit;
            }
        }
        return milliseconds + "ms";
    }
}
