package dev.asterism.engine.postgres;

import dev.asterism.InputException;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.Capabilities;
import dev.asterism.engine.Goods;
import dev.asterism.engine.Mark;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.Target;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.Relations;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.StateTable;
import dev.asterism.engine.star.Step;
import dev.asterism.engine.star.StepRunner;
import dev.asterism.engine.star.TableDrop;
import dev.asterism.engine.star.WhatIsBuilt;
import dev.asterism.lake.Day;
import dev.asterism.model.FactModel;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import dev.asterism.plan.BuildState;
import dev.asterism.plan.ModelWork;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/**
 * A warehouse in a PostgreSQL database that is served finished rows, by an ordinary role that may create schemas in it. It
 * holds the warehouse's writer lock until it is closed.
 */
public final class PostgresTarget implements Target {
    /** The SQL state of a DROP that other objects stand against. */
    private static final String DEPENDENT_OBJECTS = "2BP01";

    private final PostgresAddress address;
    private final Options options;
    private final SqlSession session;
    private final Connections connections;
    private Optional<PostgresShipment> last = Optional.empty();

    /**
     * What may differ from warehouse to warehouse.
     *
     * @param analystRole the role that may read every star; empty if there is none
     * @param connections over how many connections rows are copied
     */
    public record Options(Optional<String> analystRole, int connections) {}

    private PostgresTarget(PostgresAddress address, Options options, SqlSession session) {
        this.address = address;
        this.options = options;
        this.session = session;
        this.connections = new Connections(address, options.connections());
    }

    /**
     * Opens a warehouse for building.
     *
     * @throws dev.asterism.AsterismException if the server cannot be reached, refuses the login, is too old, or another
     *     process builds
     */
    public static PostgresTarget open(PostgresAddress address, Options options) {
        SqlSession session = PostgresSessions.open(address, WriterLock.purpose());
        try {
            WriterLock.take(session, address.shownUrl());
            session.execute(dropStaging());
            PostgresSessions.prepareForBulk(session);
            return new PostgresTarget(address, options, session);
        } catch (SQLException failure) {
            closeQuietly(session);
            throw PostgresErrors.opening(address.shownUrl(), failure);
        } catch (RuntimeException failure) {
            closeQuietly(session);
            throw failure;
        }
    }

    private static void closeQuietly(SqlSession session) {
        try {
            session.close();
        } catch (SQLException goneAlready) {
            return;
        }
    }

    private static String dropStaging() {
        return "DROP SCHEMA IF EXISTS " + PostgresDelivery.STAGING + " CASCADE";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(Capabilities.Atomicity.BATCH, options.connections(), true);
    }

    @Override
    public BuildState buildState() {
        return ask("Reading the build state", () -> new StateTable(session).read());
    }

    @Override
    public void requireHoldable(ModelGraph graph, Shapes shapes) {
        ask("Reading the models with PostgreSQL", () -> {
            new Bindings(graph, shapes, session).require();
            return true;
        });
    }

    @Override
    public Optional<Mark> latest() {
        return ask("Reading the publications", () -> PublicationLog.latest(session));
    }

    @Override
    public Optional<Map<TableName, Set<Range>>> changesSince(Mark known) {
        return ask("Reading the publications", () -> PublicationLog.changesSince(session, known));
    }

    @Override
    public Map<TableName, List<HeldColumn>> holdings() {
        return ask("Looking at the tables", () -> inWordsOfTheWorkshop(PostgresCatalog.tables(session)));
    }

    static Map<TableName, List<HeldColumn>> inWordsOfTheWorkshop(Map<TableName, List<HeldColumn>> tables) {
        Map<TableName, List<HeldColumn>> translated = new HashMap<>();
        tables.forEach((table, columns) -> translated.put(
                table,
                columns.stream()
                        .map(column -> new HeldColumn(
                                column.name(), PostgresTypes.toWorkshop(column.type()), column.notNull()))
                        .toList()));
        return translated;
    }

    @Override
    public long fetch(TableName table, List<String> columns, Collection<Range> ranges, Path file) {
        String copy = "COPY (SELECT " + SqlNames.quoted(columns) + " FROM " + SqlNames.quoted(table) + " WHERE "
                + SqlNames.within(ranges) + ") TO STDOUT WITH (FORMAT csv, DELIMITER E'\\t', ENCODING 'UTF8')";
        return ask("Fetching " + table, () -> {
            try (OutputStream rows = Files.newOutputStream(file)) {
                return session.jdbc().unwrap(PGConnection.class).getCopyAPI().copyOut(copy, rows);
            } catch (IOException failure) {
                throw new SQLException(file + " cannot be written (" + failure + ")", failure);
            }
        });
    }

    @Override
    public Shipment pack(Goods goods) {
        return ask("Preparing the publication", () -> {
            prepare();
            BuildContext context = inWordsOfTheServer(goods.context());
            Map<FactModel, Partitions> partitions = new HashMap<>();
            Set<TableName> replaced = new LinkedHashSet<>();
            for (ModelWork work : goods.batch().works()) {
                if (work.model() instanceof FactModel fact) {
                    partitions.put(fact, Partitions.of(session, fact));
                    NavigableSet<Day> days = work.replaced();
                    partitions.get(fact).holding(days).forEach(partition -> replaced.add(partition.table()));
                }
            }
            PostgresDelivery delivery = new PostgresDelivery(goods, context, PostgresCatalog.read(session), partitions);
            PostgresShipment packed = new PostgresShipment(
                    session,
                    connections,
                    delivery.members(),
                    delivery.loads(),
                    publication(session, delivery, context, goods, options.analystRole()),
                    new Tidying(session, context, goods.rows(), replaced));
            return () -> {
                last = Optional.of(packed);
                return packed.send();
            };
        });
    }

