package dev.asterism.extract.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.asterism.extract.Faults;
import dev.asterism.extract.Faults.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Stands before a real S3 server, over real connections, and misbehaves on request. Thread-safe. */
public final class S3Proxy implements AutoCloseable {
    private final URI server;
    private final ServerSocket socket;
    private final ExecutorService executor = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "S3 proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final List<HttpMessage> requests = new CopyOnWriteArrayList<>();
    private volatile Faults faults = Faults.none();
    private volatile Function<HttpMessage, Optional<HttpMessage>> ownAnswer = request -> Optional.empty();
    private volatile UnaryOperator<String> listing = page -> page;
    private volatile int pageSize = 1000;
    private volatile HttpMessage lastPage = HttpMessage.response(404, "");

    public S3Proxy(URI server) throws IOException {
        this.server = server;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        executor.execute(this::accept);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** How to misbehave from now on. */
    public S3Proxy faults(Faults schedule) {
        faults = schedule;
        return this;
    }

    /** Listings come in pages of so many keys. */
    public S3Proxy pagesOf(int keys) {
        pageSize = keys;
        return this;
    }

    /** Answers some requests without asking the server. */
    S3Proxy answering(Function<HttpMessage, Optional<HttpMessage>> answer) {
        ownAnswer = answer;
        return this;
    }

    /** Answers everything with an error as S3 words it. */
    public S3Proxy refusing(int status, String code, String message) {
        return answering(request -> Optional.of(error(status, code, message)));
    }

    /** Changes the pages of listings. */
    public S3Proxy changingListings(UnaryOperator<String> change) {
        listing = change;
        return this;
    }

    /** Method, path and query of what was asked for so far. */
    public List<String> asked() {
        return requests.stream()
                .map(request -> request.startLine().replaceAll(" HTTP/.*", ""))
                .toList();
    }

    /** The headers of a name, of all requests that had it. */
    public List<String> headers(String name) {
        return requests.stream()
                .flatMap(request -> request.header(name).stream())
                .toList();
    }

    /** Forgets what was asked for. */
    public void forget() {
        requests.clear();
    }

    static HttpMessage error(int status, String code, String message) {
        return HttpMessage.response(
                status,
                "Content-Type: application/xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code><Message>" + message
                        + "</Message><RequestId>1</RequestId></Error>");
    }

    @Override
    public void close() throws IOException {
        socket.close();
        executor.shutdownNow();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                executor.execute(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            OutputStream out = connection.getOutputStream();
            Optional<HttpMessage> request = HttpMessage.readRequest(connection.getInputStream(), () -> sayGoAhead(out));
            if (request.isPresent()) {
                requests.add(request.get());
                answer(request.get(), connection, out);
            }
        } catch (IOException theClientIsGone) {
            // It may go whenever it likes.
        }
    }

    private static void sayGoAhead(OutputStream out) {
        try {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpMessage request, Socket connection, OutputStream out) throws IOException {
        Fault fault = faults.next(request.startLine());
        if (fault == Fault.NO_ANSWER) {
            return;
        }
        HttpMessage answer = switch (fault) {
            case TOO_MANY_REQUESTS -> error(429, "TooManyRequests", "Not so fast.");
            case SERVER_ERROR -> error(500, "InternalError", "We encountered an internal error.");
            case UNAVAILABLE -> error(503, "SlowDown", "Please reduce your request rate.");
            case REPEATED_PAGE -> isFurtherPage(request) ? lastPage : properAnswer(request);
            default -> properAnswer(request);
        };
        if (fault == Fault.RESET) {
            connection.setSoLinger(true, 0);
        }
        // Nobody could tell that a letter in a listing is another one.
        write(answer, fault == Fault.DAMAGED_CONTENT && isListing(request) ? Fault.NONE : fault, out);
    }

    private HttpMessage properAnswer(HttpMessage request) throws IOException {
        Optional<HttpMessage> own = ownAnswer.apply(request);
        if (own.isPresent()) {
            return own.get();
        }
        boolean list = isListing(request);
        HttpMessage asked = list
                ? request.withStartLine(request.startLine().replace("list-type=2", "list-type=2&max-keys=" + pageSize))
                : request;
        try (Socket connection = new Socket(server.getHost(), server.getPort())) {
            OutputStream out = connection.getOutputStream();
            out.write(asked.head(asked.body().length()));
            out.write(asked.bytes());
            out.flush();
            HttpMessage answer = HttpMessage.readResponse(connection.getInputStream());
            if (list && answer.status() == 200) {
                answer = answer.withBody(listing.apply(answer.body()));
                lastPage = answer;
            }
            return answer;
        }
    }

    private static boolean isFurtherPage(HttpMessage request) {
        return isListing(request) && request.startLine().contains("continuation-token=");
    }

    private static boolean isListing(HttpMessage request) {
        return request.startLine().contains("list-type=2");
    }

    private static void write(HttpMessage answer, Fault fault, OutputStream out) throws IOException {
        byte[] body = answer.bytes();
        byte[] half = Arrays.copyOf(body, body.length / 2);
        switch (fault) {
            case CUT, RESET -> {
                out.write(answer.head(body.length));
                out.write(half);
            }
            case TRUNCATED_CONTENT -> {
                out.write(answer.head(half.length));
                out.write(half);
            }
            case WRONG_LENGTH -> {
                out.write(answer.head(body.length + 7L));
                out.write(body);
            }
            case DAMAGED_CONTENT -> {
                byte[] damaged = body.clone();
                if (damaged.length > 0) {
                    damaged[damaged.length / 2] ^= 0x10;
                }
                out.write(answer.head(damaged.length));
                out.write(damaged);
            }
            case SLOW -> {
                out.write(answer.head(body.length));
                for (int at = 0; at < body.length; at += 100) {
                    out.write(body, at, Math.min(100, body.length - at));
                    out.flush();
                }
            }
            default -> {
                out.write(answer.head(body.length));
                out.write(body);
            }
        }
        out.flush();
    }
}
