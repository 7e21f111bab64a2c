package org.posestream.server.config;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.posestream.inference.Suggestion;
import org.posestream.server.access.AddressRange;
import org.posestream.server.access.TokenDigest;

/**
 * What a single value may be, and how it is written.
 *
 * @param meaning for people, after "must be"
 * @param words all that may be written, where they can be listed
 * @param parser throws an unchecked exception for what is none
 */
record ScalarType(String meaning, List<String> words, Function<String, Object> parser) {

    /** What is never shown, even where it is wrong. */
    private static final ScalarType SECRET = new ScalarType(TokenDigest.RULE, List.of(), TokenDigest::of);

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|min|h)");
    private static final Map<String, Long> UNIT_MILLIS = Map.of("ms", 1L, "s", 1000L, "min", 60_000L, "h", 3_600_000L);
    private static final Map<Class<?>, ScalarType> TYPES = Map.of(
            int.class, new ScalarType("a whole number", List.of(), Integer::valueOf),
            double.class, new ScalarType("a number", List.of(), ScalarType::finite),
            Double.class, new ScalarType("a number", List.of(), ScalarType::finite),
            boolean.class, new ScalarType("true or false", List.of("true", "false"), ScalarType::bool),
            String.class, new ScalarType("text", List.of(), text -> text),
            Path.class, new ScalarType("a path", List.of(), Path::of),
            TokenDigest.class, SECRET,
            AddressRange.class, new ScalarType(AddressRange.RULE, List.of(), AddressRange::parse),
            Duration.class, new ScalarType("a duration such as 500ms, 5s, 2min or 1h", List.of(),
                    ScalarType::duration));

    /** The type of a component that is no section. */
    static ScalarType of(RecordComponent component) {
        ScalarType type = ofType(valueType(component));
        Between range = component.getAnnotation(Between.class);
        if (range != null) {
            return type.between(range.least(), range.most());
        }
        Matching form = component.getAnnotation(Matching.class);
        return form == null ? type : type.matching(form);
    }

    /** Whether a value must not be shown. */
    boolean isSecret() {
        return this == SECRET;
    }

    /** Whether no value is a value too. */
    static boolean isOptional(RecordComponent component) {
        return component.getType() == Optional.class;
    }

    /** How a value is written in the file. */
    static String format(Object value) {
        if (value instanceof Duration duration) {
            long millis = duration.toMillis();
            String unit = List.of("h", "min", "s", "ms").stream()
                    .filter(each -> millis % UNIT_MILLIS.get(each) == 0 && millis > 0).findFirst().orElse("ms");
            return millis / UNIT_MILLIS.get(unit) + unit;
        }
        if (value instanceof Enum<?> constant) {
            return label(constant);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ScalarType::format).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof Double number && number == Math.rint(number)
                ? Long.toString(number.longValue()) : String.valueOf(value);
    }

    /**
     * The value of that text.
     *
     * @throws IllegalArgumentException when it is none
     */
    Object parse(String text) {
        try {
            return parser.apply(text);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(meaning, e);
        }
    }

    /** What may have been meant, or nothing. */
    String suggestion(String text) {
        return Suggestion.forWord(text.toLowerCase(Locale.ROOT), words);
    }

    private ScalarType between(String least, String most) {
        Comparable<Object> min = comparable(parse(least));
        Comparable<Object> max = comparable(parse(most));
        return new ScalarType(meaning + " between " + least + " and " + most, words, text -> {
            Object value = parse(text);
            if (min.compareTo(value) > 0 || max.compareTo(value) < 0) {
                throw new IllegalArgumentException();
            }
            return value;
        });
    }

    private ScalarType matching(Matching form) {
        List<String> fitting = words.stream().filter(word -> word.matches(form.regex())).toList();
        return new ScalarType(form.meaning(), fitting, text -> {
            if (!text.matches(form.regex())) {
                throw new IllegalArgumentException();
            }
            return parse(text);
        });
    }

    private static ScalarType ofType(Class<?> type) {
        if (!type.isEnum()) {
            return TYPES.get(type);
        }
        List<String> labels = Arrays.stream(type.getEnumConstants()).map(each -> label((Enum<?>) each)).toList();
        return new ScalarType("one of " + String.join(", ", labels), labels,
                text -> type.getEnumConstants()[requireIndex(labels.indexOf(text))]);
    }

    private static Class<?> valueType(RecordComponent component) {
        if (component.getGenericType() instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            return (Class<?>) last;
        }
        return component.getType();
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int requireIndex(int index) {
        if (index < 0) {
            throw new IllegalArgumentException();
        }
        return index;
    }

    @SuppressWarnings("unchecked")
    private static Comparable<Object> comparable(Object value) {
        return (Comparable<Object>) value;
    }

    private static Object finite(String text) {
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value) || !text.matches("[-+.0-9eE]+")) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static Object bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static Object duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException();
        }
        return Duration.ofMillis(Long.parseLong(matcher.group(1)) * UNIT_MILLIS.get(matcher.group(2)));
    }
}
