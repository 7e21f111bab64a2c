package org.posestream.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One JSON object of a card. Reading goes on after a mistake, with a harmless value, so that all mistakes are told at
 * once; every key that is asked for is known, all others are mistakes.
 */
final class CardSection {

    private final JsonNode node;
    private final String path;
    private final List<String> problems;
    private final Set<String> known = new TreeSet<>();

    CardSection(JsonNode node, String path, List<String> problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
        if (!node.isObject()) {
            problems.add(path.substring(0, path.length() - 1) + " must be an object, but was " + node);
        }
    }

    boolean has(String name) {
        known.add(name);
        return node.hasNonNull(name);
    }

    JsonNode get(String name) {
        return has(name) ? node.get(name) : MissingNode.getInstance();
    }

    /** A problem with the value of a key, in the words "key rule, but was value". */
    void refuse(String name, String rule) {
        problems.add(key(name) + " " + rule + (has(name) ? ", but was " + node.get(name) : ", but is missing"));
    }

    private String key(String name) {
        return path + name;
    }

    String text(String name) {
        JsonNode value = get(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            refuse(name, "must be a text");
            return "";
        }
        return value.textValue();
    }

    String text(String name, String pattern, String rule) {
        String value = get(name).asText("");
        if (!value.matches(pattern)) {
            refuse(name, rule);
        }
        return value;
    }

    long whole(String name, long least, long most) {
        JsonNode value = get(name);
        if (!value.isIntegralNumber() || value.longValue() < least || value.longValue() > most) {
            refuse(name, "must be a whole number between " + least + " and " + most);
            return least;
        }
        return value.longValue();
    }

    long whole(String name, long least, long most, long otherwise) {
        return has(name) ? whole(name, least, most) : otherwise;
    }

    double number(String name, double least, double otherwise) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isNumber() || value.doubleValue() < least) {
            refuse(name, "must be a number of at least " + least);
        }
        return value.doubleValue();
    }

    /** A fixed count of numbers, all above {@code above}. */
    float[] numbers(String name, int count, float above) {
        float[] values = new float[count];
        JsonNode array = get(name);
        boolean fits = array.isArray() && array.size() == count;
        for (int i = 0; fits && i < count; i++) {
            values[i] = array.get(i).floatValue();
            fits = array.get(i).isNumber() && values[i] > above;
        }
        if (!fits) {
            refuse(name, "must be " + count + " numbers" + (Float.isInfinite(above) ? "" : " above " + above));
            Arrays.fill(values, 1);
        }
        return values;
    }

    /** Three numbers that are all the same unless stated. */
    float[] channels(String name, float above, float otherwise) {
        return has(name) ? numbers(name, 3, above) : new float[] {otherwise, otherwise, otherwise};
    }

    /** The sizes of a tensor's axes. */
    long[] shape(String name) {
        JsonNode array = get(name);
        long[] shape = new long[array.isArray() ? array.size() : 0];
        boolean fits = shape.length > 0;
        for (int axis = 0; fits && axis < shape.length; axis++) {
            shape[axis] = array.get(axis).longValue();
            fits = array.get(axis).isInt() && (shape[axis] == -1 || shape[axis] > 0);
        }
        if (!fits) {
            refuse(name, "must be whole numbers above 0, or -1 for any");
            return new long[] {-1};
        }
        return shape;
    }

    <E extends Enum<E>> E choice(String name, E[] constants, Function<E, String> spelling) {
        String value = get(name).asText("");
        for (E constant : constants) {
            if (spelling.apply(constant).equals(value)) {
                return constant;
            }
        }
        refuse(name, "must be one of " + Arrays.stream(constants).map(spelling).toList());
        return constants[0];
    }

    /** {@code LETTERBOX_TOP_LEFT} as {@code letterbox-top-left}. */
    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The object under a key; empty where it is absent. */
    CardSection section(String name) {
        JsonNode value = has(name) ? node.get(name) : new ObjectNode(null);
        return new CardSection(value, key(name) + ".", problems);
    }

    List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (Iterator<String> names = node.fieldNames(); names.hasNext();) {
            keys.add(names.next());
        }
        return keys;
    }

    /** Tells every key that nobody asked for. */
    void refuseUnknown() {
        for (String name : keys()) {
            if (!known.contains(name)) {
                problems.add(key(name) + " is no key of a card" + Suggestion.forWord(name, known));
            }
        }
    }
}
