package dev.asterism.engine.star;

import dev.asterism.engine.BatchBuild.CheckResult;
import dev.asterism.engine.Violation;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.lake.Day;
import dev.asterism.lake.VisibleText;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs steps on a session, and keeps what they tell. One for each list. Not thread-safe. */
public final class StepRunner {
    private final SqlSession session;
    private final Map<String, Long> answers = new HashMap<>();
    private final Map<String, Long> preChecks = new HashMap<>();
    private final Map<Integer, Long> rowsByDay = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private CheckResult found = new CheckResult(0, "");
    private long changed;

    public StepRunner(SqlSession session) {
        this.session = session;
    }

    /** A query gave a row that it must not give. */
    public static final class RefusedException extends SQLException {
        private static final long serialVersionUID = 1L;

        RefusedException(String words) {
            super(words);
        }
    }

    /** Days break a promise on which the following steps rely. */
    public static final class BrokenException extends SQLException {
        private static final long serialVersionUID = 1L;

        private final transient List<Violation> violations;

        BrokenException(List<Violation> violations) {
            super(violations.get(0).text());
            this.violations = List.copyOf(violations);
        }

        /** Which promises are broken on which days; at least one. */
        public List<Violation> violations() {
            return violations;
        }
    }

    /**
     * Runs steps in their order; throws {@link RefusedException} or {@link BrokenException} if one finds what must not be.
     */
    public StepRunner run(List<Step> steps) throws SQLException {
        for (Step step : steps) {
            run(step);
        }
        return this;
    }

    /** How many rows were changed by the statements that count. */
    public long changed() {
        return changed;
    }

    /** How many rows there are, by day id. */
    public Map<Integer, Long> rowsByDay() {
        return rowsByDay;
    }

    /** Which promises are broken on which days. */
    public List<Violation> violations() {
        return violations;
    }

    /** What a check found. */
    public CheckResult found() {
        return found;
    }

    private void run(Step step) throws SQLException {
        if (step instanceof Step.Execute execute) {
            long rows = session.execute(execute.sql(), bound(execute.values()));
            changed += execute.counts() ? rows : 0;
        } else if (step instanceof Step.Ask ask) {
            answers.put(ask.name(), number(ask.sql(), bound(ask.values())));
        } else if (step instanceof Step.Refuse refuse) {
            if (isCleared(refuse.doubts())) {
                return;
            }
            List<String> refused =
                    session.query(refuse.sql(), row -> VisibleText.line(String.valueOf(row.getString(1))));
            if (!refused.isEmpty()) {
                throw new RefusedException(refuse.words().apply(refused.get(0)));
            }
        } else if (step instanceof Step.Tally tally) {
            session.query(tally.sql(), row -> rowsByDay.merge(row.getInt(1), row.getLong(2), Long::sum));
        } else if (step instanceof Step.Prove prove) {
            prove(prove.proof());
        } else if (step instanceof Step.Require require) {
            prove(require.proof());
            if (!violations.isEmpty()) {
                throw new BrokenException(violations);
            }
        } else if (step instanceof Step.Find find) {
            find(find.sql());
        } else if (!(step instanceof Step.Note)) {
            throw new IllegalStateException("only a warehouse that is served knows " + step);
        }
    }

    private List<Object> bound(List<Object> values) {
        List<Object> bound = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof Step.Answer answer) {
                Long known = answers.get(answer.name());
                if (known == null) {
                    throw new IllegalStateException("nobody asked for the " + answer.name());
                }
                bound.add(known);
            } else {
                bound.add(value);
            }
        }
        return bound;
    }

    /** The cheap pre-checks first; one that several proofs share is asked once. */
    private void prove(FactSql.Proof proof) throws SQLException {
        if (!isCleared(proof.doubts())) {
            violations.addAll(session.query(proof.sql(), row -> proof.violation(day(row), after(row))));
        }
    }

    /** Whether there are cheap pre-checks, and all of them say that nothing more need be asked. */
    private boolean isCleared(List<String> doubts) throws SQLException {
        for (String check : doubts) {
            Long known = preChecks.get(check);
            long answer = known == null ? number(check, List.of()) : known;
            preChecks.put(check, answer);
            if (answer != 0) {
                return false;
            }
        }
        return !doubts.isEmpty();
    }

    private void find(String sql) throws SQLException {
        long rows = number("SELECT count(*) FROM (" + sql + "\n) AS found", List.of());
        String example = rows == 0
                ? ""
                : session.query("SELECT * FROM (" + sql + "\n) AS found LIMIT 1", StepRunner::describe)
                        .get(0);
        found = new CheckResult(rows, example);
    }

    private long number(String sql, List<Object> values) throws SQLException {
        return session.query(sql, values, row -> row.getLong(1)).get(0);
    }

    private static Day day(ResultSet row) throws SQLException {
        int id = row.getInt(1);
        return Day.ofId(id).orElseThrow(() -> new SQLException(id + " is no day"));
    }

    /** The columns after the first, as text. */
    private static List<String> after(ResultSet row) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
            values.add(VisibleText.line(String.valueOf(row.getString(i))));
        }
        return values;
    }

    private static String describe(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            values.add(columns.getColumnLabel(i) + " = " + VisibleText.of(String.valueOf(row.getString(i))));
        }
        return String.join(", ", values);
    }
}
