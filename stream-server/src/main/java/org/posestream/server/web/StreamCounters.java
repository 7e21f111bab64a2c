package org.posestream.server.web;

import java.util.concurrent.atomic.LongAdder;

/** What is counted of a stream's subscribers; written on the event loop, read by any thread. */
final class StreamCounters {

    final LongAdder framesSent = new LongAdder();
    final LongAdder framesLost = new LongAdder();
    final LongAdder bytesSent = new LongAdder();
    final LongAdder framesOvertaken = new LongAdder();
    volatile int subscribers;
    volatile int feeds;

    StreamReading reading(String stream) {
        return new StreamReading(stream, subscribers, feeds, framesSent.sum(), framesLost.sum(),
                framesOvertaken.sum(), bytesSent.sum());
    }
}
