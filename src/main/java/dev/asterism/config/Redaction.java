package dev.asterism.config;

import java.util.regex.Pattern;

/** Takes secrets out of text that is shown or logged: passwords in URLs and values of parameters that sound secret. */
public final class Redaction {
    static final String HIDDEN = "***";

    /**
     * {@code //user:password@host}; a number that ends like a port is none, so that host:port stays readable, and so
     * does an address in brackets.
     */
    private static final Pattern USER_INFO = Pattern.compile("(//[^/:?\\[\\s]*:)(?!\\d+(?:[/,?]|$))\\S*@");

    /**
     * {@code name=value}. A quoted value ends with its quote. Any other ends where a URL's parameter does, at a blank, an
     * ampersand, or a semicolon before the next name: a quote may be part of a password.
     */
    private static final Pattern PARAMETER = Pattern.compile(
            "(?i)([\\w.-]*(?:password|passwd|pwd|secret|token|credential|signature|access[_-]?key)[\\w.-]*\\s*(?:=|%3D)\\s*)"
                    + "(?:'[^']*'(?=[\\s&;,.)]|$)|\"[^\"]*\"(?=[\\s&;,.)]|$)|(?:(?!;[\\w.-]+=)[^&\\s])+)");

    private Redaction() {}

    /** The text with every password, token and the like replaced by {@code ***}. */
    public static String redact(String text) {
        String withoutUserInfo = USER_INFO.matcher(text).replaceAll("$1" + HIDDEN + "@");
        return PARAMETER.matcher(withoutUserInfo).replaceAll("$1" + HIDDEN);
    }
}
