package dev.asterism.extract.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request or a response as it is on the wire.
 *
 * @param body without chunks, a character for each byte
 */
record HttpMessage(String startLine, List<String> headers, String body) {

    static HttpMessage response(int status, String... headersAndBody) {
        List<String> headers = List.of(headersAndBody).subList(0, headersAndBody.length - 1);
        return new HttpMessage("HTTP/1.1 " + status + " Whatever", headers, headersAndBody[headersAndBody.length - 1]);
    }

    /** Reads a request; empty where the connection was closed instead. */
    static Optional<HttpMessage> readRequest(InputStream in, Runnable goAhead) throws IOException {
        Optional<HttpMessage> head = readHead(in);
        if (head.isEmpty()) {
            return head;
        }
        if (head.get().header("Expect").isPresent()) {
            goAhead.run();
        }
        return Optional.of(head.get().withBody(head.get().readBody(in, false)));
    }

    /** Reads a response that ends, at the latest, with its connection. */
    static HttpMessage readResponse(InputStream in) throws IOException {
        HttpMessage head = readHead(in).orElseThrow(EOFException::new);
        return head.withBody(head.readBody(in, true));
    }

    Optional<String> header(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(start))
                .map(header -> header.substring(start.length()).strip())
                .findFirst();
    }

    int status() {
        return Integer.parseInt(startLine.split(" ", 3)[1]);
    }

    HttpMessage withStartLine(String line) {
        return new HttpMessage(line, headers, body);
    }

    HttpMessage withBody(String other) {
        return new HttpMessage(startLine, headers, other);
    }

    byte[] bytes() {
        return body.getBytes(ISO_8859_1);
    }

    /** The head of a message on a connection of its own, with the length that is to be promised. */
    byte[] head(long length) {
        StringBuilder head = new StringBuilder(startLine).append("\r\n");
        headers.stream()
                .filter(header -> !header.toLowerCase(Locale.ROOT)
                        .matches("(connection|keep-alive|transfer-encoding|content-length|expect):.*"))
                .forEach(header -> head.append(header).append("\r\n"));
        head.append("Connection: close\r\nContent-Length: ").append(length).append("\r\n\r\n");
        return head.toString().getBytes(ISO_8859_1);
    }

    private static Optional<HttpMessage> readHead(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            lines.add(line);
        }
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new HttpMessage(lines.get(0), List.copyOf(lines.subList(1, lines.size())), ""));
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    private String readBody(InputStream in, boolean endsWithConnection) throws IOException {
        if (header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
            return readChunks(in);
        }
        Optional<String> length = header("Content-Length");
        if (length.isPresent()) {
            return new String(in.readNBytes(Integer.parseInt(length.get())), ISO_8859_1);
        }
        return endsWithConnection ? new String(in.readAllBytes(), ISO_8859_1) : "";
    }

    private static String readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            body.write(in.readNBytes(size));
            readLine(in);
        }
        readLine(in);
        return body.toString(ISO_8859_1);
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(readLine(in).split(";", 2)[0].strip(), 16);
    }
}
