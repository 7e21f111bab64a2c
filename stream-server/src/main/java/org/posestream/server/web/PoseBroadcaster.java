package org.posestream.server.web;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.posestream.export.PoseJsonEncoder;
import org.posestream.frame.FrameBuffer;
import org.posestream.pipeline.PosePublisher;
import org.posestream.pose.PoseFrame;

/**
 * Encodes each frame once, as a whole WebSocket text frame, and hands it to the event loop, where the stream's
 * subscribers live. Publishing never waits: a frame that the loop has not taken yet is replaced by the newer one.
 */
public final class PoseBroadcaster implements PosePublisher {

    private final PoseJsonEncoder encoder = new PoseJsonEncoder();
    private final Map<String, StreamChannel> streams = new ConcurrentHashMap<>();
    private final EventLoop loop;

    /** @param loop the event loop of every client's channel */
    public PoseBroadcaster(EventLoop loop) {
        this.loop = requireNonNull(loop, "loop is null");
    }

    /** Makes a stream known; clients may subscribe from now on. */
    public void open(String stream) {
        streams.computeIfAbsent(stream, name -> new StreamChannel(loop));
    }

    /** Ends a stream; its subscribers are told and disconnected. */
    public void close(String stream) {
        StreamChannel closed = streams.remove(stream);
        if (closed != null) {
            closed.close();
        }
    }

    /** Ends all streams; later frames go nowhere. */
    void closeAll() {
        streams.keySet().forEach(this::close);
    }

    /** The stream of that name, or null when there is none. */
    StreamChannel stream(String name) {
        return streams.get(name);
    }

    /** The names that clients may subscribe to. */
    public Iterable<String> names() {
        return new TreeSet<>(streams.keySet());
    }

    @Override
    public void publish(PoseFrame frame, FrameBuffer pixels) {
        StreamChannel stream = streams.get(frame.stream());
        if (stream == null || !stream.hasSubscribers()) {
            return;
        }
        int length = encoder.encode(frame);
        ByteBuf message = ByteBufAllocator.DEFAULT.buffer(length + WebSocketText.MAX_HEADER_BYTES);
        WebSocketText.write(message, encoder.bytes(), length);
        stream.send(message);
    }
}
