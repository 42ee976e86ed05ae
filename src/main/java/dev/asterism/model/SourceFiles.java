package dev.asterism.model;

import dev.asterism.InputException;
import dev.asterism.header.Header;
import dev.asterism.lake.FileForm;
import dev.asterism.lake.FilePattern;
import java.util.Map;
import java.util.Optional;

/** Reads which files hold the rows of a source, and how they are written. */
final class SourceFiles {
    private static final Map<String, FileForm> FORMATS = Map.of(
            "tsv",
            FileForm.TABS,
            "csv",
            FileForm.COMMAS,
            "json",
            new FileForm(FileForm.Kind.JSON_LINES, '\t', Optional.empty()),
            "parquet",
            new FileForm(FileForm.Kind.PARQUET, '\t', Optional.empty()));

    private SourceFiles() {}

    /** Reads {@code files}, {@code format} and {@code delimiter}. */
    static FilePattern of(Header header) {
        String pattern = header.text("files");
        FilePattern files;
        try {
            files = FilePattern.parse(pattern);
        } catch (InputException malformed) {
            throw header.position("files").error(String.valueOf(malformed.getMessage()));
        }
        Optional<String> format = header.optionalText("format");
        FileForm form = format.map(name -> named(header, name))
                .orElse(files.form())
                .in(files.form().members());
        if (header.keys().contains("delimiter")) {
            if (form.kind() != FileForm.Kind.DELIMITED) {
                throw header.position("delimiter").error("rows of " + form + " have no delimiter. Leave it out.");
            }
            form = new FileForm(form.kind(), delimiter(header), form.members());
        }
        if (form.kind() == FileForm.Kind.PARQUET && form.members().isPresent()) {
            throw header.position("files")
                    .error(
                            "Parquet is not read from archives, which could only make it larger. Expected members that are"
                                    + " text, or Parquet files in the day's folder.");
        }
        return files.with(form);
    }

    private static FileForm named(Header header, String format) {
        FileForm form = FORMATS.get(format);
        if (form == null) {
            throw header.position("format")
                    .error("'" + format + "' is no format of a source's files. Expected one of "
                            + String.join(
                                    ", ", FORMATS.keySet().stream().sorted().toList())
                            + "; json means one object a line.");
        }
        return form;
    }

    /** Reads {@code delimiter}. */
    static char delimiter(Header header) {
        String text = header.text("delimiter");
        if (text.equals("tab")) {
            return '\t';
        }
        boolean isOne = text.length() == 1 && text.charAt(0) > ' ' && text.charAt(0) < 0x7F;
        if (!isOne || Character.isLetterOrDigit(text.charAt(0)) || text.equals("\"") || text.equals("\\")) {
            throw header.position("delimiter")
                    .error("'" + text
                            + "' is no delimiter. Expected one sign of ASCII in quotes, such as ';' or '|', no"
                            + " letter, digit, quote or backslash; or tab.");
        }
        return text.charAt(0);
    }
}
