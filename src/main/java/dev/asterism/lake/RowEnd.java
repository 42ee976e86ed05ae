package dev.asterism.lake;

/** How the rows of a day file end, its header included. */
public enum RowEnd {
    /** Each with a line feed. */
    LF,
    /** Each with a carriage return and a line feed. */
    CRLF,
    /**
     * In several ways, or with a carriage return alone, or the header takes several lines or has quotes after a byte order
     * mark: an engine that is told of one way would read other rows than there are. So it is with forms whose rows are no
     * delimited text.
     */
    IRREGULAR
}
