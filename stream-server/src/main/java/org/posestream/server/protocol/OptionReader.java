package org.posestream.server.protocol;

import static org.posestream.server.protocol.ProtocolException.clipped;
import static org.posestream.server.protocol.ProtocolException.quoted;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.posestream.inference.Suggestion;
import org.posestream.pose.SkeletonTopology;

/** Takes options one by one, from whatever form they come in, and refuses what is unknown, repeated or out of range. */
final class OptionReader {

    static final String JOINTS = "joints";
    static final String PEOPLE = "people";
    static final String MAX_RATE = "maxRate";
    static final String COORDINATES = "coordinates";
    static final String DIMENSIONS = "dimensions";
    static final List<String> NAMES = List.of(JOINTS, PEOPLE, MAX_RATE, COORDINATES, DIMENSIONS);

    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}(\\.\\d{1,20})?");
    /** Up to the largest that a long surely holds. */
    private static final Pattern ID = Pattern.compile("[1-9]\\d{0,17}");

    private final Set<String> seen = new HashSet<>();
    private SkeletonTopology joints = SubscribeOptions.DEFAULT.joints();
    private PeopleFilter people = SubscribeOptions.DEFAULT.people();
    private double maxRate = SubscribeOptions.DEFAULT.maxRate();
    private CoordinatePreset coordinates = SubscribeOptions.DEFAULT.coordinates();
    private Dimensions dimensions = SubscribeOptions.DEFAULT.dimensions();

    /** All that were not given are as by default. */
    SubscribeOptions options() {
        return new SubscribeOptions(joints, people, maxRate, coordinates, dimensions);
    }

    /** An option as text. */
    void text(String name, String value) throws ProtocolException {
        require(name);
        switch (name) {
            case JOINTS -> joints = oneOf(name, value, SkeletonTopology.all(), SkeletonTopology::id);
            case PEOPLE -> people = people(value);
            case MAX_RATE -> rate(NUMBER.matcher(value).matches() ? Double.parseDouble(value) : Double.NaN, value);
            case COORDINATES -> coordinates = oneOf(name, value, List.of(CoordinatePreset.values()),
                    CoordinatePreset::label);
            default -> dimensions = oneOf(name, value, List.of(Dimensions.values()), Dimensions::label);
        }
    }

    /** The option {@code maxRate} as a number. */
    void maxRate(double value) throws ProtocolException {
        require(MAX_RATE);
        rate(value, String.valueOf(value));
    }

    /** Refuses a name that is not known or was taken before, whatever its value. */
    void require(String name) throws ProtocolException {
        if (!NAMES.contains(name)) {
            throw new ProtocolException(ErrorCode.UNKNOWN_OPTION, "option " + quoted(name) + " is not known"
                    + suggestion(name, NAMES) + "; known are " + String.join(", ", NAMES));
        }
        if (!seen.add(name)) {
            throw new ProtocolException(ErrorCode.INVALID_OPTION, "option '" + name + "' is given twice");
        }
    }

    private void rate(double value, String text) throws ProtocolException {
        if (value != 0 && !(value >= SubscribeOptions.MIN_RATE && value <= SubscribeOptions.MAX_RATE)) {
            throw invalid(MAX_RATE, "0 (every frame) or a number of frames a second from 0.001 to 1000", text, "");
        }
        maxRate = value;
    }

    private static PeopleFilter people(String value) throws ProtocolException {
        if (value.equals(PeopleFilter.ALL.label())) {
            return PeopleFilter.ALL;
        }
        if (value.equals(PeopleFilter.LARGEST.label())) {
            return PeopleFilter.LARGEST;
        }
        List<Long> ids = new ArrayList<>();
        // One more than allowed are enough to know that there are too many.
        for (String id : value.split(",", PeopleFilter.MAX_IDS + 1)) {
            if (!ID.matcher(id).matches() || ids.size() == PeopleFilter.MAX_IDS) {
                throw invalid(PEOPLE, "all, largest or up to " + PeopleFilter.MAX_IDS + " ids such as 3,7", value,
                        suggestion(value, List.of(PeopleFilter.ALL.label(), PeopleFilter.LARGEST.label())));
            }
            ids.add(Long.parseLong(id));
        }
        return PeopleFilter.ofIds(ids);
    }

    private static <T> T oneOf(String name, String value, List<T> values, Function<T, String> label)
            throws ProtocolException {
        for (T candidate : values) {
            if (label.apply(candidate).equals(value)) {
                return candidate;
            }
        }
        List<String> labels = values.stream().map(label).toList();
        throw invalid(name, "one of " + String.join(", ", labels), value, suggestion(value, labels));
    }

    private static ProtocolException invalid(String name, String rule, String value, String suggestion) {
        return new ProtocolException(ErrorCode.INVALID_OPTION,
                name + " must be " + rule + ", but was " + quoted(value) + suggestion);
    }

    private static String suggestion(String word, List<String> candidates) {
        return Suggestion.forWord(clipped(word), candidates);
    }
}
