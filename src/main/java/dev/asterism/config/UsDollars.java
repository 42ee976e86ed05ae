package dev.asterism.config;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of money.
 *
 * @param amount not negative
 */
public record UsDollars(BigDecimal amount) {
    private static final Pattern SYNTAX = Pattern.compile("\\$?\\s*(\\d{1,9}(?:\\.\\d{1,6})?)\\s*(?:USD|usd)?");

    /** Reads an amount such as {@code 25}, {@code 12.50} or {@code 25 USD}; empty where the text is none. */
    public static Optional<UsDollars> parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip());
        return matcher.matches() ? Optional.of(new UsDollars(new BigDecimal(matcher.group(1)))) : Optional.empty();
    }

    /** The plain number. */
    @Override
    public String toString() {
        return amount.toPlainString();
    }
}
