package dev.asterism.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written with a decimal unit ({@code 256MB} is 256 million bytes) or a binary one ({@code 256MiB}),
 * as DuckDB writes them.
 *
 * @param bytes at least 1
 */
public record ByteSize(long bytes) {
    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)\\s*([A-Z]*)");
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("B", 1L),
            Map.entry("KB", 1_000L),
            Map.entry("MB", 1_000_000L),
            Map.entry("GB", 1_000_000_000L),
            Map.entry("TB", 1_000_000_000_000L),
            Map.entry("KIB", 1L << 10),
            Map.entry("MIB", 1L << 20),
            Map.entry("GIB", 1L << 30),
            Map.entry("TIB", 1L << 40));

    public ByteSize {
        if (bytes < 1) {
            throw new IllegalArgumentException("a size must be at least one byte, not " + bytes);
        }
    }

    /** Reads a size such as {@code 2GB}, {@code 1.5 GiB} or {@code 4096}; empty where the text is none. */
    public static Optional<ByteSize> parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Long unit = UNITS.get(matcher.group(2));
        if (unit == null) {
            return Optional.empty();
        }
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
        boolean possible =
                bytes.compareTo(BigDecimal.ONE) >= 0 && bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
        return possible ? Optional.of(new ByteSize(bytes.longValue())) : Optional.empty();
    }

    /** The shortest exact form that {@link #parse} reads, such as {@code 256MB} or {@code 2GiB}. */
    @Override
    public String toString() {
        for (String unit : new String[] {"TB", "TiB", "GB", "GiB", "MB", "MiB", "KB", "KiB"}) {
            long size = UNITS.getOrDefault(unit.toUpperCase(Locale.ROOT), 1L);
            if (bytes % size == 0) {
                return bytes / size + unit;
            }
        }
        return bytes + "B";
    }
}