    /** The steps of the publishing transaction, which depend on the views and privileges that there are. */
    static List<Step> publication(
            SqlSession session,
            PostgresDelivery delivery,
            BuildContext context,
            Goods goods,
            Optional<String> analystRole)
            throws SQLException {
        Relations relations = new Relations(context, source -> source.name().toString());
        Views views = new Views(session, relations, PostgresDelivery.defined(goods.batch()), delivery.altersTables());
        Set<TableName> made = new HashSet<>(delivery.made());
        made.addAll(views.made());
        List<Step> grants = new ArrayList<>();
        if (analystRole.isPresent()) {
            grants.addAll(new Privileges(session, context.graph()).grants(analystRole.get(), made));
        }
        for (TableName table : delivery.remade()) {
            grants.addAll(Step.all(Privileges.held(session, table)));
        }
        return delivery.publication(views, grants);
    }

    static BuildContext inWordsOfTheServer(BuildContext context) {
        return new BuildContext(
                context.graph(),
                context.shapes().withTypes(type -> PostgresTypes.find(type).orElse(type)),
                context.calendar());
    }

    /** Creates what a publication needs for itself; what a dead run has left was dropped when this was opened. */
    private void prepare() throws SQLException {
        session.execute(dropStaging());
        session.execute("CREATE SCHEMA " + PostgresDelivery.STAGING);
        session.jdbc().setAutoCommit(false);
        try {
            new StateTable(session).createIfMissing();
            session.execute(PublicationLog.createIfMissing());
            // Even IF NOT EXISTS needs the right to create schemas, which may be taken away once they are there.
            if (session.query("SELECT 1 FROM pg_namespace WHERE nspname = ?", List.of(Partition.SCHEMA), row -> 1)
                    .isEmpty()) {
                session.execute("CREATE SCHEMA " + Partition.SCHEMA);
            }
            session.jdbc().commit();
        } finally {
            session.endTransaction();
        }
    }

    @Override
    public boolean reset(Set<TableName> declared, Set<TableName> kept) {
        return ask("Emptying the warehouse", () -> {
            session.jdbc().setAutoCommit(false);
            try {
                WhatIsBuilt built = WhatIsBuilt.of(session, declared, kept);
                drop("VIEW", built.views());
                drop("TABLE", built.tables());
                session.jdbc().commit();
                return built.others() == 0;
            } finally {
                session.endTransaction();
            }
        });
    }

    /** In one statement, as they may refer to each other. */
    private void drop(String what, List<TableName> names) throws SQLException {
        if (names.isEmpty()) {
            return;
        }
        try {
            session.execute(
                    "DROP " + what + " " + names.stream().map(SqlNames::quoted).collect(Collectors.joining(", ")));
        } catch (SQLException failure) {
            if (DEPENDENT_OBJECTS.equals(failure.getSQLState())) {
                throw new InputException(
                        "Something else in " + address.shownUrl()
                                + " depends on what was built, so nothing was removed: " + failure.getMessage()
                                + ". Drop that first.",
                        failure);
            }
            throw failure;
        }
    }

    @Override
    public void drop(TableName table, Mark mark) {
        ask("Dropping " + table, () -> {
            prepare();
            session.jdbc().setAutoCommit(false);
            try {
                Set<TableName> present =
                        new HashSet<>(PostgresCatalog.tables(session).keySet());
                Views.find(session, table).ifPresent(view -> present.add(table));
                session.execute(TableDrop.statements(session, table, present, Views.readersOf(session, table)));
                new StepRunner(session).run(PublicationLog.record(mark, Map.of()));
                session.jdbc().commit();
            } finally {
                session.endTransaction();
            }
            return true;
        });
    }

    private interface Question<A> {
        A ask() throws SQLException;
    }

    /** What was tidied up after the last publication used the session, too. */
    private void endLast() throws SQLException {
        if (last.isPresent()) {
            last.get().end();
            last = Optional.empty();
        }
    }

    private <A> A ask(String doing, Question<A> question) {
        try {
            endLast();
            return question.ask();
        } catch (SQLException failure) {
            throw PostgresErrors.unexpected(doing + " of " + address.shownUrl(), failure);
        }
    }

    @Override
    public void cancel() {
        PostgresSessions.cancel(session);
        connections.cancel();
    }

    @Override
    public void close() {
        try (session;
                connections) {
            endLast();
            if (!session.jdbc().isClosed()) {
                session.resume();
                session.endTransaction();
                session.execute(dropStaging());
                WriterLock.free(session);
            }
        } catch (SQLException failure) {
            if (!PostgresErrors.isServerGone(failure)) {
                throw PostgresErrors.unexpected("Closing " + address.shownUrl(), failure);
            }
            // It has freed the lock itself, and the next run drops what is left.
        }
    }
}
