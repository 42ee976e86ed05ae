package dev.asterism.extract.gharchive;

import dev.asterism.InputException;
import dev.asterism.extract.RetryAfter;
import dev.asterism.extract.TransientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * A file on a web server. What may pass is a {@link TransientException}; what will not is an {@link InputException}.
 * HttpURLConnection rather than the newer client, since that one has no limit for a server that goes silent in the middle
 * of an answer.
 */
record HttpFile(URI address) {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int TOO_MANY_REQUESTS = 429;

    /** What an earlier try has got is not the beginning of what there is now. */
    private static final int RANGE_NOT_SATISFIABLE = 416;

    /** The length; empty where there is no such file. */
    OptionalLong length() throws IOException {
        HttpURLConnection connection = open("HEAD");
        try {
            return isThere(connection)
                    ? OptionalLong.of(Math.max(0, connection.getContentLengthLong()))
                    : OptionalLong.empty();
        } finally {
            connection.disconnect();
        }
    }

    /**
     * Downloads the file, or what is still missing of it.
     *
     * @param file what an earlier try has got, or not there yet; when this returns it has the promised length
     * @param received told how many bytes have arrived since the last call
     * @return false where there is no such file
     */
    boolean appendTo(Path file, LongConsumer received) throws IOException {
        long start = Files.exists(file) ? Files.size(file) : 0;
        HttpURLConnection connection = open("GET");
        try {
            if (start > 0) {
                connection.setRequestProperty("Range", "bytes=" + start + "-");
            }
            if (!isThere(connection)) {
                return false;
            }
            if (status(connection) != HttpURLConnection.HTTP_PARTIAL || !continuesAt(start, connection)) {
                start = 0;
                Files.deleteIfExists(file);
                if (status(connection) != HttpURLConnection.HTTP_OK) {
                    throw new TransientException("the server sent another part than asked for", Optional.empty());
                }
            }
            append(connection, file, start, received);
            return true;
        } finally {
            connection.disconnect();
        }
    }

    private static void append(HttpURLConnection connection, Path file, long start, LongConsumer received)
            throws IOException {
        long promised = connection.getContentLengthLong();
        long arrived = 0;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                InputStream in = body(connection)) {
            for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
                out.write(buffer, 0, count);
                arrived += count;
                received.accept(count);
            }
        }
        if (promised >= 0 && arrived != promised) {
            throw new TransientException(
                    "the answer ended after " + (start + arrived) + " of " + (start + promised) + " bytes",
                    Optional.empty());
        }
    }

    /** Told apart from a failure to write, which no further try would mend. */
    private static int read(InputStream in, byte[] buffer) throws TransientException {
        if (Thread.currentThread().isInterrupted()) {
            throw new TransientException("interrupted", new InterruptedException());
        }
        try {
            return in.read(buffer);
        } catch (IOException broken) {
            throw new TransientException("the connection broke (" + broken.getMessage() + ")", broken);
        }
    }

    private static InputStream body(HttpURLConnection connection) throws TransientException {
        try {
            return connection.getInputStream();
        } catch (IOException broken) {
            throw new TransientException("the connection broke (" + broken.getMessage() + ")", broken);
        }
    }

    private boolean isThere(HttpURLConnection connection) throws TransientException {
        int status = status(connection);
        if (status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_PARTIAL) {
            return true;
        }
        if (status == HttpURLConnection.HTTP_NOT_FOUND || status == HttpURLConnection.HTTP_GONE) {
            return false;
        }
        if (status == RANGE_NOT_SATISFIABLE) {
            return true;
        }
        if (status == TOO_MANY_REQUESTS || status == HttpURLConnection.HTTP_CLIENT_TIMEOUT || status >= 500) {
            throw new TransientException(
                    "the server answered " + status,
                    RetryAfter.parse(Optional.ofNullable(connection.getHeaderField("Retry-After"))));
        }
        throw new InputException(
                address + ": the server answered " + status
                        + ". Expected the file, or 404 where there is none. Check gharchive.url, and whether a proxy is in between.");
    }

    private static boolean continuesAt(long start, HttpURLConnection connection) {
        String range = connection.getHeaderField("Content-Range");
        return range != null && range.startsWith("bytes " + start + "-");
    }

    private static int status(HttpURLConnection connection) throws TransientException {
        try {
            return connection.getResponseCode();
        } catch (IOException noAnswer) {
            throw new TransientException("there is no answer (" + noAnswer.getMessage() + ")", noAnswer);
        }
    }

    private HttpURLConnection open(String method) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout((int) LONGEST_SILENCE.toMillis());
        connection.setReadTimeout((int) LONGEST_SILENCE.toMillis());
        connection.setRequestProperty("User-Agent", "asterism");
        return connection;
    }
}
