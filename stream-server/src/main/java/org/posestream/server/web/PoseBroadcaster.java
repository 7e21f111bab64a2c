package org.posestream.server.web;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.posestream.frame.FrameBuffer;
import org.posestream.pipeline.PosePublisher;
import org.posestream.pose.PoseFrame;
import org.posestream.server.protocol.ClientMessage;
import org.posestream.server.protocol.Hello;
import org.posestream.server.protocol.ProtocolException;
import org.posestream.server.protocol.StreamStatus;
import org.posestream.server.protocol.SubscribeOptions;
import org.posestream.server.protocol.TimeReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every finished frame to the WebSockets that are subscribed to its stream.
 *
 * <p>Publishing never waits and encodes nothing: it leaves the frame for the event loop, in place of one that the loop
 * has not taken yet. There each frame is encoded once for all who want it in the same form.
 */
public final class PoseBroadcaster implements PosePublisher {

    /** In place of a stream's name: all of them, those to come included. */
    public static final String ALL = "*";

    private static final Logger log = LoggerFactory.getLogger(PoseBroadcaster.class);
    private static final WebSocketCloseStatus STREAM_ENDED =
            new WebSocketCloseStatus(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE.code(), "the stream was removed");
    private static final WebSocketCloseStatus STOPPING =
            new WebSocketCloseStatus(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE.code(), "the server stops");

    private final Map<String, StreamChannel> streams = new ConcurrentHashMap<>();
    private final Executor loop;
    private final LongSupplier clock;
    private final OutboundMessages messages;
    /** Event loop only. */
    private final Set<Subscriber> subscribers = new LinkedHashSet<>();
    private volatile StreamFacts facts;

    /**
     * Without streams.
     *
     * @param loop the event loop of every client's channel
     * @param clock the machine's monotonic clock, on which live frames have their capture times
     * @param allocator of the messages
     */
    PoseBroadcaster(Executor loop, LongSupplier clock, ByteBufAllocator allocator) {
        this.loop = requireNonNull(loop, "loop is null");
        this.clock = requireNonNull(clock, "clock is null");
        messages = new OutboundMessages(allocator);
    }

    /** Says what is to come; before that nobody can subscribe. */
    public void setFacts(StreamFacts known) {
        facts = requireNonNull(known, "known is null");
    }

    /** Makes a stream known; clients may subscribe from now on, and those of all streams do. */
    public void open(String stream) {
        StreamChannel opened = new StreamChannel(stream, loop, clock, messages);
        if (streams.putIfAbsent(stream, opened) == null) {
            onLoop(() -> {
                subscribers.stream().filter(Subscriber::isForAll).toList().forEach(each -> attachToo(each, opened));
                opened.tellStatus(clock.getAsLong());
            });
        }
    }

    /** Ends a stream; its subscribers are told and disconnected. */
    public void close(String stream) {
        StreamChannel closed = streams.remove(stream);
        if (closed != null) {
            onLoop(() -> closed.end(STREAM_ENDED));
        }
    }

    /** Takes note of what streams are doing; one that is not open is left out. */
    public void setStatuses(Collection<StreamStatus> newest) {
        List<StreamStatus> statuses = List.copyOf(newest);
        onLoop(() -> {
            long nowNanos = clock.getAsLong();
            for (StreamStatus status : statuses) {
                StreamChannel stream = streams.get(status.stream());
                if (stream != null) {
                    stream.setStatus(status, nowNanos);
                }
            }
        });
    }

    /** The newest frame of a stream; empty when there is no such stream, or none has come. */
    public Optional<PoseFrame> latest(String stream) {
        return Optional.ofNullable(streams.get(stream)).flatMap(StreamChannel::latest);
    }

    /** The names that clients may subscribe to. */
    public Iterable<String> names() {
        return new TreeSet<>(streams.keySet());
    }

    /** What is known of the subscribers of each stream, by its name. */
    public List<StreamReading> readings() {
        return streams.values().stream().map(StreamChannel::reading)
                .sorted(Comparator.comparing(StreamReading::stream)).toList();
    }

