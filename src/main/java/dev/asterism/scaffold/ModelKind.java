package dev.asterism.scaffold;

import java.util.Locale;

/** The kinds of models that can be begun. */
public enum ModelKind {
    SOURCE,
    SEED,
    DIMENSION,
    FACT,
    DATA_SET,
    CHECK;

    /** As a header writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
