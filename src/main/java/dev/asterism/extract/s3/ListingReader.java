package dev.asterism.extract.s3;

import dev.asterism.RunFailedException;
import dev.asterism.extract.Retries;
import dev.asterism.extract.TransientException;
import dev.asterism.lake.LakePath;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Puts the pages of a listing together and proves that they are a whole. Used once, by one thread. */
final class ListingReader {
    private static final Retries RETRIES = new Retries(4, Duration.ofMillis(200));

    /** Names that can only be harmless, whatever is done with them. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9 !'()*+,.=@_~-]+");

    private final S3Address address;
    private final PageSource source;
    private final Retries.Watcher watcher;
    private final Set<String> keys = new HashSet<>();
    private final Set<String> tokens = new HashSet<>();
    private final TreeMap<LakePath, RemoteObject> files = new TreeMap<>();
    private final List<String> refused = new ArrayList<>();
    private long ignored;

    ListingReader(S3Address address, PageSource source, Retries.Watcher watcher) {
        this.address = address;
        this.source = source;
        this.watcher = watcher;
    }

    /** Asks for one page; fails with {@link TransientException} where what came cannot be understood. */
    interface PageSource {
        ListObjectsV2Response page(@Nullable String token) throws IOException;
    }

    /** Fails with {@link RunFailedException} where there is no whole listing to be had. */
    RemoteListing read() throws IOException, InterruptedException {
        Optional<String> token = readPage(null);
        while (token.isPresent()) {
            token = readPage(token.get());
        }
        return new RemoteListing(files, ignored, refused);
    }

    /** Returns the token of the next page; empty after the last one. */
    private Optional<String> readPage(@Nullable String token) throws IOException, InterruptedException {
        ListObjectsV2Response page =
                RETRIES.call("The listing of " + address, () -> checked(source.page(token)), watcher);
        page.contents().forEach(this::add);
        Optional<String> next =
                Boolean.TRUE.equals(page.isTruncated()) ? Optional.of(page.nextContinuationToken()) : Optional.empty();
        next.ifPresent(tokens::add);
        return next;
    }

    private ListObjectsV2Response checked(ListObjectsV2Response page) throws TransientException {
        @Nullable Integer announced = page.keyCount();
        if (announced != null && announced != page.contents().size()) {
            throw broken("a page announces " + announced + " keys and holds "
                    + page.contents().size());
        }
        Set<String> keysOfPage = new HashSet<>();
        for (S3Object object : page.contents()) {
            if (keys.contains(object.key()) || !keysOfPage.add(object.key())) {
                throw broken("keys came twice");
            }
            if (!object.key().startsWith(address.prefix())) {
                throw broken("a page holds keys that were not asked for");
            }
        }
        @Nullable String next = page.nextContinuationToken();
        if (Boolean.TRUE.equals(page.isTruncated()) && (next == null || next.isEmpty() || tokens.contains(next))) {
            throw broken("a page does not say where the next one begins");
        }
        return page;
    }

    private static TransientException broken(String what) {
        return new TransientException(what, Optional.empty());
    }

    private void add(S3Object object) {
        keys.add(object.key());
        String relative = object.key().substring(address.prefix().length());
        Optional<LakePath> path = LakePath.parse(relative);
        if (path.isPresent()) {
            files.put(
                    path.get(),
                    new RemoteObject(
                            path.get(),
                            object.size(),
                            object.lastModified().truncatedTo(ChronoUnit.SECONDS),
                            object.eTag() == null ? "" : object.eTag().replace("\"", "")));
        } else if (isHarmless(relative)) {
            ignored++;
        } else {
            refused.add(object.key());
        }
    }

    /** Some programs make a key that ends in a slash stand for a folder. */
    private static boolean isHarmless(String relative) {
        if (relative.isEmpty()) {
            return true;
        }
        String withoutFolderMark = relative.endsWith("/") ? relative.substring(0, relative.length() - 1) : relative;
        for (String name : withoutFolderMark.split("/", -1)) {
            if (!PLAIN.matcher(name).matches() || name.equals(".") || name.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
