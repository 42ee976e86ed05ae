package dev.asterism.extract.gharchive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** The events of an hour, written as GH Archive writes them. */
public final class Events {
    private final StringBuilder lines = new StringBuilder();

    /** A push that says how many of its commits are new. */
    public Events push(long id, String repository, int commits) {
        return event(
                id,
                "PushEvent",
                repository,
                "{\"push_id\":1,\"size\":%s,\"distinct_size\":%s,\"commits\":[]}".formatted(commits + 1, commits));
    }

    /** A push as it is since October 2025. */
    public Events slimPush(long id, String repository) {
        return event(id, "PushEvent", repository, "{\"push_id\":1,\"ref\":\"refs/heads/main\"}");
    }

    public Events fork(long id, String repository) {
        return event(id, "ForkEvent", repository, "{\"forkee\":{\"id\":7,\"name\":\"copy\",\"size\":3}}");
    }

    public Events pullRequest(long id, String repository, String action) {
        return event(id, "PullRequestEvent", repository, "{\"action\":\"%s\",\"number\":1}".formatted(action));
    }

    /** Any other event. */
    public Events event(long id, String type, String repository, String payload) {
        return line(("{\"id\":\"%s\",\"type\":\"%s\",\"actor\":{\"id\":1,\"login\":\"somebody\"},"
                        + "\"repo\":{\"id\":2,\"name\":\"%s\",\"url\":\"https://api.github.com/repos/%s\"},"
                        + "\"payload\":%s,\"public\":true,\"created_at\":\"2015-01-01T00:00:00Z\"}")
                .formatted(id, type, repository, repository, payload));
    }

    /** A line as it stands. */
    public Events line(String line) {
        lines.append(line).append('\n');
        return this;
    }

    public byte[] gzip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(lines.toString().getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
