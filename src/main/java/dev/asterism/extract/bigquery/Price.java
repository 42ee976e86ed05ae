package dev.asterism.extract.bigquery;

import dev.asterism.extract.Estimate;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What BigQuery charges on demand. The first TiB of a month, which is free, is not taken into account. */
final class Price {
    private static final BigDecimal US_DOLLARS_PER_TIB = new BigDecimal("6.25");
    private static final BigDecimal TIB = BigDecimal.valueOf(1L << 40);
    private static final int MICRO_DOLLARS = 6;
    private static final long MIB = 1L << 20;
    private static final long LEAST_BILLED = 10 * MIB;

    private Price() {}

    /** The price of bytes that were billed. */
    static Estimate ofBilled(long bytes) {
        return new Estimate(
                bytes,
                BigDecimal.valueOf(bytes).multiply(US_DOLLARS_PER_TIB).divide(TIB, MICRO_DOLLARS, RoundingMode.UP));
    }

    /** The price of a query that reads so many bytes of a table: whole MiB are billed, and ten at least. */
    static Estimate ofReading(long bytes) {
        long wholeMebibytes = (bytes + MIB - 1) / MIB * MIB;
        return ofBilled(Math.max(wholeMebibytes, LEAST_BILLED));
    }
}
