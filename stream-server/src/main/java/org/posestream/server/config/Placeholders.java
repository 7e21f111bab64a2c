package org.posestream.server.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ${NAME}} and {@code ${NAME:-otherwise}} in values: the environment's variables; {@code $$} is a dollar. */
final class Placeholders {

    private static final Pattern PLACE = Pattern.compile("\\$\\$|\\$\\{([^}:]*)(?::-([^}]*))?(})?");
    private static final String NAME_RULE = "[A-Za-z_][A-Za-z0-9_]*";

    private Placeholders() {
    }

    /** Whether anything is to be filled in. */
    static boolean isIn(String text) {
        return text.contains("${");
    }

    /** The text without what stands for variables that are not set, since that may be secret too. */
    static String withoutDefaults(String text) {
        return PLACE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(
                match.group(2) == null ? match.group() : "${" + match.group(1) + "}"));
    }

    /**
     * The text with its variables' values.
     *
     * @throws IllegalArgumentException when one is not set; the message names it
     */
    static String fill(String text, Map<String, String> environment) {
        return PLACE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(
                match.group().equals("$$") ? "$" : value(match.group(1), match.group(2), match.group(3), environment)));
    }

    private static String value(String name, String otherwise, String end, Map<String, String> environment) {
        if (end == null || !name.matches(NAME_RULE)) {
            throw new IllegalArgumentException("'${' must begin the name of an environment variable and '}' end it;"
                    + " write $${ for these characters themselves");
        }
        String value = environment.get(name);
        if (value == null && otherwise == null) {
            throw new IllegalArgumentException("the environment variable " + name + " is not set; set it, or write ${"
                    + name + ":-VALUE}");
        }
        return value == null ? otherwise : value;
    }
}
