package dev.asterism.cli;

import dev.asterism.InputException;
import dev.asterism.config.GithubSource;
import dev.asterism.config.SettingKeys;
import dev.asterism.config.Settings;
import dev.asterism.extract.DataSet;
import dev.asterism.extract.DaySource;
import dev.asterism.extract.Retries;
import dev.asterism.extract.bigquery.BigQuerySource;
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
            case PYPI -> BigQuerySource.open(settings, dataSet, retries(settings));
            case GITHUB -> {
                GithubSource source = settings.get(SettingKeys.GITHUB_SOURCE)
                        .orElse(
                                settings.get(SettingKeys.BIGQUERY_PROJECT).isPresent()
                                        ? GithubSource.BIGQUERY
                                        : GithubSource.GHARCHIVE);
                yield switch (source) {
                    case BIGQUERY -> BigQuerySource.open(settings, dataSet, retries(settings));
                    case GHARCHIVE ->
                        new GhArchive(settings.get(SettingKeys.GHARCHIVE_URL), settings.dataDir(), retries(settings));
                };
            }
        };
    }

    static Retries retries(Settings settings) {
        return new Retries(
                settings.get(SettingKeys.DOWNLOAD_TRIES),
                settings.get(SettingKeys.DOWNLOAD_FIRST_WAIT).duration());
    }
}
