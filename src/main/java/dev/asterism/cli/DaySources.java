package dev.asterism.cli;

import dev.asterism.InputException;
import dev.asterism.config.GithubSource;
import dev.asterism.config.SettingKeys;
import dev.asterism.config.Settings;
import dev.asterism.extract.DataSet;
import dev.asterism.extract.DaySource;
import dev.asterism.extract.Retries;
import dev.asterism.extract.gharchive.GhArchive;
import java.io.IOException;

/** Chooses where a data set comes from. */
final class DaySources {
    private DaySources() {}

    /**
     * Opens the source that the settings say, or else the one that can be used. The caller closes it.
     *
     * @throws InputException where there is none that can be used; says what to do
     */
    static DaySource open(DataSet dataSet, Settings settings) throws IOException {
        return switch (dataSet) {
            case PYPI ->
                throw noCredentials(
                        dataSet,
                        "Without an account, 'asterism sync' fetches day files that others"
                                + " have made, from an S3 bucket: set s3.url, or name one as in 'asterism sync s3://bucket/prefix'.");
            case GITHUB -> {
                if (settings.get(SettingKeys.GITHUB_SOURCE)
                        .filter(GithubSource.BIGQUERY::equals)
                        .isPresent()) {
                    throw noCredentials(
                            dataSet,
                            "Without an account, GH Archive's own files serve as well: leave"
                                    + " github.source empty, or give --source gharchive.");
                }
                yield new GhArchive(settings.get(SettingKeys.GHARCHIVE_URL), settings.dataDir(), retries(settings));
            }
        };
    }

    static Retries retries(Settings settings) {
        return new Retries(
                settings.get(SettingKeys.DOWNLOAD_TRIES),
                settings.get(SettingKeys.DOWNLOAD_FIRST_WAIT).duration());
    }

    private static InputException noCredentials(DataSet dataSet, String otherWay) {
        return new InputException(
                "The data set " + dataSet + " comes from Google BigQuery, and there are no Google credentials."
                        + " There are two ways.\n  1. With a Google account: create a project and a service account, download its"
                        + " key, and set bigquery.project and bigquery.credentials; see docs/how-to/download.md.\n  2. "
                        + otherWay);
    }
}
