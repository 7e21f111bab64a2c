package org.posestream.server.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
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
     * @throws IllegalArgumentException when some are not set; the message names them
     */
    static String fill(String text, Map<String, String> environment) {
        Set<String> unset = new LinkedHashSet<>();
        String filled = PLACE.matcher(text).replaceAll(match -> {
            String value = match.group().equals("$$") ? "$" : value(match, environment);
            if (value == null) {
                unset.add(match.group(1));
            }
            return value == null ? "" : Matcher.quoteReplacement(value);
        });
        if (!unset.isEmpty()) {
            throw new IllegalArgumentException(unset(List.copyOf(unset)));
        }
        return filled;
    }

    private static String unset(List<String> names) {
        boolean one = names.size() == 1;
        return "the environment variable" + (one ? " " : "s ") + String.join(", ", names) + (one ? " is" : " are")
                + " not set; set " + (one ? "it" : "them") + ", or write ${" + names.get(0) + ":-VALUE}";
    }

    /** Null when it is not set and there is nothing to stand for it. */
    private static String value(MatchResult match, Map<String, String> environment) {
        String name = match.group(1);
        if (match.group(3) == null || !name.matches(NAME_RULE)) {
            throw new IllegalArgumentException("'${' must begin the name of an environment variable and '}' end it;"
                    + " write $${ for these characters themselves");
        }
        return environment.getOrDefault(name, match.group(2));
    }
}
