package dev.asterism.engine;

import dev.asterism.config.SettingKeys;
import dev.asterism.config.Settings;
import dev.asterism.config.SettingsReader;
import dev.asterism.plan.PlanRequest;
import dev.asterism.run.BuildSession;
import dev.asterism.run.RunResult;
import dev.asterism.testing.PostgresDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.BiConsumer;

/** A role of a test's database that may log in, and that the program lets read the stars. */
final class AnalystRole implements AutoCloseable {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2018-04-11T10:00:00Z"), ZoneOffset.UTC);

    private final PostgresDatabase owner;
    private final PostgresDatabase analyst;

    AnalystRole(PostgresDatabase owner) throws SQLException {
        String name = "analyst_" + UUID.randomUUID().toString().replace("-", "");
        String password = UUID.randomUUID().toString();
        this.owner = owner;
        this.analyst = owner.as(name, password);
        owner.superuser().execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'");
    }

    String name() {
        return analyst.user();
    }

    /** The database as this role sees it. */
    PostgresDatabase database() {
        return analyst;
    }

    RunResult build(Workbench bench) {
        return build(bench, (session, event) -> {});
    }

    /** Builds all that is stale for this role to read. */
    RunResult build(Workbench bench, BiConsumer<BuildSession, String> onEvent) {
        return build(bench, Workbench.everything(), onEvent);
    }

    /** Builds a part for this role to read. */
    RunResult build(Workbench bench, PlanRequest request) {
        return build(bench, request, (session, event) -> {});
    }

    private RunResult build(Workbench bench, PlanRequest request, BiConsumer<BuildSession, String> onEvent) {
        BuildSession[] opened = new BuildSession[1];
        RecordingListener heard = new RecordingListener(event -> onEvent.accept(opened[0], event));
        try (BuildSession session = BuildSession.open(settings(bench), request, CLOCK, heard, false)) {
            opened[0] = session;
            return session.execute("run");
        }
    }

    private Settings settings(Workbench bench) {
        return new SettingsReader()
                .flag("--data-dir", SettingKeys.DATA_DIR, bench.lake().toString())
                .flag(
                        "--pipelines-dir",
                        SettingKeys.PIPELINES_DIR,
                        bench.pipelines().toString())
                .flag("--warehouse", SettingKeys.WAREHOUSE_URL, bench.warehouseUrl())
                .flag("--analyst-role", SettingKeys.WAREHOUSE_ANALYST_ROLE, name())
                .flag("--jobs", SettingKeys.RUN_JOBS, "2")
                .read();
    }

    @Override
    public void close() throws SQLException {
        owner.superuser().execute("DROP OWNED BY " + name(), "DROP ROLE " + name());
    }
}
