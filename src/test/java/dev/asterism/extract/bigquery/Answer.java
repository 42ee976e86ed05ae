package dev.asterism.extract.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import dev.asterism.extract.Faults.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** What a server says, and how badly. */
record Answer(int code, Map<String, String> headers, String body, Fault fault) {
    private static final int PIECES = 16;

    static Answer of(JsonObject body) {
        return of(200, Map.of(), body);
    }

    static Answer of(int code, Map<String, String> headers, JsonObject body) {
        return new Answer(code, headers, body.toString(), Fault.NONE);
    }

    Answer spoiled(Fault how) {
        return new Answer(code, headers, body, how);
    }

    void send(HttpExchange exchange) throws IOException {
        if (fault == Fault.NO_ANSWER) {
            return;
        }
        byte[] content = body.getBytes(UTF_8);
        boolean compressed = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept-Encoding"))
                .filter(encodings -> encodings.contains("gzip"))
                .isPresent();
        if (compressed) {
            content = gzip(content);
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        headers.forEach(exchange.getResponseHeaders()::set);
        int sent = content.length;
        int promised = content.length;
        switch (fault) {
            case CUT, RESET -> sent = content.length / 2;
            case WRONG_LENGTH -> promised = content.length + 100;
            case TRUNCATED_CONTENT -> {
                sent = content.length * 2 / 3;
                promised = sent;
            }
            default -> {}
        }
        exchange.sendResponseHeaders(code, promised == 0 ? -1 : promised);
        OutputStream out = exchange.getResponseBody();
        int piece = fault == Fault.SLOW ? Math.max(1, sent / PIECES) : Math.max(1, sent);
        for (int start = 0; start < sent; start += piece) {
            out.write(content, start, Math.min(piece, sent - start));
            out.flush();
        }
        if (sent == promised) {
            out.close();
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 4 + 64);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
