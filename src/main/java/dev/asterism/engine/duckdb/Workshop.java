package dev.asterism.engine.duckdb;

import dev.asterism.AsterismException;
import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.engine.BatchBuild;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.Capabilities;
import dev.asterism.engine.Mark;
import dev.asterism.engine.Publication;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.TableChange;
import dev.asterism.engine.Target;
import dev.asterism.engine.Target.HeldColumn;
import dev.asterism.engine.Target.Range;
import dev.asterism.engine.WarehouseBuilder;
import dev.asterism.engine.WarehouseInUseException;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.BuildState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the batches of a warehouse that is elsewhere, in a DuckDB file of its own: copies of dimensions with their
 * keys, of what was observed of attributes and of key counters, as of a publication of the warehouse. The file is a cache
 * that may be deleted at any time; what it lacks is fetched.
 *
 * <p>While a batch is on its way to the warehouse, the next one is computed.
 */
public final class Workshop implements WarehouseBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);

    private final SqlSession session;
    private final Target target;
    private final Path file;
    private final List<String> notices = new ArrayList<>();
    private boolean isRefreshed;
    private Optional<Mark> latest = Optional.empty();
    private Optional<OnItsWay> onItsWay = Optional.empty();

    /** A publication that was sent. */
    private record OnItsWay(Publication publication, Mark mark, Path folder) {}

    private Workshop(SqlSession session, Target target, Path file) {
        this.session = session;
        this.target = target;
        this.file = file;
    }

    /**
     * Opens the workshop of a warehouse.
     *
     * @param file the workshop's file, which is created if there is none
     * @param isOurs whether the file is nobody else's for sure, so that a damaged one may be replaced
     * @param target the warehouse, held for building; closed with the workshop, also if this method throws
     */
    public static Workshop open(Path file, boolean isOurs, DuckDbSessions.Resources resources, Target target) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            SqlSession session = openFile(file, isOurs, resources);
            try {
                requireWorkshop(session, file);
                Workshop workshop = new Workshop(session, target, file);
                removeFolder(workshop.folder());
                return workshop;
            } catch (RuntimeException | SQLException failure) {
                session.close();
                throw failure;
            }
        } catch (RuntimeException failure) {
            target.close();
            throw failure;
        } catch (SQLException failure) {
            target.close();
            throw DuckDbErrors.unexpected("Preparing the workshop " + file, failure);
        } catch (IOException failure) {
            target.close();
            throw new RunFailedException(
                    "The workshop " + file + " cannot be created (" + failure
                            + "). Expected free disk space and permission to write; workshop.file names another place.",
                    failure);
        }
    }

    /** A file that cannot be read, such as what a full disk leaves, is made anew: it is only a cache. */
    private static SqlSession openFile(Path file, boolean isOurs, DuckDbSessions.Resources resources)
            throws IOException {
        Path log = file.resolveSibling(file.getFileName() + ".wal");
        if (!Files.exists(file)) {
            // Of a file that somebody deleted; a new one would take it for its own.
            Files.deleteIfExists(log);
        }
        try {
            return DuckDbSessions.openForBuilding(file, resources);
        } catch (WarehouseInUseException inUse) {
            throw inUse;
        } catch (AsterismException damaged) {
            if (!isOurs) {
                throw new InputException(
                        "The workshop " + file + " (workshop.file) cannot be opened: " + damaged.getMessage()
                                + " If it is a workshop, delete it; else name another file.",
                        damaged);
            }
            LOG.info("{} is made anew", file, damaged);
            Files.deleteIfExists(file);
            Files.deleteIfExists(log);
            return DuckDbSessions.openForBuilding(file, resources);
        }
    }

    /** The setting may name anything, a warehouse for one, whose tables must not be taken for copies. */
    private static void requireWorkshop(SqlSession session, Path file) throws SQLException {
        Set<TableName> tables = DuckDbTables.existing(session).keySet();
        if (!tables.isEmpty() && !tables.contains(WorkshopMarks.NAME)) {
            throw new InputException("The workshop " + file + " (workshop.file) is a database with tables of its own."
                    + " Name a file that does not exist yet.");
        }
    }

    /** Makes the file agree with the warehouse; done before the first batch, since there may be none. */
    private void refresh() throws SQLException {
        if (isRefreshed) {
            return;
        }
        latest = target.latest();
        Map<TableName, Long> fetched = new Refresh(session, target, file("fetched")).run();
        isRefreshed = true;
        fetched.values().removeIf(rows -> rows == 0);
        if (!fetched.isEmpty()) {
            List<String> tables = new ArrayList<>();
            fetched.forEach((table, rows) -> tables.add(table + " (" + rows + (rows == 1 ? " row" : " rows") + ")"));
            notices.add("The workshop " + file + " differed from the warehouse"
                    + latest.map(mark -> ", which is at publication " + mark.number())
                            .orElse(", which an earlier version built; its members keep their keys")
                    + ". Fetched " + String.join(", ", tables) + ".");
        }
    }

    private Path folder() {
        return file.resolveSibling(file.getFileName() + ".goods.tmp");
    }

    /** A file that may be written, in a folder that is removed when the workshop is opened. */
    Path file(String name) {
        return goods(0).resolve(name + ".tsv");
    }

    /** The folder for the rows of a batch. */
    Path goods(int batch) {
        try {
            return Files.createDirectories(
                    folder().resolve(String.valueOf(batch)).toAbsolutePath());
        } catch (IOException failure) {
            throw new RunFailedException(
                    "The folder " + folder() + " cannot be created (" + failure
                            + "). Expected free disk space and permission to write.",
                    failure);
        }
    }

    @Override
    public Capabilities capabilities() {
        return target.capabilities();
    }

    @Override
    public List<String> notices() {
        List<String> told = List.copyOf(notices);
        notices.clear();
        return told;
    }

    @Override
    public Shapes describe(ModelGraph graph) {
        DatabaseName.requireNoSchema(file, graph);
        Shapes shapes = DuckDbDescriber.describe(graph);
        target.requireHoldable(graph, shapes);
        return shapes;
    }

    @Override
    public BuildState buildState() {
        return target.buildState();
    }

    /** The workshop's own copy goes when it is refreshed, as it finds another publication. */
    @Override
    public void drop(TableName table) {
        latest = target.latest();
        target.drop(table, nextMark());
    }

    /** What is done to begin a batch. */
    private interface Beginning {
        BatchBuild begin(WorkshopBatch build) throws SQLException;
    }

    @Override
    public BatchBuild begin(BuildContext context, Batch batch) {
        return begin(context, batch, build -> {
            build.begin();
            return build;
        });
    }

    @Override
    public BatchBuild rehearse(BuildContext context, Batch batch, Consumer<List<TableChange>> heard) {
        return begin(context, batch, build -> {
            Comparison comparison = new Comparison(session, context);
            session.jdbc().setAutoCommit(false);
            comparison.remember(batch, publishedFacts());
            build.begin();
            return new RehearsedBatch(build, comparison, heard);
        });
    }

    private BatchBuild begin(BuildContext context, Batch batch, Beginning beginning) {
        WorkshopBatch build = new WorkshopBatch(this, session, target, context, batch);
        try {
            refresh();
            return beginning.begin(build);
        } catch (SQLException failure) {
            build.close();
            throw DuckDbErrors.unexpected("Preparing the tables of the workshop " + file, failure);
        } catch (RuntimeException failure) {
            build.close();
            throw failure;
        }
    }

    /** The facts of the warehouse, which are fetched. */
    private Comparison.FactRows publishedFacts() {
        Map<TableName, List<HeldColumn>> held = target.holdings();
        return (fact, work, scratchTable) -> {
            Map<String, String> columns = new LinkedHashMap<>();
            held.getOrDefault(fact.name(), List.of()).forEach(column -> columns.put(column.name(), column.type()));
            if (!columns.containsKey(fact.day())) {
                return Map.of();
            }
            session.execute("CREATE TEMP TABLE " + scratchTable + " ("
                    + columns.entrySet().stream()
                            .map(column -> SqlNames.quoted(column.getKey()) + " " + column.getValue())
                            .collect(Collectors.joining(", "))
                    + ")");
            Path rows = file("fetched");
            if (target.fetch(fact.name(), List.copyOf(columns.keySet()), Range.of(fact.day(), work.replaced()), rows)
                    > 0) {
                session.execute(Handover.read(
                        scratchTable, List.copyOf(columns.keySet()), List.copyOf(columns.values()), rows));
            }
            return columns;
        };
    }

    /** The warehouse first: what the workshop has then is fetched anew, which is nothing. */
    @Override
    public boolean reset(Set<TableName> declared, Set<TableName> kept) {
        boolean isEmpty = target.reset(declared, kept);
        try {
            DuckDbBuilder.reset(session, DuckDbTables.existing(session).keySet(), Set.of());
            isRefreshed = false;
            return isEmpty;
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Emptying the workshop " + file, failure);
        }
    }

    /** What the warehouse will be at after the next publication; the number before is for members that go ahead. */
    Mark nextMark() {
        return new Mark(
                latest.map(Mark::number).orElse(0L) + 2, UUID.randomUUID().toString());
    }

    /** Notes, in the open transaction, what is about to be published. */
    void expect(WorkshopGoods goods) throws SQLException {
        WorkshopMarks marks = new WorkshopMarks(session);
        if (latest.isPresent()) {
            marks.agree(latest.get());
        }
        marks.expect(goods.mark(), goods.changes());
    }

    Publication send(Target.Shipment shipment, WorkshopGoods goods) {
        Publication publication = shipment.send();
        onItsWay = Optional.of(new OnItsWay(publication, goods.mark(), goods.folder()));
        return publication;
    }

    /** Waits for what is on its way; throws if it did not arrive. */
    void settle() {
        if (onItsWay.isPresent()) {
            OnItsWay sent = onItsWay.get();
            onItsWay = Optional.empty();
            try {
                sent.publication().await();
            } finally {
                removeFolder(sent.folder());
            }
            latest = Optional.of(sent.mark());
        }
    }

    private static void removeFolder(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failure) {
            throw new RunFailedException(
                    "The folder " + folder + " cannot be emptied (" + failure + "). Remove it, and run again.",
                    failure);
        }
    }

    @Override
    public void cancel() {
        session.cancel();
        target.cancel();
    }

    /** Notes that the warehouse has what was sent last; if it has not, the next one to open the file finds that out. */
    @Override
    public void close() {
        try (target;
                session) {
            session.resume();
            boolean isSent = onItsWay.isPresent();
            try {
                settle();
                if (isSent && latest.isPresent()) {
                    new WorkshopMarks(session).agree(latest.get());
                }
            } catch (RuntimeException toldBefore) {
                LOG.debug("the last publication did not arrive", toldBefore);
            } catch (SQLException notNoted) {
                LOG.info("the next run fetches what this workshop does not know to have", notNoted);
            }
            removeFolder(folder());
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Closing the workshop " + file, failure);
        }
    }
}
