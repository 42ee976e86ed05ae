package dev.asterism.engine.duckdb;

import dev.asterism.engine.BatchBuild;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.Capabilities;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.WarehouseBuilder;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.StateTable;
import dev.asterism.model.ModelGraph;
import dev.asterism.plan.Batch;
import dev.asterism.plan.BuildState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

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
