package dev.asterism.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where the data set {@code github} comes from. */
public enum GithubSource {
    /** The tables of GH Archive in BigQuery, for which Google is paid. */
    BIGQUERY,
    /** GH Archive's own files, for which nobody is paid. */
    GHARCHIVE;

    static Optional<GithubSource> parse(String text) {
        return Arrays.stream(values())
                .filter(source -> source.toString().equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** As it is written in settings. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
