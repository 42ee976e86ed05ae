package dev.asterism.extract.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3AddressTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            s3://bucket,              bucket,     '',           s3://bucket
            s3://bucket/,             bucket,     '',           s3://bucket
            s3://my.bucket-1/a/b,     my.bucket-1, a/b/,        s3://my.bucket-1/a/b
            s3://bucket/a//,          bucket,     a/,           s3://bucket/a
            """)
    void anAddressIsABucketAndAPrefix(String text, String bucket, String prefix, String shown) {
        S3Address address = S3Address.parse(text);

        assertThat(address).isEqualTo(new S3Address(bucket, prefix)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "bucket", "s3:/bucket", "https://bucket.s3.amazonaws.com/x", "s3://B", "s3://bucket/a b"})
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> S3Address.parse(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("s3://bucket/prefix");
    }

    @Test
    void aSignedAddressAndOneWithKeysAreNotRepeated() {
        assertThatThrownBy(() -> S3Address.parse("https://b.s3.amazonaws.com/k?X-Amz-Signature=abcdef"))
                .hasMessageNotContaining("abcdef");
        assertThatThrownBy(() -> S3Address.parse("s3://AKIDEXAMPLE:wJalrXUt@bucket"))
                .hasMessageNotContaining("wJalrXUt");
    }
}
