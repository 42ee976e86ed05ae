package dev.asterism.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Numbers for people: three digits and a unit are enough to see how much it is. */
final class Quantities {
    private static final String[] COUNT_UNITS = {"", "k", "M", "G", "T", "P", "E"};
    private static final String[] BYTE_UNITS = {" B", " kB", " MB", " GB", " TB", " PB", " EB"};

    private Quantities() {}

    /** Such as 950, 12.3k, 4.40M. */
    static String count(long count) {
        return scaled(count, COUNT_UNITS);
    }

    /** Such as {@code 1 row}, {@code 950 rows}, {@code 12.3M rows}. */
    static String count(long count, String singular) {
        return count(count) + " " + singular + (count == 1 ? "" : "s");
    }

    /** With units of a thousand, such as {@code 128 MB}. */
    static String bytes(long bytes) {
        return scaled(bytes, BYTE_UNITS);
    }

    /** Such as {@code 1.05 US dollars}; rounded up, so that what costs something is never shown as nothing. */
    static String usDollars(BigDecimal amount) {
        return plainUsDollars(amount) + " US dollars";
    }

    /** Such as {@code 1.05}. */
    static String plainUsDollars(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.UP).toPlainString();
    }

    /** Such as {@code 1.20M rows/s}; nothing can be said of no time. */
    static String rowsPerSecond(long rows, Duration elapsed) {
        long milliseconds = elapsed.toMillis();
        return milliseconds <= 0 ? "" : count(Math.round(rows * 1000.0 / milliseconds)) + " rows/s";
    }

    /** Such as {@code 1 day}, {@code 2122 days}: all digits, where each one of them counts. */
    static String exact(long count, String singular) {
        return count + " " + singular + (count == 1 ? "" : singular.endsWith("ch") ? "es" : "s");
    }

    /** Such as 40ms, 0.4s, 12s, 1m 05s, 2h 07m, 3d 04h. */
    static String duration(Duration duration) {
        if (duration.toMillis() < 100) {
            return duration.toMillis() + "ms";
        }
        long tenths = (duration.toMillis() + 50) / 100;
        long seconds = (duration.toMillis() + 500) / 1000;
        if (tenths < 100) {
            return String.format(Locale.ROOT, "%d.%ds", tenths / 10, tenths % 10);
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return pair(seconds, 60, "m", 1, "s");
        }
        return seconds < 86_400 ? pair(seconds, 3600, "h", 60, "m") : pair(seconds, 86_400, "d", 3600, "h");
    }

    private static String pair(long seconds, long large, String largeUnit, long small, String smallUnit) {
        return String.format(
                Locale.ROOT, "%d%s %02d%s", seconds / large, largeUnit, seconds % large / small, smallUnit);
    }

    private static String scaled(long number, String[] units) {
        double value = number;
        int unit = 0;
        // What would be rounded to 1000 of a unit is 1 of the next.
        while (Math.abs(value) >= (unit == 0 ? 1000 : 999.5) && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        int decimals = unit == 0 || Math.abs(value) >= 99.95 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2;
        String digits = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return (units == BYTE_UNITS ? withoutTrailingZeros(digits) : digits) + units[unit];
    }

    private static String withoutTrailingZeros(String digits) {
        return digits.contains(".") ? digits.replaceAll("\\.?0+$", "") : digits;
    }
}
