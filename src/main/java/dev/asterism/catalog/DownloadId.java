package dev.asterism.catalog;

/** Names one try at downloading a day. */
public record DownloadId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
