package dev.asterism.extract.s3;

import dev.asterism.RunFailedException;
import dev.asterism.extract.Retries;
import dev.asterism.extract.TransientException;
import dev.asterism.lake.DayFileIntegrity;
import dev.asterism.lake.DayFileProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Brings one object into a file and proves it: its length, its MD5 where the service tells it, the checksums within the
 * gzip data. Where the connection is cut it goes on from there. Used once, by one thread.
 */
final class ObjectDownload {
    private static final Retries RETRIES = new Retries(6, Duration.ofMillis(200));
    private static final int BUFFER_BYTES = 1 << 16;

    private final Bucket bucket;
    private final RemoteObject object;
    private final Path part;
    private final Workers workers;
    private final MirrorListener listener;

    /** The content of which the part file holds the beginning; empty where it holds nothing. */
    private Optional<String> begun = Optional.empty();

    ObjectDownload(Bucket bucket, RemoteObject object, Path part, Workers workers, MirrorListener listener) {
        this.bucket = bucket;
        this.object = object;
        this.part = part;
        this.workers = workers;
        this.listener = listener;
    }

    /** Returns when the content was last modified, in whole seconds. */
    Instant run() throws IOException, InterruptedException {
        try {
            return RETRIES.call(bucket.nameOf(object.path()), this::attempt, listener);
        } catch (RunFailedException failure) {
            if (failure.getCause() instanceof TransientException) {
                throw new ObjectException(String.valueOf(failure.getMessage()));
            }
            throw failure;
        }
    }

    private Instant attempt() throws IOException {
        long from = begun.isPresent() ? Files.size(part) : 0;
        try (ResponseInputStream<GetObjectResponse> body = open(from)) {
            GetObjectResponse head = body.response();
            long expected = append(body, goesOn(head, from) ? from : 0);
            verify(head, expected);
            @Nullable Instant modified = head.lastModified();
            return modified == null ? object.modified() : modified.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    private ResponseInputStream<GetObjectResponse> open(long from) throws IOException {
        try {
            return bucket.read(object, from, begun);
        } catch (ObjectException gone) {
            if (from == 0) {
                throw gone;
            }
            throw startOver("it was replaced meanwhile");
        }
    }

    /** A service that knows no ranges sends everything again. */
    private static boolean goesOn(GetObjectResponse head, long from) {
        @Nullable String range = head.contentRange();
        return from > 0 && range != null && range.startsWith("bytes " + from + "-");
    }

    /** Returns how long the file should be now. */
    private long append(ResponseInputStream<GetObjectResponse> body, long from) throws IOException {
        @Nullable Long announced = body.response().contentLength();
        long expected = announced == null ? object.bytes() : from + announced;
        begun = Optional.ofNullable(body.response().eTag());
        byte[] buffer = new byte[BUFFER_BYTES];
        try (OutputStream out =
                from > 0 ? Files.newOutputStream(part, StandardOpenOption.APPEND) : Files.newOutputStream(part)) {
            for (int count = read(body, buffer); count >= 0; count = read(body, buffer)) {
                out.write(buffer, 0, count);
                listener.moved(count);
            }
        }
        if (Files.size(part) < expected) {
            throw new TransientException(
                    "the connection was cut after " + Files.size(part) + " bytes", Optional.empty());
        }
        return expected;
    }

    private int read(ResponseInputStream<GetObjectResponse> body, byte[] buffer) throws IOException {
        workers.goOn();
        try {
            return body.read(buffer);
        } catch (IOException | SdkException cut) {
            // Closing it would wait for the rest.
            body.abort();
            throw new TransientException(
                    "the connection was cut (" + cut.getClass().getSimpleName() + ")", Optional.empty());
        }
    }

    private void verify(GetObjectResponse head, long expected) throws IOException {
        String etag = begun.orElse("").replace("\"", "");
        long bytes = Files.size(part);
        if (bytes != expected || (etag.equals(object.etag()) && bytes != object.bytes())) {
            throw startOver(bytes + " bytes arrived");
        }
        boolean proven = Md5.isMd5(etag) && !isEncryptedWithKeysOfTheUser(head);
        if (proven && !Md5.of(part).equals(etag)) {
            throw startOver("the checksum is wrong");
        }
        Optional<DayFileProblem> problem = object.path().isMeta() ? Optional.empty() : DayFileIntegrity.problem(part);
        if (problem.isPresent() && proven) {
            throw new ObjectException(object.path() + " is damaged in " + bucket.address() + ": "
                    + problem.get().what() + ". Expected " + problem.get().expected()
                    + ". The lake keeps what it has; tell the owner of the bucket.");
        }
        if (problem.isPresent()) {
            throw startOver(problem.get().what());
        }
    }

    /** The ETag looks like an MD5 then, and is none. */
    private static boolean isEncryptedWithKeysOfTheUser(GetObjectResponse head) {
        @Nullable String encryption = head.serverSideEncryptionAsString();
        return head.sseCustomerAlgorithm() != null || (encryption != null && encryption.startsWith("aws:kms"));
    }

    private TransientException startOver(String why) {
        begun = Optional.empty();
        return new TransientException(why, Optional.empty());
    }
}
