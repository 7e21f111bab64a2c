package org.posestream.server.web;

import org.posestream.server.protocol.SubscribeOptions;
import org.posestream.server.protocol.WireFormat;

/**
 * What decides the bytes of a stream's frames.
 *
 * @param options without those that change no byte
 */
record FeedKey(WireFormat format, SubscribeOptions options) {

    static FeedKey of(WireFormat format, SubscribeOptions options) {
        return new FeedKey(format, options.encodingKey());
    }
}
