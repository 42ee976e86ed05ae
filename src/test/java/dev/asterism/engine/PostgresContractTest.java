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
}
