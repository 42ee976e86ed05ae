package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every engine must do, seen from outside: day files and models go in, stars come out. The cases are in the classes
 * that extend this one, a class per theme; an engine proves itself by extending each of them.
 */
abstract class EngineContract {
    private final Function<Path, TestWarehouses> opener;

    @TempDir
    Path folder;

    private TestWarehouses warehouses;

    /** @param opener makes the warehouses of an engine, for which it may use a folder */
    EngineContract(Function<Path, TestWarehouses> opener) {
        this.opener = opener;
    }

    @BeforeEach
    void openWarehouses() {
        warehouses = opener.apply(folder);
    }

    final TestWarehouses warehouses() {
        return warehouses;
    }

    /** An empty lake without pipelines, and a warehouse that does not exist yet. */
    final Workbench emptyWorkbench() {
        return Workbench.empty(folder, warehouses.fresh());
    }

    /** The repository's pipelines over three small days, not built yet, without the tables that no fact refers to. */
    final Workbench threeDays() {
        return withoutDays().threeDays();
    }

    /** The same pipelines over an empty lake. */
    final Workbench withoutDays() {
        return emptyWorkbench()
                .copyShippedPipelines()
                .removeModel("time/duration")
                .removeModel("time/hour_of_day");
    }

    /** Fails where a new warehouse, built from the same lake and pipelines in one go, says anything else. */
    final void assertSameAsFromScratch(Workbench workbench) {
        Workbench scratch = workbench.withWarehouse(warehouses.fresh());
        scratch.run();
        assertThat(StarContents.of(workbench)).isEqualTo(StarContents.of(scratch));
    }
}
