package dev.asterism.cli;

import java.util.Locale;

/** How rows are printed. */
enum OutputFormat {
    TABLE,
    CSV,
    TSV,
    JSON;

    ResultPrinter printer(Colours colours) {
        return switch (this) {
            case TABLE -> new TablePrinter(colours);
            case CSV -> DelimitedPrinter.csv();
            case TSV -> DelimitedPrinter.tsv();
            case JSON -> new JsonPrinter();
        };
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
