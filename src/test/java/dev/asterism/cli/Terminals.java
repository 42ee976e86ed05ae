package dev.asterism.cli;

/** Terminals for tests. */
final class Terminals {
    static final Terminal COLOURFUL = new Terminal(true, true, true, 80, true, false);
    static final Terminal WITHOUT_COLOURS = new Terminal(true, true, true, 80, false, false);

    private Terminals() {}

    static Terminal wide(int columns) {
        return new Terminal(true, true, true, columns, false, false);
    }
}
