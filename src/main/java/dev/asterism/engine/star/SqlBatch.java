package dev.asterism.engine.star;

import dev.asterism.engine.BatchBuild;
import dev.asterism.engine.Engine.BuildContext;
import dev.asterism.engine.ModelFailedException;
import dev.asterism.engine.Violation;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.lake.Day;
import dev.asterism.model.CheckModel;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A batch on an engine that speaks SQL: one transaction on one session. What differs between engines is left to the
 * subclass: staging, the shape of tables, how rows get into a fact, the words of failures.
 */
public abstract class SqlBatch implements BatchBuild {
    protected final SqlSession session;
    protected final BuildContext context;
    protected final Relations relations;
    protected final Batch batch;
    protected final Scratch scratch;
    private final StateTable state;
    private final KeyTable keys;
    private final Map<FactModel, SortedMap<Day, Long>> rowsBuilt = new HashMap<>();

    protected SqlBatch(SqlSession session, Relations relations, Scratch scratch, Batch batch) {
        this.session = session;
        this.context = relations.context();
        this.relations = relations;
        this.batch = batch;
        this.scratch = scratch;
        this.state = new StateTable(session);
        this.keys = new KeyTable(session);
    }

    /** The engine's failure in words, in one line. */
    protected abstract String text(SQLException failure);

    /** Creates a data set's view with its comments, or replaces it. */
    protected abstract void createView(DataSetModel dataSet) throws SQLException;

    /** Whether members are better collected in a table of their own before they are held against the known ones. */
    protected boolean collectsMembers() {
        return false;
    }

    /** Collects the members that the batch brings. */
    protected void collect(List<String> selectMembers) throws SQLException {
        session.execute(selectMembers);
    }

    /**
     * Called when a dimension has its members.
     *
     * @param changed how many are new or changed
     */
    protected void afterExtending(DimensionModel dimension, long changed) throws SQLException {}

    /**
     * Puts the rows of the days into the fact.
     *
     * @return how many rows the SELECT gave of each day id; 0 stands for no day
     */
    protected abstract Map<Integer, Long> insert(FactModel fact, ModelWork work, FactSql sql) throws SQLException;

    /** Allows statements after a cancellation, to clean up. */
    protected final void resume() {
        session.resume();
    }

    /** Rolls back what is open, if anything is: a batch may fail before it has begun a transaction. */
    protected final void endTransaction() throws SQLException {
        if (!session.jdbc().getAutoCommit()) {
            session.jdbc().rollback();
            session.jdbc().setAutoCommit(true);
        }
    }

    protected final StateTable state() {
        return state;
    }

    protected final KeyTable keys() {
        return keys;
    }

    @Override
    public final long extend(DimensionModel dimension, ModelWork work) {
        try {
            session.execute(new DimensionSql(relations, scratch, dimension, work, collectsMembers()).unknownMember());
            long changed = dimension.day().isPresent() ? extendHistory(dimension, work) : extendPlain(dimension, work);
            afterExtending(dimension, changed);
            return changed;
        } catch (SQLException failure) {
            throw failed(dimension, failure);
        }
    }

    private long extendPlain(DimensionModel dimension, ModelWork work) throws SQLException {
        if (work.days().isEmpty() && work.whole().isEmpty()) {
            return 0;
        }
        DimensionSql sql = new DimensionSql(relations, scratch, dimension, work, collectsMembers());
        long changed = 0;
        collect(sql.selectMembers());
        if (sql.hasAttributes()) {
            requireDistinctMembers(dimension, sql.ambiguousMember());
            changed += executeAll(sql.updateKnown());
            changed += executeAll(sql.deleteGone());
        }
        return changed + insertWithKeys(dimension, sql::insertNew);
    }

    private long extendHistory(DimensionModel dimension, ModelWork work) throws SQLException {
        HistorySql sql = new HistorySql(relations, scratch, dimension, work);
        collect(sql.collect());
        requireDistinctMembers(dimension, sql.ambiguousMember());
        session.execute(sql.observe());
        long changed = executeAll(sql.update());
        return changed + insertWithKeys(dimension, lastKey -> List.of(sql.insert(lastKey)));
    }

    /**
     * The statements by which a dimension is extended, with keys from 1 on, for people to read.
     *
     * @param collects whether members are collected in a table of their own even where they have no attributes
     */
    public static List<String> planned(
            Relations relations, Scratch scratch, DimensionModel dimension, ModelWork work, boolean collects) {
        DimensionSql sql = new DimensionSql(relations, scratch, dimension, work, collects);
        List<String> statements = new ArrayList<>(sql.unknownMember());
        if (dimension.day().isPresent()) {
            HistorySql history = new HistorySql(relations, scratch, dimension, work);
            statements.addAll(history.collect());
            statements.addAll(history.observe());
            statements.addAll(history.update());
            statements.add(history.insert(0));
        } else {
            statements.addAll(sql.selectMembers());
            if (sql.hasAttributes()) {
                statements.addAll(sql.updateKnown());
                statements.addAll(sql.deleteGone());
            }
            statements.addAll(sql.insertNew(0));
        }
        return statements;
    }

    private long executeAll(List<String> statements) throws SQLException {
        long changed = 0;
        for (String statement : statements) {
            changed += session.execute(statement);
        }
        return changed;
    }

    /** The statements that insert members with keys after the last one given; the last of them inserts. */
    private interface Insertion {
        List<String> after(long lastKey);
    }

