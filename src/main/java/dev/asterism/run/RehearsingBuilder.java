package dev.asterism.run;

import dev.asterism.engine.BatchBuild;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.Capabilities;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.TableChange;
import dev.asterism.engine.WarehouseBuilder;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.BuildState;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A builder of which every batch is a rehearsal: it is closed without being published. */
final class RehearsingBuilder implements WarehouseBuilder {
    private final WarehouseBuilder engine;
    private final Consumer<List<TableChange>> heard;

    /**
     * @param engine closed by its owner
     * @param heard told what each batch would change
     */
    RehearsingBuilder(WarehouseBuilder engine, Consumer<List<TableChange>> heard) {
        this.engine = engine;
        this.heard = heard;
    }

    @Override
    public BatchBuild begin(BuildContext context, Batch batch) {
        return engine.rehearse(context, batch, heard);
    }

    @Override
    public BatchBuild rehearse(BuildContext context, Batch batch, Consumer<List<TableChange>> alsoHeard) {
        return engine.rehearse(context, batch, alsoHeard);
    }

    @Override
    public Capabilities capabilities() {
        return engine.capabilities();
    }

    @Override
    public List<String> notices() {
        return engine.notices();
    }

    @Override
    public void drop(TableName table) {
        throw new UnsupportedOperationException("a rehearsal changes nothing");
    }

    @Override
    public boolean reset(Set<TableName> declared, Set<TableName> kept) {
        throw new UnsupportedOperationException("a rehearsal changes nothing");
    }

    @Override
    public Shapes describe(ModelGraph graph) {
        return engine.describe(graph);
    }

    @Override
    public BuildState buildState() {
        return engine.buildState();
    }

    @Override
    public void cancel() {
        engine.cancel();
    }

    @Override
    public void close() {}
}
