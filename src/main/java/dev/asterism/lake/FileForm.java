package dev.asterism.lake;

import java.util.Optional;

/**
 * How the rows of day files are written. Immutable.
 *
 * @param kind what a row looks like
 * @param delimiter what separates the fields of a row; a tab where rows have no delimiter
 * @param members the name of the members of an archive that hold the rows, {@code *} standing for any characters; empty if
 *     a file is no archive
 */
public record FileForm(Kind kind, char delimiter, Optional<String> members) {
    /** What the program itself writes: fields separated by tabs. */
    public static final FileForm TABS = new FileForm(Kind.DELIMITED, '\t', Optional.empty());

    /** Fields separated by commas. */
    public static final FileForm COMMAS = new FileForm(Kind.DELIMITED, ',', Optional.empty());

    /** What a row looks like. */
    public enum Kind {
        /** Text by the rules of RFC 4180, with a header. */
        DELIMITED,
        /** A line of text that is one JSON object. */
        JSON_LINES,
        /** Columns of Apache Parquet. */
        PARQUET
    }

    /** This form in members of archives. */
    public FileForm in(Optional<String> archiveMembers) {
        return new FileForm(kind, delimiter, archiveMembers);
    }

    /** Whether files must be written anew as plain text before an engine reads them. */
    public boolean isRewritten() {
        return kind == Kind.JSON_LINES || members.isPresent();
    }

    /** The form in words, the same for equal forms only. */
    @Override
    public String toString() {
        String rows = switch (kind) {
            case DELIMITED -> "text separated by " + (delimiter == '\t' ? "tabs" : "'" + delimiter + "'");
            case JSON_LINES -> "JSON lines";
            case PARQUET -> "Parquet";
        };
        return rows + members.map(names -> " in members " + names).orElse("");
    }
}
