package dev.asterism.cli;

import java.util.ArrayList;
import java.util.List;

/** Names one after the other, with commas, in lines of a terminal's width. */
final class Enumeration {
    private Enumeration() {}

    /**
     * Breaks the lines between names only.
     *
     * @param indent how many blanks each line begins with
     * @param columns how wide a line may be, unless a single name is wider
     */
    static List<String> lines(List<String> names, int indent, int columns) {
        List<String> lines = new ArrayList<>();
        String margin = " ".repeat(indent);
        StringBuilder line = new StringBuilder(margin);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i) + (i == names.size() - 1 ? "" : ",");
            boolean begun = line.length() > indent;
            if (begun && DisplayWidth.of(line + " " + name) > columns) {
                lines.add(line.toString());
                line.setLength(indent);
                begun = false;
            }
            line.append(begun ? " " : "").append(name);
        }
        lines.add(line.toString());
        return lines;
    }
}
