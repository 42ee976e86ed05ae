package dev.asterism.extract.s3;

import dev.asterism.testing.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A lake that is published to a bucket of a real server, an empty one beside it, and a proxy between both and the server. */
final class MirrorWorkbench implements AutoCloseable {
    static final Identity SOMEBODY = new Identity(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDSOMEBODY", "secret-of-somebody")), false);

    final S3Server server = S3Server.shared();
    final S3Proxy proxy;
    final S3Address address = new S3Address(server.newBucket(), "mirror/");
    final TestLake published;
    final TestLake lake;
    final RecordingListener listener = new RecordingListener();

    /** With the files of so many days in the bucket. */
    MirrorWorkbench(Path folder, int days) throws IOException {
        proxy = new S3Proxy(server.endpoint());
        published = TestLake.of(folder.resolve("published"), days, 4000, 1);
        published.putInto(server, address.bucket(), address.prefix());
        lake = new TestLake(folder.resolve("lake"));
    }

    /** Makes the lake like the bucket, in nobody's name. */
    MirrorResult sync(boolean delete) {
        try (Sync sync = prepare(delete)) {
            return sync.execute(4);
        }
    }

    Sync prepare(boolean delete) {
        return Sync.prepare(bucket(Identity.ANONYMOUS), lake.root(), delete, listener);
    }

    /** Brings what the bucket lacks of the lake into it, in somebody's name. */
    MirrorResult publish() {
        try (Publish publish = Publish.prepare(bucket(SOMEBODY), lake.root(), listener)) {
            return publish.execute(4);
        }
    }

    Bucket bucket(Identity identity) {
        return bucket(proxy.endpoint(), identity);
    }

    Bucket bucket(URI endpoint, Identity identity) {
        return Bucket.open(
                address,
                new S3Access(Optional.of(endpoint), Optional.of("us-east-1"), !identity.anonymous()),
                identity);
    }

    /** Puts an object beside or over those of the lake. */
    void put(String path, byte[] content) {
        server.put(address.bucket(), address.prefix() + path, content);
    }

    void remove(String path) {
        server.remove(address.bucket(), address.prefix() + path);
    }

    @Override
    public void close() throws IOException {
        proxy.close();
    }
}
