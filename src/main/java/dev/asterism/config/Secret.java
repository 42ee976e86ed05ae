package dev.asterism.config;

/**
 * A text that must not be shown: its {@link #toString} hides it, so that no message or log repeats it by accident.
 *
 * @param value the text itself
 */
public record Secret(String value) {
    @Override
    public String toString() {
        return Redaction.HIDDEN;
    }
}
