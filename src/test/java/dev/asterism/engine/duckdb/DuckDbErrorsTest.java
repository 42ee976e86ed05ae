package dev.asterism.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.engine.jdbc.SqlSession;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What DuckDB itself says of a wrong statement, in one line. */
class DuckDbErrorsTest {
    private SqlSession session;

    @BeforeEach
    void open() throws SQLException {
        session = new SqlSession(DriverManager.getConnection("jdbc:duckdb:"));
        session.execute("CREATE TABLE sale (product TEXT NOT NULL, pieces INTEGER)");
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
    }

    private String textOf(String sql) {
        try {
            session.query(sql, row -> row.getString(1));
        } catch (SQLException failure) {
            return DuckDbErrors.text(failure);
        }
        throw new AssertionError("the statement did not fail");
    }

    @Test
    void candidatesReadAsAList() {
        assertThat(textOf("SELECT sum(product) FROM sale"))
                .startsWith(
                        "Binder Error: No function matches the given name and argument types 'sum(VARCHAR)'. You might"
                                + " need to add explicit type casts. Candidate functions: sum(arg DECIMAL) -> DECIMAL, sum(")
                .doesNotContain("\n", ":.", ". sum");
        assertThat(textOf("SELECT produkt FROM sale"))
                .isEqualTo("Binder Error: Referenced column \"produkt\" not found in FROM clause! Candidate bindings:"
                        + " \"product\"");
    }

    @Test
    void aLineBreakInAValueIsShownAsSuch() {
        assertThat(textOf("SELECT CAST('a' || chr(10) || 'b' AS integer)"))
                .startsWith("Conversion Error: Could not convert string 'a\\nb' to INT32");
    }

    @Test
    void aConstraintOfAnOlderTableNamesTheColumn() {
        assertThatThrownBy(() -> session.execute("INSERT INTO sale VALUES (NULL, 1)"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(DuckDbErrors.text(failure)).isEqualTo("a row has no value in 'product'"));
    }
}
