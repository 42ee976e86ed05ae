package dev.asterism.engine.star;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One thing that is said to a database while a batch is built. Steps are data: {@link StepRunner} runs a list of them,
 * {@link StepPrinter} shows the same list, so that what is shown is what runs.
 */
public sealed interface Step {
    /**
     * A statement that changes something.
     *
     * @param values what is bound to its parameters; an {@link Answer} stands for a number that an earlier step asked for
     * @param counts whether the rows that it changes are what the table's work is about
     */
    record Execute(String sql, List<Object> values, boolean counts) implements Step {}

    /** A query for one number, which later steps name. */
    record Ask(String name, String sql, List<Object> values) implements Step {}

    /** Stands for the number that was asked for under a name. */
    record Answer(String name) {}

    /**
     * A query that must give no row.
     *
     * @param doubts cheaper queries, which give one number each: if all are 0, the other need not run; empty if there are
     *     none
     * @param words says what its first column means, if there is a row
     */
    record Refuse(List<String> doubts, String sql, UnaryOperator<String> words) implements Step {
        Refuse(String sql, UnaryOperator<String> words) {
            this(List.of(), sql, words);
        }
    }

    /** A query that gives the number of rows by day. */
    record Tally(String sql) implements Step {}

    /** Statements that prove a promise of a fact. */
    record Prove(FactSql.Proof proof) implements Step {}

    /** Statements that prove what the steps after it rely on; where it is broken, they are not done. */
    record Require(FactSql.Proof proof) implements Step {}

    /** A query that is to find nothing: how many rows it gives, and one of them as an example. */
    record Find(String sql) implements Step {}

    /** Rows that are copied from a file. */
    record Copy(String sql, Path file) implements Step {}

    /** A statement that rows of an older definition may break; then it is taken back, and left to a later batch. */
    record Try(String sql) implements Step {}

    /** What is done only if the data ask for it, for people. */
    record Note(String text) implements Step {}

    static Step execute(String sql, Object... values) {
        return new Execute(sql, List.of(values), false);
    }

    /** A statement whose changed rows count. */
    static Step counted(String sql, Object... values) {
        return new Execute(sql, List.of(values), true);
    }

    static List<Step> all(List<String> statements) {
        return statements.stream().map(Step::execute).toList();
    }
}
