package dev.asterism.plan;

/**
 * Something to build: a table as a whole, or one day of it.
 *
 * @param inputs the versions of the tables that it is built from, as they are recorded with it
 * @param reason why it is to be built
 */
public record Task(String inputs, Reason reason) {}
