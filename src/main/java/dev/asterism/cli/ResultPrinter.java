package dev.asterism.cli;

import dev.asterism.engine.QueryResult;
import java.io.IOException;
import java.io.Writer;

/** Prints the rows of a query in one format, in bounded memory. */
interface ResultPrinter {
    /**
     * Prints everything the result still holds; closes neither the result nor the writer.
     *
     * @return the number of rows
     */
    long print(QueryResult result, Writer out) throws IOException;
}
