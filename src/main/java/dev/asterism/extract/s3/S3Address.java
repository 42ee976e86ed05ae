package dev.asterism.extract.s3;

import dev.asterism.InputException;
import dev.asterism.lake.LakePath;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in S3 that holds a lake, such as {@code s3://bucket/prefix}.
 *
 * @param bucket the bucket's name
 * @param prefix what the keys of the lake begin with: empty, or with a slash at its end
 */
public record S3Address(String bucket, String prefix) {
    private static final Pattern SYNTAX =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([A-Za-z0-9_.=+/-]*))?");
    /** Signed addresses and such that hold a user's name must not be repeated in a message. */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_./:-]{1,200}");

    /** Reads an address; fails with {@link InputException} where the text is none. */
    public static S3Address parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip());
        if (!matcher.matches()) {
            throw new InputException(
                    (HARMLESS.matcher(text).matches() ? "'" + text + "'" : "What was given as the address")
                            + " is no address of a bucket. Expected a form such as s3://bucket or"
                            + " s3://bucket/prefix.");
        }
        String prefix = matcher.group(2) == null ? "" : matcher.group(2).replaceAll("^/+|/+$", "");
        return new S3Address(matcher.group(1), prefix.isEmpty() ? "" : prefix + "/");
    }

    /** The key of a file of the lake. */
    String key(LakePath path) {
        return prefix + path;
    }

    /** As a user writes it. */
    @Override
    public String toString() {
        return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
    }
}
