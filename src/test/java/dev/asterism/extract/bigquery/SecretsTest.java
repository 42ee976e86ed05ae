package dev.asterism.extract.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.asterism.InputException;
import dev.asterism.extract.DataSet;
import dev.asterism.lake.Day;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neither the key nor the token gets into an output, a log, the catalog, a meta file or an exception. */
@NullMarked
class SecretsTest {
    private static final Day DAY = Day.of(2018, 4, 10);
    private static final int BITS = 2048;

    @TempDir
    Path folder;

    @TempDir
    Path keys;

    private BigQueryBench bench;
    private String privateKey;

    @BeforeEach
    void makeAKey() throws Exception {
        bench = new BigQueryBench(folder, BigQueryBench.smallTables());
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS);
        privateKey = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        JsonObject key = new JsonObject();
        key.addProperty("type", "service_account");
        key.addProperty("project_id", BigQueryBench.PROJECT);
        key.addProperty("private_key_id", "a-private-key-id-that-nobody-may-see");
        key.addProperty("private_key", "-----BEGIN PRIVATE KEY-----\n" + privateKey + "\n-----END PRIVATE KEY-----\n");
        key.addProperty("client_email", "downloader@a-project.iam.gserviceaccount.com");
        key.addProperty("client_id", "1");
        key.addProperty("token_uri", bench.server.url() + "/token");
        Files.writeString(keys.resolve("key.json"), key.toString());
        bench.set("bigquery.credentials", keys.resolve("key.json").toString());
    }

    @AfterEach
    void stopServer() {
        bench.close();
    }

    @Test
    void aDownloadThatSucceedsAndOneThatIsRefusedRepeatNoSecret() throws Exception {
        String[] download = {"download", "pypi", "--verbose", "--from", DAY.toString(), "--to", DAY.toString()};
        assertThat(bench.start(List.of(), download).waitFor())
                .as(Files.readString(bench.output()))
                .isZero();
        assertThat(bench.server.account().authorizations()).isNotEmpty().containsOnly("Bearer " + BigQueryServer.TOKEN);
        bench.server.refuse("dryRun", RestError.of(401, "authError", "Invalid Credentials"));
        String[] again = {"download", "pypi", "--verbose", "--again", "--from", DAY.toString(), "--to", DAY.toString()};
        assertThat(bench.start(List.of(), again).waitFor()).isEqualTo(2);
        bench.server.refuseNothing();
        bench.server.refuse("token", RestError.of(400, "invalid_grant", "Invalid JWT Signature."));
        assertThat(bench.start(List.of(), again).waitFor()).isEqualTo(2);

        assertThat(Files.readString(bench.output()))
                .contains("Google did not accept the service account of")
                .contains("(401)");
        requireNoSecretIn(bench.everythingWritten());
    }

    @Test
    void failuresRepeatNoSecretEither() throws Exception {
        bench.server.refuse("token", RestError.of(400, "invalid_grant", "Invalid JWT Signature."));
        try (BigQuerySource source = bench.source(DataSet.PYPI)) {
            assertThatThrownBy(() -> source.estimate(DAY))
                    .isInstanceOf(InputException.class)
                    .satisfies(failure -> requireNoSecretIn(stackTrace(failure)));
        }
        Files.writeString(keys.resolve("key.json"), "{\"type\": \"service_account\", \"private_key\": \"" + line(0));
        assertThatThrownBy(() -> bench.source(DataSet.PYPI))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is no key of a service account")
                .satisfies(failure -> requireNoSecretIn(stackTrace(failure)));
    }

    private void requireNoSecretIn(String text) {
        assertThat(text)
                .isNotEmpty()
                .doesNotContain(BigQueryServer.TOKEN)
                .doesNotContain("a-private-key-id-that-nobody-may-see")
                .doesNotContain("PRIVATE KEY")
                .doesNotContain("assertion=")
                .doesNotContain(line(0).substring(40))
                .doesNotContain(line(3));
    }

    private String line(int number) {
        return privateKey.lines().toList().get(number);
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
