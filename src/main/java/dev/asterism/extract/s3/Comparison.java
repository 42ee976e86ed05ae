package dev.asterism.extract.s3;

import dev.asterism.extract.s3.MirrorPlan.Copy;
import dev.asterism.extract.s3.MirrorPlan.Reason;
import dev.asterism.lake.LakeInventory;
import dev.asterism.lake.LakePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares a lake with a bucket. Files of one size and one time are the same; where only the time differs, the checksum
 * decides if the bucket knows it. Used once, by one thread.
 */
final class Comparison {
    /** A reader who is in between takes a meta file that does not fit for an unfinished day, not for a whole one. */
    private static final Comparator<LakePath> ORDER = Comparator.comparing(LakePath::day, Comparator.reverseOrder())
            .thenComparing(LakePath::dayFile)
            .thenComparing(LakePath::isMeta, Comparator.reverseOrder());

    private final Path lakeRoot;
    private final NavigableMap<LakePath, LakeInventory.Entry> local;
    private final RemoteListing remote;
    private final List<Copy> copies = new ArrayList<>();
    private final List<RemoteObject> sameButForTheTime = new ArrayList<>();
    private long unchanged;

    Comparison(Path lakeRoot, RemoteListing remote) {
        this.lakeRoot = lakeRoot;
        this.local = LakeInventory.of(lakeRoot);
        this.remote = remote;
    }

    /** What makes the lake like the bucket. */
    MirrorPlan toLake(boolean delete) throws IOException {
        for (RemoteObject object : remote.files().values()) {
            Optional<LocalFile> file = localFile(object.path());
            note(object.path(), object.bytes(), file.isEmpty() ? Optional.of(Reason.NEW) : newsFor(file.get(), object));
        }
        List<LakePath> deletions = delete
                ? local.keySet().stream()
                        .filter(path -> !remote.files().containsKey(path))
                        .toList()
                : List.of();
        return plan(deletions);
    }

    /** What makes the bucket like the lake, but for what only the bucket has. */
    MirrorPlan toBucket() throws IOException {
        for (LakePath path : local.keySet()) {
            LocalFile file = LocalFile.of(path, local.get(path));
            @Nullable RemoteObject object = remote.files().get(path);
            note(path, file.bytes(), object == null ? Optional.of(Reason.NEW) : newsFrom(file, object));
        }
        return plan(List.of());
    }

    /** Files that need not be copied, and would not need to be read again if they had the time of the bucket's. */
    List<RemoteObject> sameButForTheTime() {
        return List.copyOf(sameButForTheTime);
    }

    private Optional<Reason> newsFor(LocalFile file, RemoteObject object) throws IOException {
        if (file.bytes() != object.bytes()) {
            return Optional.of(Reason.OTHER_SIZE);
        }
        if (file.modified().equals(object.modified())) {
            return Optional.empty();
        }
        Optional<Reason> news = byContent(object);
        if (news.isEmpty()) {
            sameButForTheTime.add(object);
        }
        return news;
    }

    private Optional<Reason> newsFrom(LocalFile file, RemoteObject object) throws IOException {
        if (file.bytes() != object.bytes()) {
            return Optional.of(Reason.OTHER_SIZE);
        }
        return file.modified().isAfter(object.modified()) ? byContent(object) : Optional.empty();
    }

    private Optional<Reason> byContent(RemoteObject object) throws IOException {
        if (!Md5.isMd5(object.etag())) {
            return Optional.of(Reason.OTHER_TIME);
        }
        return Md5.of(object.path().in(lakeRoot)).equals(object.etag())
                ? Optional.empty()
                : Optional.of(Reason.OTHER_CONTENT);
    }

    private Optional<LocalFile> localFile(LakePath path) {
        return Optional.ofNullable(local.get(path)).map(entry -> LocalFile.of(path, entry));
    }

    private void note(LakePath path, long bytes, Optional<Reason> reason) {
        reason.ifPresentOrElse(why -> copies.add(new Copy(path, bytes, why)), () -> unchanged++);
    }

    private MirrorPlan plan(List<LakePath> deletions) {
        copies.sort(Comparator.comparing(Copy::path, ORDER));
        return new MirrorPlan(
                copies, deletions.stream().sorted(ORDER).toList(), unchanged, remote.ignored(), remote.refused());
    }
}
