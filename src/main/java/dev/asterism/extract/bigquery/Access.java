package dev.asterism.extract.bigquery;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.ServiceOptions;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.http.HttpTransportOptions;
import dev.asterism.InputException;
import dev.asterism.config.SettingKeys;
import dev.asterism.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Who asks BigQuery, where, and who pays.
 *
 * @param project the project that is billed
 * @param credentials to log in with
 * @param describe names the credentials in messages
 */
record Access(String project, Credentials credentials, String describe, Optional<String> url) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(90);
    private static final String TWO_WAYS = """
            There are two ways to download:
              1. From BigQuery, which has both data sets and charges by what is read. Create a project at\
             https://console.cloud.google.com, enable its BigQuery API, and set bigquery.project to it. Then either set\
             bigquery.credentials to the file of a service account's key, or log in with\
             'gcloud auth application-default login'. See docs/how-to/download-from-bigquery.md.
              2. From GH Archive's own files, which are free and need no account: 'asterism download github --source\
             gharchive'. They have the data set github only.
            Day files that somebody else has made come from a bucket: 'asterism sync s3://BUCKET'.""";

    /** What the settings say; fails with {@link InputException}, which says what to do, where that is not enough. */
    static Access of(Settings settings, HttpConnections connections) {
        Optional<String> url = settings.get(SettingKeys.BIGQUERY_URL);
        Optional<Path> keyFile = settings.get(SettingKeys.BIGQUERY_CREDENTIALS);
        String project = settings.get(SettingKeys.BIGQUERY_PROJECT)
                .orElseThrow(() -> new InputException(
                        "BigQuery needs to know which project is billed: bigquery.project is not set. " + TWO_WAYS));
        if (keyFile.isPresent()) {
            return new Access(
                    project,
                    serviceAccount(keyFile.get(), connections),
                    "the service account of " + keyFile.get(),
                    url);
        }
        if (url.isPresent()) {
            return new Access(project, NoCredentials.getInstance(), "nobody in particular", url);
        }
        return new Access(project, applicationDefault(connections), "the application default credentials", url);
    }

    /** The client, which tries everything once only: what to try again is for {@link BigQueryCalls} to say. */
    BigQuery connect(HttpConnections connections) {
        BigQueryOptions.Builder options = BigQueryOptions.newBuilder()
                .setProjectId(project)
                .setCredentials(credentials)
                .setRetrySettings(ServiceOptions.getNoRetrySettings())
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setHttpTransportFactory(connections)
                        .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                        .setReadTimeout((int) READ_TIMEOUT.toMillis())
                        .build());
        url.ifPresent(options::setHost);
        return options.build().getService();
    }

    /** Nothing that the file holds gets into a message, nor the failure of a library, which might repeat it. */
    private static Credentials serviceAccount(Path keyFile, HttpConnections connections) {
        try (InputStream in = Files.newInputStream(keyFile)) {
            return ServiceAccountCredentials.fromStream(in, connections);
        } catch (NoSuchFileException missing) {
            throw keyFileProblem(keyFile, "does not exist");
        } catch (IOException | RuntimeException unusable) {
            throw keyFileProblem(
                    keyFile, Files.isReadable(keyFile) ? "is no key of a service account" : "cannot be read");
        }
    }

    private static InputException keyFileProblem(Path keyFile, String problem) {
        return new InputException("The file " + keyFile + " of bigquery.credentials " + problem
                + ". Expected the JSON file that Google makes for a key of a service account. See"
                + " docs/how-to/download-from-bigquery.md.");
    }

    private static Credentials applicationDefault(HttpConnections connections) {
        try {
            return GoogleCredentials.getApplicationDefault(connections);
        } catch (IOException none) {
            throw new InputException("BigQuery needs credentials, and there are none. " + TWO_WAYS, none);
        }
    }
}
