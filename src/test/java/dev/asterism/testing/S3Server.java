package dev.asterism.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A real S3 server that Maven brings, in a process of its own. One serves all tests of a JVM; each test makes buckets of
 * its own. Thread-safe.
 */
public final class S3Server {
    private static final Path JAR = Path.of("target", "test-servers", "s3mock.jar");
    private static final Pattern STARTED = Pattern.compile("Tomcat started on ports? .*?(\\d+) \\(http\\)");

    private static final class Shared {
        static final S3Server INSTANCE = start();
    }

    private final URI endpoint;
    private final S3Client client;

    private S3Server(URI endpoint) {
        this.endpoint = endpoint;
        this.client = S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("tester", "tester")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** The server of this JVM, started at the first call. */
    public static S3Server shared() {
        return Shared.INSTANCE;
    }

    public URI endpoint() {
        return endpoint;
    }

    /** Makes an empty bucket and returns its name. */
    public String newBucket() {
        String name = "mirror-" + UUID.randomUUID();
        client.createBucket(request -> request.bucket(name));
        return name;
    }

    public void put(String bucket, String key, byte[] content) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
    }

    public void remove(String bucket, String key) {
        client.deleteObject(request -> request.bucket(bucket).key(key));
    }

    /** The content of each key, by key. */
    public Map<String, byte[]> content(String bucket) {
        Map<String, byte[]> content = new TreeMap<>();
        client.listObjectsV2Paginator(request -> request.bucket(bucket))
                .contents()
                .forEach(object -> content.put(object.key(), bytes(bucket, object)));
        return content;
    }

    private byte[] bytes(String bucket, S3Object object) {
        return client.getObjectAsBytes(request -> request.bucket(bucket).key(object.key()))
                .asByteArray();
    }

    private static S3Server start() {
        try {
            Path folder = Files.createTempDirectory("s3-server");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx192m",
                            "-cp",
                            JAR.toAbsolutePath()
                                    + File.pathSeparator
                                    + Path.of("target", "test-classes").toAbsolutePath(),
                            S3ServerMain.class.getName(),
                            "--server.port=0",
                            "--http.port=0",
                            "--com.adobe.testing.s3mock.store.root=" + folder.resolve("store"))
                    .redirectErrorStream(true)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new S3Server(URI.create("http://127.0.0.1:" + port(process)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String port(Process process) throws IOException {
        BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                drain(output);
                return started.group(1);
            }
        }
        throw new IllegalStateException("The S3 server did not start:\n" + said);
    }

    /** A process whose output nobody reads comes to a halt. */
    private static void drain(BufferedReader output) {
        Thread drain = new Thread(
                () -> {
                    try (output) {
                        while (output.readLine() != null) {
                            // Nobody wants to know.
                        }
                    } catch (IOException processEnded) {
                        // That is all.
                    }
                },
                "output of the S3 server");
        drain.setDaemon(true);
        drain.start();
    }
}
