package org.posestream.server.config;

import static java.util.Objects.requireNonNull;

/**
 * One thing that is wrong with settings.
 *
 * @param key with its sections before it, divided by dots; empty for the settings themselves
 * @param text one line with the rule and the mend
 */
public record ConfigFault(String key, String text) {

    public ConfigFault {
        requireNonNull(key, "key is null");
        requireNonNull(text, "text is null");
    }
}
