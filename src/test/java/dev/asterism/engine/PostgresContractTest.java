package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** PostgreSQL does what every engine must do. */
class PostgresContractTest {
    @Nested
    class SampleStars extends SampleStarsContract {
        SampleStars() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class Proofs extends ProofContract {
        Proofs() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class Rehearsals extends RehearsalContract {
        Rehearsals() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class Resets extends ResetContract {
        Resets() {
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
    class Reshaping extends ReshapingContract {
        Reshaping() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class OneBadDay extends OneBadDayContract {
        OneBadDay() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class Restatement extends RestatementContract {
        Restatement() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class Checks extends ChecksContract {
        Checks() {
            super(PostgresWarehouses::new);
        }

        @Override
        void tamper(String warehouseUrl, String sql) {
            try (Connection connection = DriverManager.getConnection(warehouseUrl);
                    Statement statement = connection.createStatement()) {
                for (String table : List.of("pypi_dim.download_counts", "gh_dim.repo_activity")) {
                    dropKeys(statement, table);
                }
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Without its keys a table takes rows that it must not have. */
    private static void dropKeys(Statement statement, String table) throws SQLException {
        List<String> drops = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
                SELECT 'ALTER TABLE %1$s DROP CONSTRAINT ' || quote_ident(conname)
                FROM pg_constraint WHERE conrelid = '%1$s'::regclass AND contype <> 'n'
                UNION ALL
                SELECT 'DROP INDEX ' || CAST(indexrelid AS regclass)
                FROM pg_index
                WHERE indrelid = '%1$s'::regclass AND indisunique
                  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
                """.formatted(table))) {
            while (rows.next()) {
                drops.add(rows.getString(1));
            }
        }
        for (String drop : drops) {
            statement.execute(drop);
        }
    }

    @Nested
    class Locks extends LockContract {
        Locks() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class ModelHistory extends ModelHistoryContract {
        ModelHistory() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class Shop extends ShopContract {
        Shop() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class Days extends DaysContract {
        Days() {
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
    class Sources extends SourcesContract {
        Sources() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class Values extends ValuesContract {
        Values() {
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

        @Test
        void whatABatchLeftThatWasPublishedInItsLastMomentIsDroppedThoughThereIsNothingToDo() throws SQLException {
            Workbench bench = threeDays();
            bench.run().withoutProblems();
            try (Connection connection = DriverManager.getConnection(bench.warehouseUrl());
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA asterism_staging");
                statement.execute("CREATE UNLOGGED TABLE asterism_staging.\"new members\" (name text)");

                bench.run().withoutProblems();

                try (ResultSet left = statement.executeQuery("SELECT to_regnamespace('asterism_staging')")) {
                    assertThat(left.next()).isTrue();
                    assertThat(left.getString(1)).isNull();
                }
            }
        }
    }

    @Nested
    class EarlyFacts extends EarlyFactsContract {
        EarlyFacts() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class References extends ReferencesContract {
        References() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class History extends HistoryContract {
        History() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class UnknownMember extends UnknownMemberContract {
        UnknownMember() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class AttributeRules extends AttributeRulesContract {
        AttributeRules() {
            super(PostgresWarehouses::new);
        }
    }

    @Nested
    class Accumulating extends AccumulatingContract {
        Accumulating() {
            super(PostgresWarehouses::new);
        }
    }
}
