package dev.asterism.extract.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The checksum by which S3 names the content of an object that was put in one piece. */
final class Md5 {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");
    private static final int BUFFER_BYTES = 1 << 17;

    private Md5() {}

    /** Whether an ETag may be an MD5; that of an object in several parts has a dash. */
    static boolean isMd5(String etag) {
        return HEX.matcher(etag).matches();
    }

    /** In lower-case hex. */
    static String of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }
}
