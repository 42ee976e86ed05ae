package dev.asterism.extract.bigquery;

/** The tables that the shipped queries read, empty. */
final class TestTables {
    private TestTables() {}

    static NestedTable fileDownloads() {
        return new NestedTable("bigquery-public-data.pypi.file_downloads", "file_downloads.schema.json");
    }

    /**
     * A day's table of GH Archive.
     *
     * @param day such as {@code 20180410}
     */
    static NestedTable events(String day) {
        return new NestedTable("githubarchive.day." + day, "githubarchive_day.schema.json");
    }
}
