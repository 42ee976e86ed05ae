package dev.asterism.engine;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
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
    class Proofs extends ProofContract {
        Proofs() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class Rehearsals extends RehearsalContract {
        Rehearsals() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class Resets extends ResetContract {
        Resets() {
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
    class ModelHistory extends ModelHistoryContract {
        ModelHistory() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class Shop extends ShopContract {
        Shop() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class Days extends DaysContract {
        Days() {
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
    class Sources extends SourcesContract {
        Sources() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class Values extends ValuesContract {
        Values() {
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
    class Locks extends LockContract {
        Locks() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class Reshaping extends ReshapingContract {
        Reshaping() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class OneBadDay extends OneBadDayContract {
        OneBadDay() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class Restatement extends RestatementContract {
        Restatement() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class Checks extends ChecksContract {
        Checks() {
            super(DuckDbWarehouses::new);
        }

        @Override
        void tamper(String warehouseUrl, String sql) {
            try (Connection connection = DriverManager.getConnection(warehouseUrl);
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Nested
    class EarlyFacts extends EarlyFactsContract {
        EarlyFacts() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class References extends ReferencesContract {
        References() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class History extends HistoryContract {
        History() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class UnknownMember extends UnknownMemberContract {
        UnknownMember() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class AttributeRules extends AttributeRulesContract {
        AttributeRules() {
            super(DuckDbWarehouses::new);
        }
    }

    @Nested
    class Accumulating extends AccumulatingContract {
        Accumulating() {
            super(DuckDbWarehouses::new);
        }
    }
}
