package dev.asterism.engine;

import org.junit.jupiter.api.Nested;

/** PostgreSQL does what every engine must do. */
class PostgresContractTest {
    @Nested
    class SampleStars extends SampleStarsContract {
        SampleStars() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class Incremental extends IncrementalContract {
        Incremental() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class BadDayFiles extends BadDayFilesContract {
        BadDayFiles() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class DayFileContents extends DayFileContentsContract {
        DayFileContents() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class RandomHistory extends RandomHistoryContract {
        RandomHistory() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class FailingModels extends FailingModelsContract {
        FailingModels() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class Interruption extends InterruptionContract {
        Interruption() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class Recovery extends RecoveryContract {
        Recovery() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class History extends HistoryContract {
        History() {
            super(PostgresWarehouses::new);
        }
    }
}
