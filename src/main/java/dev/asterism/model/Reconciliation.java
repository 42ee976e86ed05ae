package dev.asterism.model;

/** What a measure's total per day must equal. */
public sealed interface Reconciliation {
    /**
     * The total of a column of a source or fact that the model reads.
     *
     * @param table the source or fact
     * @param column its column
     */
    record SameTotal(TableName table, String column) implements Reconciliation {}

    /**
     * Nothing, for a reason that the author states.
     *
     * @param reason the reason
     */
    record NotReconciled(String reason) implements Reconciliation {}
}
