package org.posestream.server.config;

import java.util.Optional;

/**
 * One avatar that is moved by the VMC protocol.
 *
 * @param address where the receiver listens; null only where defaults of targets are meant
 * @param camera whose people it follows; without a name those of the first camera that brings frames
 * @param person whom of them
 * @param maxRate frames a second that are sent at most; 0 for all
 */
public record VmcConfig(String address, Optional<String> camera,
        @Matching(regex = VmcConfig.PERSON, meaning = VmcConfig.PERSON_MEANING) String person,
        @Between(least = "0", most = "1000") double maxRate) {

    public static final String PERSON = "largest|[1-9]\\d{0,17}|[1-9]\\d?(st|nd|rd|th)";
    public static final String PERSON_MEANING =
            "largest, the number of an identity such as 17, or a place such as 1st or 2nd";

    static final VmcConfig DEFAULT = new VmcConfig(null, Optional.empty(), "largest", 0);

    private static final int DEFAULT_PORT = 39539;

    /** A target that is the same but for its address. */
    public VmcConfig withAddress(String other) {
        return new VmcConfig(other, camera, person, maxRate);
    }

    /**
     * The address, with the protocol's own port where it names none.
     *
     * @throws IllegalArgumentException in one line, when it is none
     */
    public UdpAddress udpAddress() {
        return UdpAddress.parse(address, DEFAULT_PORT);
    }
}
