package dev.asterism.engine;

import org.junit.jupiter.api.Nested;

/** DuckDB does what every engine must do. */
class DuckDbContractTest {
    @Nested
    class SampleStars extends SampleStarsContract {
        SampleStars() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class Incremental extends IncrementalContract {
        Incremental() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class BadDayFiles extends BadDayFilesContract {
        BadDayFiles() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class DayFileContents extends DayFileContentsContract {
        DayFileContents() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class RandomHistory extends RandomHistoryContract {
        RandomHistory() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class FailingModels extends FailingModelsContract {
        FailingModels() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class Interruption extends InterruptionContract {
        Interruption() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class Recovery extends RecoveryContract {
        Recovery() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class History extends HistoryContract {
        History() {
            super(DuckDbWarehouses::new);
        }
    }
}
