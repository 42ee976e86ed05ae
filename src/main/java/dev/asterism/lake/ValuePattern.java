package dev.asterism.lake;

/**
 * The form of the texts that are values of a type, as regular expressions that Java and the engine's RE2 read alike. The
 * one grammar of values: what does not match is refused before anything is converted, since engines convert far more.
 * What no form can say, such as that April has 30 days, is asked afterwards.
 */
public final class ValuePattern {
    /** The texts for no number and for what is larger than all, in any case. */
    public static final String NOT_FINITE = "[Nn][Aa][Nn]|[+-]?[Ii][Nn][Ff](?:[Ii][Nn][Ii][Tt][Yy])?";

    private static final String WHOLE_NUMBER = "[+-]?[0-9]+";
    private static final String NUMBER = "[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?";
    private static final String TRUTH = "[Tt](?:[Rr][Uu][Ee])?|[Ff](?:[Aa][Ll][Ss][Ee])?|1|0";
    private static final String YEAR = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])";
    private static final String DATE = YEAR + "-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])";
    private static final String TIMESTAMP =
            DATE + "[ T](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{1,6})?)?";
    private static final String OFFSET = "(?:Z|[+-](?:0[0-9]|1[0-5])(?::?[0-5][0-9])?)";

    private ValuePattern() {}

    /** The pattern that the whole text of a value matches. Of {@code TEXT} it says only that U+0000 does not occur. */
    public static String of(ColumnType type) {
        return switch (type.kind()) {
            case SMALLINT, INTEGER, BIGINT -> WHOLE_NUMBER;
            case DECIMAL -> decimal(type.precision() - type.scale(), type.scale());
            case DOUBLE -> NUMBER + "|" + NOT_FINITE;
            case BOOLEAN -> TRUTH;
            case TEXT -> "[^\\x00]*";
            case DATE -> DATE;
            case TIMESTAMP -> TIMESTAMP;
            case TIMESTAMPTZ -> TIMESTAMP + OFFSET;
        };
    }

    /** At least one digit, on either side of the point; zeros in front do not count. */
    private static String decimal(int whole, int fraction) {
        String before = whole == 0 ? "0+" : "0*[0-9]{1," + whole + "}";
        String after = "\\.[0-9]{0," + fraction + "}";
        String onlyAfter = fraction == 0 ? "" : "|\\.[0-9]{1," + fraction + "}";
        return "[+-]?(?:" + before + "(?:" + after + ")?" + onlyAfter + ")";
    }
}
