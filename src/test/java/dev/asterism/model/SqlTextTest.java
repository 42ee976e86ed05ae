package dev.asterism.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '§', textBlock = """
        SELECT DISTINCT a FROM x.y                                 => true
        /* c */ select distinct a, (SELECT 1 UNION SELECT 2) FROM x.y             => true
        SELECT DISTINCT ON (a) a, b FROM x.y                       => false
        SELECT DISTINCT a FROM x.y UNION ALL SELECT b FROM v.w     => false
        SELECT a FROM (SELECT DISTINCT a FROM x.y) AS t            => false
        SELECT count(DISTINCT a) FROM x.y                          => false
        WITH c AS (SELECT 1) SELECT DISTINCT a FROM x.y            => false
        VALUES (1)                                                 => false
        """)
    void oneSelectDistinctIsTold(String statement, boolean expected) {
        assertThat(sql(statement).isSelectDistinct()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '§', textBlock = """
        SELECT 1                                                                  => none
        VALUES (1), (2)                                                           => none
        SELECT a FROM x.y                                                         => x.y
        select a from X.Y                                                         => x.y
        SELECT a FROM "X"."Y z"                                                   => X.Y z
        SELECT a FROM x . y                                                       => x.y
        SELECT a FROM x.y, v.w                                                    => v.w x.y
        SELECT a FROM x.y t, v.w AS u, s.r                                        => s.r v.w x.y
        SELECT a FROM x.y JOIN v.w ON y.a = w.a                                   => v.w x.y
        SELECT a FROM x.y LEFT OUTER JOIN v.w USING (a, b), s.r                   => s.r v.w x.y
        SELECT a FROM x.y CROSS JOIN v.w NATURAL JOIN s.r                         => s.r v.w x.y
        SELECT a FROM x.y JOIN v.w ON f(y.a, w.a) AND y.b IN (1, 2), s.r          => s.r v.w x.y
        SELECT a FROM (SELECT b FROM x.y) AS t JOIN v.w ON TRUE                   => v.w x.y
        SELECT a FROM x.y WHERE a IN (SELECT b FROM v.w)                          => v.w x.y
        SELECT (SELECT max(a) FROM x.y) AS m FROM v.w                             => v.w x.y
        SELECT y.z.a FROM x.y                                                     => x.y
        SELECT a FROM x.y WHERE EXISTS (SELECT 1 FROM v.w, s.r WHERE a = b)       => s.r v.w x.y
        SELECT a FROM ((x.y JOIN v.w ON y.a = w.a) JOIN s.r ON w.b = r.b)         => s.r v.w x.y
        SELECT a FROM (x.y)                                                       => x.y
        (SELECT a FROM x.y) UNION ALL (SELECT a FROM v.w)                         => v.w x.y
        SELECT a FROM x.y UNION SELECT a FROM v.w                                 => v.w x.y
        SELECT a FROM x.y INTERSECT SELECT a FROM v.w EXCEPT SELECT a FROM s.r    => s.r v.w x.y
        SELECT a FROM x.y UNION TABLE v.w                                         => v.w x.y
        WITH c AS (SELECT a FROM x.y) SELECT a FROM c                             => x.y
        WITH c (a, b) AS (SELECT 1, 2 FROM x.y) SELECT a FROM c, v.w              => v.w x.y
        WITH c AS MATERIALIZED (SELECT a FROM x.y) SELECT a FROM c                => x.y
        WITH c AS NOT MATERIALIZED (SELECT a FROM x.y) SELECT a FROM c JOIN v.w ON TRUE => v.w x.y
        WITH c AS (SELECT a FROM x.y), d AS (SELECT a FROM c, v.w) SELECT a FROM d, C => v.w x.y
        WITH "c d" AS (SELECT a FROM x.y) SELECT a FROM "c d"                     => x.y
        WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c, x.y WHERE n < 9) SELECT n FROM c => x.y
        SELECT a FROM (WITH c AS (SELECT a FROM x.y) SELECT a FROM c) AS t, v.w   => v.w x.y
        SELECT extract(year FROM a) FROM x.y                                      => x.y
        SELECT extract (year from (SELECT max(a) FROM v.w)) FROM x.y              => v.w x.y
        SELECT substring(a FROM 2 FOR 3), trim(both FROM a), trim(leading ' ' FROM a) FROM x.y => x.y
        SELECT overlay(a PLACING b FROM 1), position(a IN b) FROM x.y             => x.y
        SELECT a IS DISTINCT FROM b, a IS NOT DISTINCT FROM c FROM x.y            => x.y
        SELECT a FROM x.y JOIN v.w ON y.a IS NOT DISTINCT FROM w.a                => v.w x.y
        SELECT DISTINCT a FROM x.y                                                => x.y
        SELECT n FROM generate_series(1, 3) AS g(n)                               => none
        SELECT n FROM generate_series(1, 3) AS g(n), x.y                          => x.y
        SELECT n FROM x.y, pg_catalog.generate_series(1, 3) AS g(n)               => x.y
        SELECT n FROM unnest(a) WITH ORDINALITY AS t(v, n), x.y JOIN v.w ON TRUE  => v.w x.y
        SELECT n FROM x.y JOIN v.w ON y.a::timestamp with time zone = w.a JOIN s.r ON TRUE => s.r v.w x.y
        SELECT a FROM x.y, LATERAL (SELECT b FROM v.w WHERE w.a = y.a) AS t       => v.w x.y
        SELECT a FROM x.y CROSS JOIN LATERAL generate_series(1, a) AS g           => x.y
        SELECT a FROM (VALUES (1, 2), (3, 4)) AS t(a, b), x.y                     => x.y
        SELECT t.window, t.limit FROM x.y AS t JOIN v.w ON t.window = w.offset JOIN s.r ON TRUE => s.r v.w x.y
        SELECT a AS from, b AS limit FROM x.y                                     => x.y
        SELECT sum(a) OVER w FROM x.y WINDOW w AS (PARTITION BY b ORDER BY c)     => x.y
        SELECT sum(a) FILTER (WHERE b) FROM x.y GROUP BY c, d ORDER BY c, d       => x.y
        SELECT a FROM x.y ORDER BY a LIMIT 3 OFFSET 1                             => x.y
        SELECT 'from v.w', "from v.w" FROM x.y                                    => x.y
        SELECT 'it''s from v.w', E'it\\'s from v.w' FROM x.y                      => x.y
        SELECT $$ from v.w $$, $tag$ from $$ v.w $tag$ FROM x.y                   => x.y
        SELECT /* from v.w /* join s.r */ from v.w */ a FROM x.y -- , s.r         => x.y
        """)
    void everyTableAfterFromOrJoinIsFound(String statement, String expected) {
        String tables =
                sql(statement).tables().stream().map(TableName::toString).collect(Collectors.joining(" "));

        assertThat(tables).isEqualTo(expected.equals("none") ? "" : expected);
    }

    @Test
    void onlySelectsReadTables() {
        SqlText statement = sql("CREATE TABLE x.y (a INTEGER)");

        assertThat(statement.isSelect()).isFalse();
        assertThat(statement.tables()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '§', textBlock = """
        SELECT a FROM y                          => 1:15: the table 'y' has no schema. Write it as schema.table.
        SELECT a FROM x.y JOIN "Z" ON TRUE       => 1:24: the table '"Z"' has no schema. Write it as schema.table.
        SELECT a FROM x.y, w                     => 1:20: the table 'w' has no schema. Write it as schema.table.
        WITH c AS (SELECT 1) SELECT a FROM d     => 1:36: the table 'd' has no schema. Write it as schema.table.
        SELECT a FROM db.x.y                     => 1:15: a table is named by schema and name only
        SELECT x.y.a FROM x.y                    => 1:8: a column is named by its table without the schema: write y.a.
        SELECT a FROM x.y JOIN v.w ON x."y".* = 1 => 1:31: a column is named by its table without the schema: write "y".*.
        SELECT 'a                                => 1:8: the string is not closed
        SELECT E'a\\'                            => 1:9: the string is not closed
        SELECT "a                                => 1:8: the quoted name is not closed
        SELECT $q$ a $$                          => 1:8: the string that starts with $q$ is not closed
        SELECT a /* /* */                        => 1:10: the comment is not closed
        """)
    void whatCannotBeReadIsRefusedWithItsPosition(String statement, String message) {
        assertThatThrownBy(() -> sql(statement))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("model.sql:" + message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '§', textBlock = """
        SELECT a FROM read_csv('zones.csv')                           => 1:15: read_csv
        SELECT a FROM x.y, read_parquet('s3://b/*.parquet') AS p      => 1:20: read_parquet
        SELECT a FROM x.y JOIN "read_json"('a.json') ON TRUE          => 1:24: "read_json"
        SELECT a FROM system.main.read_text('a')                      => 1:27: read_text
        SELECT a FROM x.y WHERE a IN (SELECT file FROM glob('*'))     => 1:48: glob
        WITH c AS (FROM 'a.csv') SELECT * FROM c                      => 1:17: 'a.csv'
        SELECT a FROM 'https://example.com/a.parquet'                 => 1:15: 'https://example.com/a.parquet'
        SELECT a FROM x.y, ('a.csv')                                  => 1:21: 'a.csv'
        SELECT a FROM "zones.csv"                                     => 1:15: "zones.csv"
        SELECT a FROM x.y UNION TABLE "a/b"                           => 1:31: "a/b"
        SELECT a FROM sqlite_scan('a.db', 't')                        => 1:15: sqlite_scan
        SELECT a FROM postgres_query('db', 'SELECT 1')                => 1:15: postgres_query
        SELECT a FROM query('SELECT 1')                               => 1:15: query
        SELECT a FROM pg_read_file('/etc/hostname')                   => 1:15: pg_read_file
        """)
    void whatReadsAFileByItselfIsRefusedWithAdvice(String statement, String message) {
        assertThatThrownBy(() -> sql(statement))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("model.sql:" + message + " reads a file or an address by itself,")
                .hasMessageContaining("kind: seed", "kind: source");
    }

    @Test
    void aTableFunctionThatTellsOfTheEngineIsRefused() {
        assertThatThrownBy(() -> sql("SELECT count(*) FROM duckdb_tables()"))
                .hasMessageStartingWith(
                        "model.sql:1:22: the function duckdb_tables gives rows that do not follow from the day files alone."
                                + " Expected a table, or one of the functions generate_series,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a FROM x.y WHERE a GLOB ('a*')",
                "SELECT trim(BOTH 'a' FROM 'abc') FROM x.y",
                "SELECT a FROM x.y JOIN v.w ON y.a IN ['a', 'b'], s.r",
                "SELECT a FROM x.y JOIN v.w ON y.a = {'k': 'v', 'l': 'm'}",
                "SELECT a FROM x.y, unnest(y.list) AS u(a), generate_series(1, 2)",
                "SELECT a IS DISTINCT FROM 'a.csv' FROM x.y",
                "SELECT query('a') FROM x.y"
            })
    void whatOnlyLooksLikeReadingAFileIsTaken(String statement) {
        assertThat(sql(statement).tables()).isNotEmpty();
    }

    @Test
    void positionsCountLinesOfTheWholeFile() {
        assertThatThrownBy(() -> sql("/*\nkind: fact\n*/\nSELECT a\nFROM x.y,\n  z"))
                .hasMessageStartingWith("model.sql:6:3: the table 'z' has no schema.");
    }

    @Test
    void aTableIsKnownByThePlaceWhereItIsFirstRead() {
        SqlText statement = sql("/* header */\nSELECT a\nFROM v.w JOIN\n  x.y ON a IN (SELECT a FROM x.y)");

        assertThat(statement.positionOf(new TableName("x", "y"))).hasToString("model.sql:4:3");
        assertThat(statement.positionOf(new TableName("no", "table"))).hasToString("model.sql:2:1");
        assertThat(statement.start()).hasToString("model.sql:2:1");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '§', textBlock = """
        SELECT a FROM x.y                       => SELECT a FROM (SELECT 1) AS "y"
        SELECT a FROM x.y WHERE b               => SELECT a FROM (SELECT 1) AS "y" WHERE b
        SELECT a FROM x.y JOIN v.w USING (a)    => SELECT a FROM (SELECT 1) AS "y" JOIN v.w USING (a)
        SELECT a FROM v.w LEFT JOIN x.y ON TRUE => SELECT a FROM v.w LEFT JOIN (SELECT 1) AS "y" ON TRUE
        SELECT a FROM x.y, x.y AS z             => SELECT a FROM (SELECT 1) AS "y", (SELECT 1) AS z
        SELECT a FROM x.y z                     => SELECT a FROM (SELECT 1) z
        SELECT a FROM x.y "left"                => SELECT a FROM (SELECT 1) "left"
        SELECT a FROM x."y" AS z(b, c)          => SELECT a FROM (SELECT 1) AS z(b, c)
        SELECT a FROM x . /* here */ y          => SELECT a FROM (SELECT 1) AS "y"
        SELECT a FROM (SELECT b FROM x.y)       => SELECT a FROM (SELECT b FROM (SELECT 1) AS "y")
        SELECT a FROM x.y UNION SELECT 1        => SELECT a FROM (SELECT 1) AS "y" UNION SELECT 1
        SELECT a FROM x.y ORDER BY a;           => SELECT a FROM (SELECT 1) AS "y" ORDER BY a
        SELECT x.y FROM v.w AS x                => SELECT x.y FROM v.w AS x
        """)
    void anotherRelationIsReadUnderTheSameName(String statement, String expected) {
        String reading = sql(statement)
                .reading(table -> table.equals(new TableName("x", "y")) ? Optional.of("(SELECT 1)") : Optional.empty());

        assertThat(reading).isEqualTo(expected);
    }

    @Test
    void aQuotedNameStaysQuotedWhereAnotherRelationIsRead() {
        assertThat(sql("SELECT a FROM x.\"Say \"\"y\"\"\"").reading(table -> Optional.of("r")))
                .isEqualTo("SELECT a FROM r AS \"Say \"\"y\"\"\"");
    }

    @Test
    void linesStayWhereTheyAreWhereAnotherRelationIsRead() {
        SqlText statement = sql("/*\nheader\n*/\nSELECT a -- FROM x.y\nFROM x.y\n  JOIN v.w\n    ON a = b\n");

        assertThat(statement.reading(table -> Optional.of("(r)")))
                .isEqualTo(
                        "/*\nheader\n*/\nSELECT a -- FROM x.y\nFROM (r) AS \"y\"\n  JOIN (r) AS \"w\"\n    ON a = b");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '§', textBlock = """
        SELECT 1;               => SELECT 1
        SELECT 1 ;              => SELECT 1
        SELECT 1; -- done       => SELECT 1 -- done
        SELECT 1 -- not done;   => SELECT 1 -- not done;
        SELECT ';'              => SELECT ';'
        """)
    void theSemicolonAtTheEndIsNoPartOfTheStatement(String text, String expected) {
        assertThat(sql(text + "\n\n").text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '§', textBlock = """
        SELECT a FROM x.y   => select   A from X . Y
        SELECT a FROM x.y   => SELECT a /* why */ FROM x.y -- done
        SELECT a+1 FROM x.y => SELECT a + 1 FROM x.y;
        """)
    void theSameStatementWrittenOtherwiseReadsTheSame(String one, String other) {
        assertThat(sql(other).normalised()).isEqualTo(sql(one).normalised());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '§', textBlock = """
        SELECT 'a'        => SELECT 'A'
        SELECT 'a b'      => SELECT 'a  b'
        SELECT "a"        => SELECT "A"
        SELECT "user"     => SELECT user
        SELECT '-- a'     => SELECT '-- b'
        SELECT $$a$$      => SELECT $$A$$
        SELECT ab         => SELECT a b
        SELECT 1 + 1      => SELECT 1 + 2
        SELECT e'a'       => SELECT e 'a'
        """)
    void anotherStatementReadsOtherwise(String one, String other) {
        assertThat(sql(other).normalised()).isNotEqualTo(sql(one).normalised());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whiteSpaceAndCommentsBetweenTokensChangeNothing(long seed) {
        Random random = new Random(seed);
        SqlText statement = sql("""
            WITH RECURSIVE c (a, b) AS NOT MATERIALIZED (
              SELECT extract(year FROM t.a), trim(both FROM "b c") FROM x.y AS t JOIN v."W" USING (a)
              UNION ALL SELECT 'it''s from s.r', E'\\'' FROM c, LATERAL (SELECT $q$ from s.r $q$) AS l
            )
            SELECT DISTINCT a, count(*) FILTER (WHERE b IS NOT DISTINCT FROM a), a::bigint, -1.5, "x -- y"
            FROM (c JOIN p.q ON TRUE), generate_series(1, 3) WITH ORDINALITY AS g(n), k.l
            WHERE a >= 1 AND EXISTS (SELECT 1 FROM "M".n) OR b || 'c' <> $$ -- $$
            GROUP BY a ORDER BY 1 LIMIT 3""");
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder(gap(random));
            for (SqlToken token : statement.tokens()) {
                text.append(otherCase(token, random)).append(gap(random));
            }
            SqlText other = sql(text.toString());

            assertThat(other.normalised()).as(text.toString()).isEqualTo(statement.normalised());
            assertThat(other.tables()).as(text.toString()).isEqualTo(statement.tables());
        }
    }

    private static String gap(Random random) {
        List<String> gaps =
                List.of(" ", "\n", "\t", "\r\n", " -- from a.b '\n", "/* from a.b */", "/* ' /* \" */ $$ */", " --\n");
        StringBuilder gap = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            gap.append(gaps.get(random.nextInt(gaps.size())));
        }
        return gap.toString();
    }

    private static String otherCase(SqlToken token, Random random) {
        return token.kind() == SqlToken.Kind.WORD && random.nextBoolean() ? token.keyword() : token.text();
    }

    private static SqlText sql(String text) {
        return new SqlText(Path.of("model.sql"), text);
    }
}
