package dev.asterism.extract.bigquery;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.http.HttpTransportFactory;
import java.net.HttpURLConnection;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The connections that Google's client opens, known by name so that they can be closed under a thread that waits for an
 * answer: nothing else wakes it up. Thread-safe.
 */
final class HttpConnections implements HttpTransportFactory {
    private final Set<HttpURLConnection> open =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private final HttpTransport transport = new NetHttpTransport.Builder()
            .setConnectionFactory(url -> {
                HttpURLConnection connection = (HttpURLConnection) url.openConnection();
                open.add(connection);
                return connection;
            })
            .build();

    @Override
    public HttpTransport create() {
        return transport;
    }

    /** Closes all, whatever they are used for. */
    void abort() {
        synchronized (open) {
            open.forEach(HttpURLConnection::disconnect);
        }
    }
}
