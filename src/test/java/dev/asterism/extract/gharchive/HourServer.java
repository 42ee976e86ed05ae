package dev.asterism.extract.gharchive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.asterism.extract.Faults;
import dev.asterism.lake.Day;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * GH Archive's server on a port of this machine, as far as its files go: GET, HEAD and Range over real sockets. Misbehaves as
 * it is told to. Thread-safe.
 */
public final class HourServer implements AutoCloseable {
    private static final int PIECES = 16;

    private final ServerSocket socket;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Faults faults = Faults.none();
    private volatile Consumer<String> watcher = request -> {};
    private volatile int retryAfterSeconds;

    public HourServer() {
        try {
            socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accept", this::accept);
    }

    /** The base address. */
    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** Puts the file of an hour there. */
    public HourServer hour(Day day, int hour, byte[] content) {
        files.put(path(day, hour), content);
        return this;
    }

    /** Answers requests for an hour with this status. */
    public HourServer refuse(Day day, int hour, int status) {
        refused.put(path(day, hour), status);
        return this;
    }

    public HourServer faults(Faults schedule) {
        faults = schedule;
        return this;
    }

    /** What 429 and 503 ask for. */
    public HourServer retryAfter(int seconds) {
        retryAfterSeconds = seconds;
        return this;
    }

    /** Told of every request before it is answered. */
    public HourServer onRequest(Consumer<String> action) {
        watcher = action;
        return this;
    }

    /** What was asked for so far, such as {@code GET /2015-01-01-0.json.gz} or {@code GET … from 100}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String path(Day day, int hour) {
        return "/" + day + "-" + hour + ".json.gz";
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                start("answer", () -> answer(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket client) {
        try (client) {
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
            String request = in.readLine();
            if (request == null) {
                return;
            }
            int from = 0;
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                if (line.startsWith("Range: bytes=")) {
                    from = Integer.parseInt(line.substring("Range: bytes=".length(), line.length() - 1));
                }
            }
            String[] words = request.split(" ", -1);
            String seen = words[0] + " " + words[1] + (from > 0 ? " from " + from : "");
            requests.add(seen);
            watcher.accept(seen);
            new Answer(client, words[0].equals("HEAD"), words[1], from).send();
        } catch (IOException theClientHasGone) {
            // As it does when it is killed.
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, "hour-server-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** One answer. */
    private final class Answer {
        private final Socket client;
        private final OutputStream out;
        private final boolean headOnly;
        private final String path;
        private final int from;

        Answer(Socket client, boolean headOnly, String path, int from) throws IOException {
            this.client = client;
            this.out = client.getOutputStream();
            this.headOnly = headOnly;
            this.path = path;
            this.from = from;
        }

        void send() throws IOException {
            byte[] content = files.get(path);
            Integer refusal = refused.get(path);
            if (refusal != null) {
                status(refusal);
            } else if (content == null) {
                status(404);
            } else if (from >= content.length && from > 0) {
                status(416);
            } else {
                send(Arrays.copyOfRange(content, from, content.length), content.length);
            }
        }

        private void send(byte[] body, int whole) throws IOException {
            int half = body.length / 2;
            switch (faults.next(path)) {
                case NONE, REPEATED_PAGE -> body(body, body.length, whole);
                case SLOW -> slowly(body, whole);
                case CUT -> {
                    head(body.length, whole);
                    out.write(body, 0, half);
                }
                case RESET -> {
                    head(body.length, whole);
                    out.write(body, 0, half);
                    out.flush();
                    client.setSoLinger(true, 0);
                }
                case NO_ANSWER -> client.setSoLinger(true, 0);
                case TOO_MANY_REQUESTS -> status(429);
                case SERVER_ERROR -> status(500);
                case UNAVAILABLE -> status(503);
                case TRUNCATED_CONTENT -> body(Arrays.copyOf(body, half), half, whole);
                case DAMAGED_CONTENT -> {
                    body[half] ^= 0x10;
                    body(body, body.length, whole);
                }
                case WRONG_LENGTH -> body(body, body.length + 100, whole);
            }
        }

        private void body(byte[] body, int promised, int whole) throws IOException {
            head(promised, whole);
            if (!headOnly) {
                out.write(body);
            }
        }

        private void slowly(byte[] body, int whole) throws IOException {
            head(body.length, whole);
            int piece = body.length / PIECES + 1;
            for (int start = 0; start < body.length && !headOnly; start += piece) {
                out.write(body, start, Math.min(piece, body.length - start));
                out.flush();
            }
        }

        private void head(int length, int whole) throws IOException {
            String range = from == 0 ? "" : "Content-Range: bytes " + from + "-" + (whole - 1) + "/" + whole + "\r\n";
            write("HTTP/1.1 " + (from == 0 ? "200 OK" : "206 Partial Content") + "\r\n" + range + "Content-Length: "
                    + length + "\r\nConnection: close\r\n\r\n");
        }

        private void status(int status) throws IOException {
            String wait = status == 429 || status == 503 ? "Retry-After: " + retryAfterSeconds + "\r\n" : "";
            write("HTTP/1.1 " + status + " Status\r\n" + wait + "Content-Length: 0\r\nConnection: close\r\n\r\n");
        }

        private void write(String text) throws IOException {
            out.write(text.getBytes(ISO_8859_1));
            out.flush();
        }
    }
}
