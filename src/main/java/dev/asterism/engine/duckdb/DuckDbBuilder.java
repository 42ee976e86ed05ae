package dev.asterism.engine.duckdb;

import dev.asterism.InputException;
import dev.asterism.engine.BatchBuild;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.Capabilities;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.TableChange;
import dev.asterism.engine.WarehouseBuilder;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.StateTable;
import dev.asterism.engine.star.TableDrop;
import dev.asterism.engine.star.WhatIsBuilt;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SqlText;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.BuildState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Builds a warehouse that is a DuckDB file: the workshop is the warehouse itself. */
public final class DuckDbBuilder implements WarehouseBuilder {
    private final Path file;
    private final SqlSession session;

    private DuckDbBuilder(Path file, SqlSession session) {
        this.file = file;
        this.session = session;
    }

    /**
     * Opens a warehouse, and creates the file if there is none.
     *
     * @throws dev.asterism.AsterismException if another process holds the file, or it is not a database
     */
    public static DuckDbBuilder open(Path file, DuckDbSessions.Resources resources) {
        return new DuckDbBuilder(file, DuckDbSessions.openForBuilding(file, resources));
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(Capabilities.Atomicity.BATCH, 1, false);
    }

    @Override
    public List<String> notices() {
        return List.of();
    }

    @Override
    public Shapes describe(ModelGraph graph) {
        DatabaseName.requireNoSchema(file, graph);
        return DuckDbDescriber.describe(graph);
    }

    @Override
    public BuildState buildState() {
        try {
            return new StateTable(session).read();
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Reading the build state of " + file, failure);
        }
    }

    @Override
    public void drop(TableName table) {
        try {
            session.jdbc().setAutoCommit(false);
            try {
                new StateTable(session).createIfMissing();
                Map<TableName, String> views = DuckDbTables.views(session);
                Set<TableName> present =
                        new HashSet<>(DuckDbTables.existing(session).keySet());
                present.addAll(views.keySet());
                List<String> readers = new ArrayList<>();
                views.forEach((view, select) -> {
                    if (reads(select, table)) {
                        readers.add(view.toString());
                    }
                });
                session.execute(TableDrop.statements(session, table, present, readers));
                session.jdbc().commit();
            } finally {
                session.endTransaction();
            }
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Dropping " + table, failure);
        }
    }

    /** A view that somebody made by hand may be written in ways that no model may; then the name decides. */
    private boolean reads(String select, TableName table) {
        try {
            return new SqlText(file, select).tables().contains(table);
        } catch (InputException notLikeAModel) {
            return select.contains(table.name());
        }
    }

    @Override
    public BatchBuild begin(BuildContext context, Batch batch) {
        DuckDbBatch build = new DuckDbBatch(session, context, batch);
        try {
            build.begin();
            return build;
        } catch (SQLException failure) {
            build.close();
            throw DuckDbErrors.unexpected("Preparing the tables in " + file, failure);
        }
    }

    @Override
    public BatchBuild rehearse(BuildContext context, Batch batch, Consumer<List<TableChange>> heard) {
        DuckDbBatch build = new DuckDbBatch(session, context, batch);
        Comparison comparison = new Comparison(session, context);
        try {
            session.jdbc().setAutoCommit(false);
            comparison.remember(batch, comparison.ofThisFile());
            build.begin();
            return new RehearsedBatch(build, comparison, heard);
        } catch (SQLException failure) {
            build.close();
            throw DuckDbErrors.unexpected("Preparing the tables in " + file, failure);
        }
    }

    @Override
    public boolean reset(Set<TableName> declared, Set<TableName> kept) {
        try {
            return reset(session, declared, kept);
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Emptying " + file, failure);
        }
    }

    /** As {@link WarehouseBuilder#reset}, for any file. */
    static boolean reset(SqlSession session, Set<TableName> declared, Set<TableName> kept) throws SQLException {
        session.jdbc().setAutoCommit(false);
        try {
            WhatIsBuilt built = WhatIsBuilt.of(session, declared, kept);
            for (TableName view : built.views()) {
                session.execute("DROP VIEW " + SqlNames.quoted(view));
            }
            for (TableName table : built.tables()) {
                session.execute("DROP TABLE " + SqlNames.quoted(table));
            }
            session.jdbc().commit();
            return built.others() == 0;
        } finally {
            session.endTransaction();
        }
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Closing " + file, failure);
        }
    }
}
