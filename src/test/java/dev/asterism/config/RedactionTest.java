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
            jdbc:duckdb:md:stars;motherduck_token=abc.def,            jdbc:duckdb:md:stars;motherduck_token=***
            failed: PASSWORD = 'with blank' for ann,                  failed: PASSWORD = *** for ann
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
                "jdbc:postgresql://one:5432,two:5433/db?user=ann@example",
                "data"
            })
    void whatHoldsNoSecretStaysAsItIs(String text) {
        assertThat(Redaction.redact(text)).isEqualTo(text);
    }
}
