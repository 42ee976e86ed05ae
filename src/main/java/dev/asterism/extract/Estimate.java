package dev.asterism.extract;

import java.math.BigDecimal;

/**
 * What something takes.
 *
 * @param bytes to be read or transferred
 * @param usDollars the price; zero where there is none
 */
public record Estimate(long bytes, BigDecimal usDollars) {
    public static final Estimate NOTHING = new Estimate(0, BigDecimal.ZERO);

    /** Of a source that charges nothing. */
    public static Estimate free(long bytes) {
        return new Estimate(bytes, BigDecimal.ZERO);
    }

    public Estimate plus(Estimate other) {
        return new Estimate(bytes + other.bytes, usDollars.add(other.usDollars));
    }
}
