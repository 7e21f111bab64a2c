package org.posestream.server.web;

import java.util.List;

/**
 * What is known of the clients at one moment.
 *
 * @param connections open now, of whatever kind
 * @param connectionsRefused for want of room, since the start
 * @param streams by name
 */
public record WebReading(int connections, long connectionsRefused, List<StreamReading> streams) {

    public WebReading {
        streams = List.copyOf(streams);
    }
}
