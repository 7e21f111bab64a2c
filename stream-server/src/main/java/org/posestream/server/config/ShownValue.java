package org.posestream.server.config;

import java.util.regex.Pattern;
import org.posestream.source.Redaction;

/** Values as they may be shown to people. */
final class ShownValue {

    /** What stands for a secret. */
    static final String SECRET = "***";

    private static final Pattern SECRET_OPTION = Pattern.compile(
            "(?i).*(pass|pwd|key|token|secret|auth|header|cookie|user|cred|url|uri|proxy|cert|iv|sign).*");

    private ShownValue() {
    }

    static String of(String written) {
        return Redaction.of(written);
    }

    /** The value of one of FFmpeg's options, unless its name suggests a secret. */
    static String ofOption(String name, String written) {
        return SECRET_OPTION.matcher(name).matches() ? SECRET : of(written);
    }
}
