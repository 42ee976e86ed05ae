package dev.asterism.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            jdbc:postgresql://ann:s3cret@host/db,                     jdbc:postgresql://ann:***@host/db
            jdbc:postgresql://ann:p@ss/w0rd@host:5432/db,             jdbc:postgresql://ann:***@host:5432/db
            jdbc:postgresql://host/db?user=ann&password=s3cret&ssl=1, jdbc:postgresql://host/db?user=ann&password=***&ssl=1
            jdbc:postgresql://host/db?sslPassword=x&a=b,              jdbc:postgresql://host/db?sslPassword=***&a=b
            jdbc:postgresql://h/db?user=a&password=b,                 jdbc:postgresql://h/db?user=a&password=***
            jdbc:postgresql://h/db?password=p%26q%3Dr&user=a,         jdbc:postgresql://h/db?password=***&user=a
            jdbc:postgresql://h/db?password=p'q;r&user=a,             jdbc:postgresql://h/db?password=***&user=a
            jdbc:postgresql://h/db?password='p&user=a,                jdbc:postgresql://h/db?password=***&user=a
            jdbc:postgresql://h/db?password%3Db&user=a,               jdbc:postgresql://h/db?password%3D***&user=a
            jdbc:postgresql://ann:12345@host/db,                      jdbc:postgresql://ann:***@host/db
            jdbc:postgresql://ann:p%40q@host/db,                      jdbc:postgresql://ann:***@host/db
            jdbc:postgresql://ann@mail:s3cret@host/db,                jdbc:postgresql://ann@mail:***@host/db
            jdbc:postgresql://ann:s3cret@[::1]:5432/db,               jdbc:postgresql://ann:***@[::1]:5432/db
            jdbc:duckdb:w.duckdb;token=abc;threads=2,                 jdbc:duckdb:w.duckdb;token=***;threads=2
            jdbc:duckdb:md:stars;motherduck_token=abc.def,            jdbc:duckdb:md:stars;motherduck_token=***
            failed: PASSWORD = 'with blank' for ann,                  failed: PASSWORD = *** for ann
            https://b.s3.amazonaws.com/k?X-Amz-Signature=0a1b&x=y,    https://b.s3.amazonaws.com/k?X-Amz-Signature=***&x=y
            s3.secret-access-key=AbC/+=,                              s3.secret-access-key=***
            """)
    void secretsAreHidden(String text, String shown) {
        assertThat(Redaction.redact(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:duckdb:data/warehouse.duckdb",
                "jdbc:postgresql://localhost:5432/db?user=ann@example",
                "jdbc:postgresql://[::1]:5432/db?user=ann@example",
                "jdbc:postgresql://one:5432,two:5433/db?user=ann@example",
                "data"
            })
    void whatHoldsNoSecretStaysAsItIs(String text) {
        assertThat(Redaction.redact(text)).isEqualTo(text);
    }
}
