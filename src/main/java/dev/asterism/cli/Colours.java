package dev.asterism.cli;

/**
 * Marks up text for a terminal, or leaves it alone.
 *
 * @param on whether escape sequences may be written
 */
record Colours(boolean on) {
    static final Colours OFF = new Colours(false);

    String red(String text) {
        return code("31", text);
    }

    String green(String text) {
        return code("32", text);
    }

    String yellow(String text) {
        return code("33", text);
    }

    String bold(String text) {
        return code("1", text);
    }

    String dim(String text) {
        return code("2", text);
    }

    private String code(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
