package dev.asterism.model;

/** What counts of an attribute of which several days say something. The result never depends on the order of days. */
public enum AttributeRule {
    /** Each value is kept as a version of the member, valid for the days on which it was seen. Only in type 2. */
    VERSIONS,
    /** The value of the latest day on which the member was seen; NULL is a value like any other. */
    LAST,
    /** The value of the latest day that has one; NULL says nothing. */
    LAST_KNOWN,
    /** The value of the first day that has one; NULL says nothing. */
    FIRST,
    /** The smallest value of all days. */
    MIN,
    /** The largest value of all days. */
    MAX,
    /** The sum of the values of all days. */
    SUM
}
