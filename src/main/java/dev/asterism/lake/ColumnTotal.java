package dev.asterism.lake;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * What the numbers of a column add up to. Immutable.
 *
 * @param total their exact sum
 * @param size the exact sum of their absolute values
 * @param rows how many rows there are, also without a number
 * @param odd how many of the values are NaN, infinite or larger than {@link #LARGEST}, and so not in the sums
 */
public record ColumnTotal(BigDecimal total, BigDecimal size, long rows, long odd) {
    /** Of no rows. */
    public static final ColumnTotal NOTHING = new ColumnTotal(BigDecimal.ZERO, BigDecimal.ZERO, 0, 0);

    /** The largest number of which no sum of binary fractions overflows. */
    public static final BigDecimal LARGEST = new BigDecimal("1e290");

    private static final Pattern NOT_FINITE = Pattern.compile(ValuePattern.NOT_FINITE);

    /** With the rows of another part of the same column. */
    public ColumnTotal plus(ColumnTotal other) {
        return new ColumnTotal(total.add(other.total), size.add(other.size), rows + other.rows, odd + other.odd);
    }

    /** With one more row whose field is empty. */
    ColumnTotal withNull() {
        return new ColumnTotal(total, size, rows + 1, odd);
    }

    /** With one more row; fails with {@link NumberFormatException} where the field is no number. */
    ColumnTotal with(String field) {
        if (NOT_FINITE.matcher(field).matches()) {
            return new ColumnTotal(total, size, rows + 1, odd + 1);
        }
        BigDecimal value = new BigDecimal(field);
        if (value.abs().compareTo(LARGEST) > 0) {
            return new ColumnTotal(total, size, rows + 1, odd + 1);
        }
        return new ColumnTotal(total.add(value), size.add(value.abs()), rows + 1, odd);
    }
}
