package dev.asterism.engine.duckdb;

import dev.asterism.engine.BatchBuild.FileToStage;
import dev.asterism.engine.BatchBuild.StagedFile;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.lake.Day;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.Pipelines;
import dev.asterism.model.SourceModel;
import dev.asterism.plan.Batch;
import dev.asterism.plan.CalendarRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Day files staged by the engine itself, and what it made of them. */
final class StagedDays implements AutoCloseable {
    private static final String MODEL = """
            /*
            kind: source
            table: s.rows
            description: Rows.
            files: s/rows-v1.csv.gz
            */
            CREATE TABLE s.rows (%s)
            """;

    private final SqlSession session;
    private final SourceModel source;
    private final DuckDbBatch batch;

    /**
     * @param folder empty, for the source's model
     * @param columns the columns of the source, as SQL
     */
    StagedDays(Path folder, String columns) throws SQLException, IOException {
        Path pipeline = Files.createDirectories(folder.resolve("s"));
        Files.writeString(pipeline.resolve("rows.sql"), MODEL.formatted(columns));
        ModelGraph graph = Pipelines.load(folder).graph();
        source = graph.sources().get(0);
        session = new SqlSession(DriverManager.getConnection("jdbc:duckdb:"));
        session.execute("SET TimeZone = 'UTC'");
        Day day = Day.of(2018, 4, 1);
        batch = new DuckDbBatch(
                session,
                new BuildContext(graph, DuckDbDescriber.describe(graph), new CalendarRange(day, day)),
                new Batch(1, List.of(), Map.of(), List.of()));
    }

    SourceModel source() {
        return source;
    }

    /** Stages files of different days in the place of what was staged before. */
    List<StagedFile> stage(List<FileToStage> files) {
        return batch.stage(source, files);
    }

    /**
     * The staged rows of a query by day: the query's first column is the day, the others are given as text.
     *
     * @param select what to select beside the day, as SQL over the columns of the source
     */
    Map<Integer, List<List<@Nullable String>>> rows(String select, int width) throws SQLException {
        Map<Integer, List<List<@Nullable String>>> rows = new HashMap<>();
        session.query("SELECT day_id, %s FROM %s".formatted(select, Staging.table(source)), row -> {
            List<@Nullable String> values = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                values.add(row.getString(i + 2));
            }
            return rows.computeIfAbsent(row.getInt(1), day -> new ArrayList<>()).add(values);
        });
        return rows;
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
