package org.posestream.server.protocol;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;

/**
 * What a client wants to be sent of a stream.
 *
 * @param joints the topology that it wants all joints in; null for the joints as they come
 * @param people whom it wants
 * @param maxRate frames a second at most, 0.001..1000; 0 for every frame
 * @param coordinates axes and unit of joints in space
 * @param dimensions joints in the image, in space, or both
 */
public record SubscribeOptions(SkeletonTopology joints, PeopleFilter people, double maxRate,
        CoordinatePreset coordinates, Dimensions dimensions) {

    /** Everything, as it comes. */
    public static final SubscribeOptions DEFAULT =
            new SubscribeOptions(null, PeopleFilter.ALL, 0, CoordinatePreset.OPENCV, Dimensions.BOTH);

    public static final double MIN_RATE = 0.001;
    public static final double MAX_RATE = 1000;

    public SubscribeOptions {
        requireNonNull(people, "people is null");
        requireNonNull(coordinates, "coordinates is null");
        requireNonNull(dimensions, "dimensions is null");
        if (maxRate != 0 && !(maxRate >= MIN_RATE && maxRate <= MAX_RATE)) {
            throw new IllegalArgumentException("maxRate must be 0 or between 0.001 and 1000, but was " + maxRate);
        }
        // Minus zero, as JSON and Protobuf have it, would be a form of its own.
        maxRate += 0.0;
    }

    /**
     * Reads the options of an address.
     *
     * @param query names and values, decoded
     * @throws ProtocolException for an unknown name, one given twice, or a value that it cannot have
     */
    public static SubscribeOptions parse(Map<String, List<String>> query) throws ProtocolException {
        OptionReader reader = new OptionReader();
        for (Map.Entry<String, List<String>> option : query.entrySet()) {
            for (String value : option.getValue()) {
                reader.text(option.getKey(), value);
            }
        }
        return reader.options();
    }

    /** Equal for those whose frames have the same bytes. */
    public SubscribeOptions encodingKey() {
        return maxRate == 0 ? this : new SubscribeOptions(joints, people, 0, coordinates, dimensions);
    }

    /**
     * Refuses joints of which none can be made.
     *
     * @param topology2d of the streams' joints in the image; null for none
     * @param topology3d of their joints in space; null for none
     */
    public void requireAvailable(SkeletonTopology topology2d, SkeletonTopology topology3d) throws ProtocolException {
        JointChoice choice = jointChoice();
        if (joints != null && !choice.has2d(topology2d) && !choice.has3d(topology3d)) {
            throw new ProtocolException(ErrorCode.UNAVAILABLE_JOINTS, "joints=" + joints
                    + " cannot be made of this stream's " + dimensions.named(topology2d, topology3d)
                    + "; leave 'joints' out to take them as they come");
        }
    }

    /** The frame as this client wants it; the frame itself where nothing is to be changed. */
    public PoseFrame apply(PoseFrame frame) {
        if (encodingKey().equals(DEFAULT)) {
            return frame;
        }
        JointChoice choice = jointChoice();
        List<PersonPose> chosen = people.choose(frame.people()).map(choice::apply).toList();
        return frame.withPeople(chosen);
    }

    private JointChoice jointChoice() {
        return new JointChoice(joints, dimensions, coordinates);
    }
}
