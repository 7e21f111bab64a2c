package org.posestream.server.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posestream.server.protocol.CoordinatePreset;
import org.posestream.server.protocol.ProtocolException;
import org.posestream.server.protocol.SubscribeOptions;

/**
 * One receiver of joints by plain Open Sound Control. Options are those of the WebSocket protocol.
 *
 * @param address where the receiver listens; null only where defaults of targets are meant
 * @param camera whose frames are sent; without a name those of all cameras
 * @param people whom of the people
 * @param joints the topology of the joints; without one as they come
 * @param dimensions joints in the image, in space, or both
 * @param coordinates axes and unit of joints in space
 * @param maxRate frames a second and camera that are sent at most; 0 for all
 */
public record OscConfig(String address, Optional<String> camera,
        @Matching(regex = "all|largest|[1-9]\\d{0,17}(,[1-9]\\d{0,17}){0,63}", meaning = "all, largest or identities "
                + "such as 3,7") String people,
        @Matching(regex = "h36m17|coco17|blazepose33", meaning = "one of h36m17, coco17, blazepose33")
        Optional<String> joints,
        @Matching(regex = "2d3d|2d|3d", meaning = "one of 2d3d, 2d, 3d") String dimensions,
        CoordinatePreset coordinates,
        @Between(least = "0", most = "1000") double maxRate) {

    public static final OscConfig DEFAULT = new OscConfig(null, Optional.empty(), "all", Optional.empty(), "2d3d",
            CoordinatePreset.OPENCV, 0);

    /** A target that is the same but for its address. */
    public OscConfig withAddress(String other) {
        return new OscConfig(other, camera, people, joints, dimensions, coordinates, maxRate);
    }

    /**
     * The address, of which the port must be given.
     *
     * @throws IllegalArgumentException in one line, when it is none
     */
    public UdpAddress udpAddress() {
        return UdpAddress.parse(address, 0);
    }

    /** What is sent of a frame; the rate is not part of it. */
    public SubscribeOptions options() {
        Map<String, List<String>> options = new HashMap<>(Map.of("people", List.of(people), "dimensions",
                List.of(dimensions), "coordinates", List.of(coordinates.label())));
        joints.ifPresent(topology -> options.put("joints", List.of(topology)));
        try {
            return SubscribeOptions.parse(options);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