    private long insertWithKeys(DimensionModel dimension, Insertion insertion) throws SQLException {
        String largest = "SELECT coalesce(max(%s), 0) FROM %s"
                .formatted(SqlNames.quoted(dimension.key()), SqlNames.quoted(dimension.name()));
        long lastKey = Math.max(
                Math.max(0, session.query(largest, row -> row.getLong(1)).get(0)), keys.lastKey(dimension));
        long added = 0;
        for (String statement : insertion.after(lastKey)) {
            added = session.execute(statement);
        }
        keys.record(dimension, lastKey + added);
        return added;
    }

    private void requireDistinctMembers(DimensionModel dimension, String query) throws SQLException {
        List<String> ambiguous = session.query(query, row -> row.getString(1));
        if (!ambiguous.isEmpty()) {
            throw new ModelFailedException(
                    dimension,
                    "the SELECT gives the member with " + String.join(", ", dimension.naturalKey()) + " = "
                            + ambiguous.get(0) + " with different attributes. Expected one row per natural key"
                            + (dimension.day().isPresent() ? " and day." : "."));
        }
    }

    @Override
    public final SortedMap<Day, Long> replace(FactModel fact, ModelWork work) {
        FactSql sql = new FactSql(relations, fact, work);
        try {
            SortedMap<Day, Long> rows = new TreeMap<>();
            rowsBuilt.put(fact, rows);
            session.execute(sql.delete());
            if (work.days().isEmpty()) {
                return rows;
            }
            Map<Integer, Long> given = new HashMap<>(insert(fact, work, sql));
            work.days().keySet().forEach(day -> {
                Long ofDay = given.remove(day.id());
                rows.put(day, ofDay == null ? 0 : ofDay);
            });
            if (!given.isEmpty()) {
                throw new ModelFailedException(
                        fact,
                        "the SELECT gives "
                                + given.values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum()
                                + " rows of other days than those it was handed in '" + fact.day()
                                + "'. Take the day from the source or fact that is read.");
            }
            return rows;
        } catch (SQLException failure) {
            throw failed(fact, failure);
        }
    }

    @Override
    public final void define(DataSetModel dataSet) {
        try {
            createView(dataSet);
        } catch (SQLException failure) {
            throw failed(dataSet, failure);
        }
    }

    @Override
    public final List<Violation> verify(FactModel fact, ModelWork work) {
        FactSql sql = new FactSql(relations, fact, work).inPortions(rowsBuilt.getOrDefault(fact, new TreeMap<>()));
        List<Violation> violations = new ArrayList<>();
        if (work.days().isEmpty()) {
            return violations;
        }
        try {
            List<Violation> ofRows = ofRows(fact, sql);
            violations.addAll(ofRows);
            Set<Day> refused = ofRows.stream().map(Violation::day).collect(Collectors.toSet());
            // An engine may have left the rows of such a day out already, so that its totals say nothing more.
            prove(sql.reconciliations()).stream()
                    .filter(difference -> !refused.contains(difference.day()))
                    .forEach(violations::add);
            return violations;
        } catch (SQLException failure) {
            throw failed(fact, failure);
        }
    }

    /** What is wrong with the rows of a fact that was built: grain, values, references. */
    protected List<Violation> ofRows(FactModel fact, FactSql sql) throws SQLException {
        return prove(sql.ofRows());
    }

    /** What statements that prove promises find. A doubt that several share is asked once. */
    protected final List<Violation> prove(List<FactSql.Proof> proofs) throws SQLException {
        List<Violation> violations = new ArrayList<>();
        Map<String, Long> answers = new HashMap<>();
        for (FactSql.Proof proof : proofs) {
            if (!proof.doubts().isEmpty() && isKeptWithoutDoubt(proof, answers)) {
                continue;
            }
            violations.addAll(session.query(proof.sql(), row -> proof.violation(day(row, 1), found(row))));
        }
        return violations;
    }

    private boolean isKeptWithoutDoubt(FactSql.Proof proof, Map<String, Long> answers) throws SQLException {
        for (String doubt : proof.doubts()) {
            Long known = answers.get(doubt);
            long answer = known == null ? count(doubt) : known;
            answers.put(doubt, answer);
            if (answer != 0) {
                return false;
            }
        }
        return true;
    }

    private long count(String sql) throws SQLException {
        return session.query(sql, row -> row.getLong(1)).get(0);
    }

    @Override
    public final CheckResult check(CheckModel check) {
        String select = relations.select(check, batch.days());
        try {
            long rows = count("SELECT count(*) FROM (" + select + "\n) AS found");
            String example = rows == 0
                    ? ""
                    : session.query("SELECT * FROM (" + select + "\n) AS found LIMIT 1", SqlBatch::describe)
                            .get(0);
            return new CheckResult(rows, example);
        } catch (SQLException failure) {
            throw failed(check, failure);
        }
    }

    /** The columns after the first, as text. */
    private static List<String> found(ResultSet row) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
            values.add(String.valueOf(row.getString(i)));
        }
        return values;
    }

    private static String describe(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            values.add(columns.getColumnLabel(i) + " = " + row.getString(i));
        }
        return String.join(", ", values);
    }

    protected static Day day(ResultSet row, int column) throws SQLException {
        int id = row.getInt(column);
        return Day.ofId(id).orElseThrow(() -> new SQLException(id + " is no day"));
    }

    /** What a failed statement of a model means: the model's fault, unless the engine knows better. */
    protected RuntimeException failed(Model model, SQLException failure) {
        return new ModelFailedException(model, text(failure), failure);
    }
}
