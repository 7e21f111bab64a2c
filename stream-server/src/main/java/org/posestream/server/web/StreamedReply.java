package org.posestream.server.web;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * An answer of 200 without a known end, in chunks; its connection ends with it. A client that takes no byte for a
 * minute is disconnected.
 *
 * @param contentType of the body
 * @param begin called on the event loop when the head has been sent, once at most: not where the client has gone by
 *        then, or asked for the head alone, so it is here that means are taken; gives what is to be run once, on the
 *        event loop, when the client has gone or the sink has ended
 */
public record StreamedReply(String contentType, Function<Sink, Runnable> begin) implements Answer {

    public StreamedReply {
        requireNonNull(contentType, "contentType is null");
        requireNonNull(begin, "begin is null");
    }

    /** Where the pieces go; any thread may use it. */
    public interface Sink {

        /** Whether the client takes bytes now; pieces that are sent all the same would pile up. */
        boolean isReady();

        /**
         * Sends a piece, or nothing when the client has gone.
         *
         * @param piece not written to afterwards
         */
        void send(byte[] piece);

        /** Ends the answer. */
        void end();
    }
}
