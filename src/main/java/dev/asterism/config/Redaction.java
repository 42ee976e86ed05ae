package dev.asterism.config;

import java.util.regex.Pattern;

/** Takes secrets out of text that is shown or logged: passwords in URLs and values of parameters that sound secret. */
public final class Redaction {
    private static final String HIDDEN = "***";

    /** {@code //user:password@host}; a number that ends like a port is none, so that host:port stays readable. */
    private static final Pattern USER_INFO = Pattern.compile("(//[^/@:?\\s]*:)(?!\\d+(?:[/,?]|$))\\S*@");

    private static final Pattern PARAMETER = Pattern.compile(
            "(?i)([\\w.-]*(?:password|passwd|pwd|secret|token|credential|access[_-]?key)[\\w.-]*\\s*=\\s*)"
                    + "(?:'[^']*'|\"[^\"]*\"|[^&;\\s'\"]+)");

    private Redaction() {}

    /** The text with every password, token and the like replaced by {@code ***}. */
    public static String redact(String text) {
        String withoutUserInfo = USER_INFO.matcher(text).replaceAll("$1" + HIDDEN + "@");
        return PARAMETER.matcher(withoutUserInfo).replaceAll("$1" + HIDDEN);
    }
}
