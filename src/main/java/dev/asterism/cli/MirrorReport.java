package dev.asterism.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.asterism.extract.s3.MirrorPlan;
import dev.asterism.extract.s3.MirrorPlan.Copy;
import dev.asterism.extract.s3.MirrorResult;
import dev.asterism.lake.LakePath;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code sync} and {@code publish} would do or did, for people or for programs. */
final class MirrorReport {
    private static final int MOST_REFUSED_KEYS = 3;

    private MirrorReport() {}

    /** Each file on a line, and one about the whole. */
    static List<String> lines(MirrorPlan plan) {
        List<String> lines = new ArrayList<>();
        for (Copy copy : plan.copies()) {
            lines.add("copy    " + copy.path() + "  (" + copy.reason() + ", " + Quantities.bytes(copy.bytes()) + ")");
        }
        plan.deletions().forEach(path -> lines.add("delete  " + path));
        lines.add((plan.isEmpty()
                        ? "Nothing to do"
                        : "To copy: " + volume(plan.copies().size(), plan.bytes()))
                + (plan.deletions().isEmpty()
                        ? ""
                        : "; to delete: " + files(plan.deletions().size()))
                + rest(plan) + ".");
        return lines;
    }

    static List<String> warnings(MirrorPlan plan) {
        List<String> refused = plan.refused();
        if (refused.isEmpty()) {
            return List.of();
        }
        List<String> shown = refused.stream()
                .limit(MOST_REFUSED_KEYS)
                .map(key -> "'" + visible(key) + "'")
                .toList();
        return List.of(Quantities.exact(refused.size(), "key") + " of the bucket would lead out of the lake or "
                + (refused.size() == 1 ? "holds" : "hold") + " odd characters, and "
                + (refused.size() == 1 ? "was" : "were") + " refused: " + String.join(", ", shown)
                + (refused.size() > MOST_REFUSED_KEYS ? ", …" : "") + ".");
    }

    static String summary(MirrorPlan plan, MirrorResult result, Duration elapsed) {
        int failed = result.problems().size();
        String copied = result.copied() == 0 ? "Nothing copied" : "Copied " + volume(result.copied(), result.bytes());
        return copied
                + (result.deleted() == 0 ? "" : "; deleted " + files(result.deleted()))
                + (failed == 0 ? "" : "; failed: " + Quantities.exact(failed, "day file"))
                + rest(plan) + ", in " + Quantities.duration(elapsed) + ".";
    }

    /** The plan, and what became of it where it was carried out. */
    static void writeJson(MirrorPlan plan, Optional<MirrorResult> result, Writer out) throws IOException {
        JsonOutput.write(out, json -> {
            json.writeBooleanField("dry_run", result.isEmpty());
            json.writeArrayFieldStart("copy");
            for (Copy copy : plan.copies()) {
                json.writeStartObject();
                json.writeStringField("file", copy.path().toString());
                json.writeNumberField("bytes", copy.bytes());
                json.writeStringField("reason", copy.reason().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            writeTexts(
                    json,
                    "delete",
                    plan.deletions().stream().map(LakePath::toString).toList());
            json.writeNumberField("unchanged", plan.unchanged());
            json.writeNumberField("ignored", plan.ignored());
            writeTexts(json, "refused", plan.refused());
            if (result.isPresent()) {
                json.writeNumberField("copied", result.get().copied());
                json.writeNumberField("bytes", result.get().bytes());
                json.writeNumberField("deleted", result.get().deleted());
                writeTexts(json, "problems", result.get().problems());
            }
        });
    }

    private static void writeTexts(JsonGenerator json, String field, List<String> texts) throws IOException {
        json.writeArrayFieldStart(field);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static String rest(MirrorPlan plan) {
        return "; unchanged: " + plan.unchanged()
                + (plan.ignored() == 0 ? "" : "; no day files: " + Quantities.exact(plan.ignored(), "key"));
    }

    private static String volume(long files, long bytes) {
        return files(files) + ", " + Quantities.bytes(bytes);
    }

    private static String files(long count) {
        return Quantities.exact(count, "file");
    }

    /** A key comes from elsewhere and may hold what steers a terminal. */
    private static String visible(String key) {
        StringBuilder shown = new StringBuilder();
        key.codePoints().limit(80).forEach(codePoint -> {
            if (codePoint < ' ' || codePoint > '~') {
                shown.append(String.format(Locale.ROOT, "\\u{%X}", codePoint));
            } else {
                shown.appendCodePoint(codePoint);
            }
        });
        return shown.toString();
    }
}