    @Override
    public void publish(PoseFrame frame, FrameBuffer pixels) {
        StreamChannel stream = streams.get(frame.stream());
        if (stream != null) {
            stream.publish(frame);
        }
    }

    /** Ends all connections; later frames go nowhere. */
    void closeAll() {
        streams.clear();
        onLoop(() -> List.copyOf(subscribers).forEach(each -> each.close(STOPPING)));
    }

    /** Whether a client may subscribe to that name, or {@link #ALL}. */
    boolean isKnown(String target) {
        return target.equals(ALL) || streams.containsKey(target);
    }

    /** Whether it is known what is to come. */
    boolean isReady() {
        return facts != null;
    }

    long nowNanos() {
        return clock.getAsLong();
    }

    OutboundMessages messages() {
        return messages;
    }

    /** Looks after a client from now on; event loop only. */
    void add(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    /** Sends a client what it wants from now on, after a hello; event loop only. */
    void subscribe(Subscriber subscriber, SubscribeOptions options) throws ProtocolException {
        options.requireAvailable(facts.topology2d(), facts.topology3d());
        List<StreamChannel> wanted = wantedBy(subscriber);
        if (wanted.isEmpty() && !subscriber.isForAll()) {
            subscriber.close(STREAM_ENDED);
            return;
        }
        for (StreamChannel stream : wanted) {
            attach(subscriber, stream, options);
        }
        subscriber.setOptions(options);
        subscriber.offerHello(() -> subscriber.encode(encoder -> encoder.hello(hello(subscriber))));
    }

    /** Answers a client that asks for the time; event loop only. */
    void tellTime(Subscriber subscriber, ClientMessage.TimeRequest question) {
        subscriber.offerTime(() -> {
            TimeReply reply = new TimeReply(question.id(), question.clientMicros(), clock.getAsLong(), unixMicros());
            return subscriber.encode(encoder -> encoder.time(reply));
        });
    }

    /** Lets go of a client; event loop only. */
    void leave(Subscriber subscriber) {
        subscribers.remove(subscriber);
        subscriber.leaveStreams();
        subscriber.release();
    }

    /** Does what is due, to be called a few times a second; event loop only. */
    void tick() {
        long nowNanos = clock.getAsLong();
        try {
            streams.values().forEach(stream -> stream.tellStatus(nowNanos));
            // Whoever is disconnected leaves meanwhile.
            List.copyOf(subscribers).forEach(each -> each.tick(nowNanos));
        } catch (RuntimeException e) {
            // What throws is not called again by an executor, and nobody would be pinged any more.
            log.error("clients could not be looked after: {}", e.toString());
            log.debug("clients could not be looked after", e);
        }
    }

    private List<StreamChannel> wantedBy(Subscriber subscriber) {
        return streams.values().stream().filter(stream -> subscriber.isForAll()
                || stream.name().equals(subscriber.target())).toList();
    }

    private static void attach(Subscriber subscriber, StreamChannel stream, SubscribeOptions options)
            throws ProtocolException {
        Subscription subscription = subscriber.subscriptionTo(stream);
        stream.attach(subscription, FeedKey.of(subscriber.format(), options));
        subscription.begin(options.maxRate());
    }

    private static void attachToo(Subscriber subscriber, StreamChannel stream) {
        try {
            if (!subscriber.isClosing()) {
                attach(subscriber, stream, subscriber.options());
            }
        } catch (ProtocolException e) {
            subscriber.refuse(e);
        }
    }

    private Hello hello(Subscriber subscriber) {
        List<StreamStatus> statuses = wantedBy(subscriber).stream().map(StreamChannel::status)
                .sorted(Comparator.comparing(StreamStatus::stream)).toList();
        SubscribeOptions options = subscriber.options();
        return new Hello(facts.version(), subscriber.target(), options, clock.getAsLong(), unixMicros(),
                facts.topologies(options), statuses);
    }

    private static long unixMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // The server is closing, and every connection with it.
            streams.clear();
        }
    }
}
