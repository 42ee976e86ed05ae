package dev.asterism.extract.s3;

import dev.asterism.AsterismException;
import dev.asterism.extract.Retries;
import dev.asterism.extract.TransientException;
import dev.asterism.lake.LakePath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * The bucket of a mirror. Failures that may pass were tried again before they are reported; those that are reported are
 * {@link AsterismException}s that hold nothing of what the service said but its error code. Thread-safe.
 */
final class Bucket implements AutoCloseable {
    private static final int ATTEMPTS = 5;
    private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(10);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final S3Address address;
    private final S3Client client;
    private final S3Failures failures;
    private final boolean anonymous;

    private Bucket(S3Address address, S3Client client, S3Failures failures, boolean anonymous) {
        this.address = address;
        this.client = client;
        this.failures = failures;
        this.anonymous = anonymous;
    }

    /** Makes ready; the service is not asked anything yet. */
    static Bucket open(S3Address address, S3Access access) {
        return open(address, access, access.signed() ? Identity.find() : Identity.ANONYMOUS);
    }

    static Bucket open(S3Address address, S3Access access, Identity identity) {
        S3ClientBuilder builder = S3Client.builder()
                .credentialsProvider(identity.credentials())
                .region(access.region().map(Region::of).orElseGet(Identity::usualRegion))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(TIME_TO_CONNECT)
                        .socketTimeout(LONGEST_SILENCE))
                .overrideConfiguration(
                        configuration -> configuration.retryStrategy(retries -> retries.maxAttempts(ATTEMPTS)))
                // Plain bodies with an MD5 are understood by every service; newer checksums are not.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(S3Configuration.builder()
                        .chunkedEncodingEnabled(false)
                        .pathStyleAccessEnabled(access.endpoint().isPresent())
                        .build());
        access.endpoint().ifPresentOrElse(builder::endpointOverride, () -> builder.crossRegionAccessEnabled(true));
        return new Bucket(
                address,
                builder.build(),
                new S3Failures(address, access.endpoint(), identity.anonymous()),
                identity.anonymous());
    }

    S3Address address() {
        return address;
    }

    /** How a user calls an object. */
    String nameOf(LakePath path) {
        return "s3://" + address.bucket() + "/" + address.key(path);
    }

    /** Whether requests are made in nobody's name. */
    boolean anonymous() {
        return anonymous;
    }

    /** Everything below the address; whole, or not at all. */
    RemoteListing list(Retries.Watcher watcher) throws IOException, InterruptedException {
        return new ListingReader(address, this::page, watcher).read();
    }

    private ListObjectsV2Response page(@Nullable String token) throws TransientException {
        try {
            return client.listObjectsV2(ListObjectsV2Request.builder()
                    .bucket(address.bucket())
                    .prefix(address.prefix())
                    .continuationToken(token)
                    .build());
        } catch (SdkClientException failure) {
            if (S3Failures.isNetwork(failure)) {
                throw failures.of(failure, "list " + address);
            }
            throw new TransientException("a page came damaged", Optional.empty());
        } catch (SdkException failure) {
            throw failures.of(failure, "list " + address);
        }
    }

    /**
     * Begins to read an object.
     *
     * @param from the first byte wanted
     * @param etag the content that the first bytes were of; empty at the beginning
     */
    ResponseInputStream<GetObjectResponse> read(RemoteObject object, long from, Optional<String> etag)
            throws ObjectException {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(address.bucket()).key(address.key(object.path()));
        if (from > 0) {
            request.range("bytes=" + from + "-");
            etag.ifPresent(request::ifMatch);
        }
        try {
            return client.getObject(request.build());
        } catch (SdkException failure) {
            throw failures.ofObject(failure, "read", object.path());
        }
    }

    /** Puts a file into the bucket, which takes it whole and proven or not at all. */
    void write(LakePath path, Path content, String md5) throws ObjectException {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(address.bucket())
                .key(address.key(path))
                .contentMD5(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(md5)))
                .contentType(path.isMeta() ? "application/json" : "application/gzip")
                .build();
        try {
            client.putObject(request, RequestBody.fromFile(content));
        } catch (SdkException failure) {
            throw failures.ofObject(failure, "write", path);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
