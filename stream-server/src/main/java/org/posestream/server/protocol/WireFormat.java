package org.posestream.server.protocol;

import java.util.Arrays;
import java.util.Optional;

/** The forms in which messages travel; a client chooses one by its WebSocket sub-protocol. */
public enum WireFormat {
    /** A JSON object a message, in text frames; also for clients that name no sub-protocol. */
    JSON("posestream.v1.json"),
    /** A {@code ServerMessage} or {@code ClientMessage} of posestream.proto a message, in binary frames. */
    PROTO("posestream.v1.proto");

    private final String subProtocol;

    WireFormat(String subProtocol) {
        this.subProtocol = subProtocol;
    }

    /** The name in {@code Sec-WebSocket-Protocol}. */
    public String subProtocol() {
        return subProtocol;
    }

    public static Optional<WireFormat> ofSubProtocol(String name) {
        return Arrays.stream(values()).filter(format -> format.subProtocol.equals(name)).findFirst();
    }
}
