package dev.asterism.extract.gharchive;

import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.extract.Attempt;
import dev.asterism.extract.Retries;
import dev.asterism.extract.TransientException;
import dev.asterism.lake.Day;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

/** The hourly files, on a server or in a folder. Thread-safe. */
final class Archive {
    private static final int BUFFER_BYTES = 1 << 16;

    private final URI base;
    private final Retries retries;

    /** @param base the address that the files' names are appended to; {@code http}, {@code https} or {@code file} */
    Archive(URI base, Retries retries) {
        this.base = base;
        this.retries = retries;
    }

    /**
     * Fetches an hour, whole. Does not copy a file that is here already.
     *
     * @param folder where to put it
     * @throws RunFailedException where it could not be had, though it seems to be there
     */
    Hour fetch(Day day, int hour, Path folder, Attempt attempt) throws IOException, InterruptedException {
        URI address = address(day, hour);
        try {
            return isFolder()
                    ? attempt.retry(address.toString(), () -> checked(hour, Path.of(address)))
                    : attempt.retry(address.toString(), () -> downloaded(address, hour, folder, attempt));
        } catch (RunFailedException gaveUp) {
            if (gaveUp.getCause() instanceof DamagedContentException) {
                return new Hour.Damaged();
            }
            throw gaveUp;
        }
    }

    /** How large the file of an hour is; empty where there is none. */
    OptionalLong bytes(Day day, int hour) throws IOException, InterruptedException {
        URI address = address(day, hour);
        if (isFolder()) {
            Path file = Path.of(address);
            return Files.exists(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
        }
        return retries.call(address.toString(), () -> new HttpFile(address).length(), (what, why, wait) -> {});
    }

    @Override
    public String toString() {
        return base.toString();
    }

    private Hour downloaded(URI address, int hour, Path folder, Attempt attempt) throws IOException {
        Path file = folder.resolve(hour + ".json.gz");
        if (!new HttpFile(address).appendTo(file, attempt::received)) {
            return new Hour.Missing();
        }
        return checked(hour, file);
    }

    private Hour checked(int hour, Path file) throws IOException {
        if (!Files.exists(file)) {
            return new Hour.Missing();
        }
        try {
            readToTheEnd(file);
            return new Hour.Fetched(hour, file);
        } catch (DamagedContentException damaged) {
            if (!isFolder()) {
                Files.delete(file);
            }
            throw damaged;
        }
    }

    /** The checksum stands at the end of each gzip member, and is compared when that is reached. */
    private static void readToTheEnd(Path file) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream compressed = Files.newInputStream(file)) {
            try {
                InputStream content = new GZIPInputStream(compressed, BUFFER_BYTES);
                int count = content.read(buffer);
                while (count >= 0) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new TransientException("interrupted", new InterruptedException());
                    }
                    count = content.read(buffer);
                }
            } catch (TransientException interrupted) {
                throw interrupted;
            } catch (IOException damaged) {
                throw new DamagedContentException(damaged);
            }
        }
    }

    private boolean isFolder() {
        return "file".equals(base.getScheme());
    }

    /** GH Archive writes hours without a leading zero. */
    private URI address(Day day, int hour) {
        String text = base.toString();
        return URI.create(text + (text.endsWith("/") ? "" : "/") + day + "-" + hour + ".json.gz");
    }

    /** The address of an archive; fails with {@link InputException} where it is none. */
    static URI parse(String text) {
        try {
            URI uri = URI.create(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme();
            if (scheme.equals("http") || scheme.equals("https") || scheme.equals("file")) {
                return uri;
            }
        } catch (IllegalArgumentException noAddress) {
            // Reported below, like any other text that is no such address.
        }
        throw new InputException("gharchive.url is '" + text
                + "': expected an address such as https://data.gharchive.org or file:/srv/gharchive.");
    }
}
