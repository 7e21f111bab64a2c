package org.posestream.server.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.posestream.server.access.Caller;
import org.posestream.server.access.PeerNetwork;

/**
 * The clients' connections, each counted from when it is accepted until it is closed. All but {@link #open} and
 * {@link #refused} is for the event loop.
 */
@ChannelHandler.Sharable
final class Connections extends ChannelInboundHandlerAdapter {

    /** Who was last let in to something that needs a scope. */
    static final AttributeKey<Caller> CALLER = AttributeKey.valueOf(Connections.class, "caller");

    private static final String UNKNOWN = "unknown";

    private final ConnectionLimits limits;
    private final Set<Channel> channels = new HashSet<>();
    private final Map<String, Integer> byAddress = new HashMap<>();
    private final LongAdder refused = new LongAdder();
    private volatile int open;

    Connections(ConnectionLimits limits) {
        this.limits = limits;
    }

    /** Connections that there are now; any thread. */
    int open() {
        return open;
    }

    /** Connections closed at once so far, and clients told to come later; any thread. */
    long refused() {
        return refused.sum();
    }

    /** Whether there is no room for this client, which is counted already; it will be told. */
    boolean isFull(Channel client) {
        boolean full = channels.size() > limits.connections()
                || byAddress.getOrDefault(key(client), 0) > limits.connectionsPerAddress();
        if (full) {
            refused.increment();
        }
        return full;
    }

    /** Closes them all. */
    void closeAll() {
        List.copyOf(channels).forEach(Channel::close);
    }

    /** Closes those of clients who may not be here any more; WebSockets are told. */
    void closeUnless(Predicate<Caller> welcome) {
        for (Channel channel : List.copyOf(channels)) {
            Caller caller = channel.attr(CALLER).get();
            if (caller != null && !welcome.test(caller)) {
                channel.pipeline().fireUserEventTriggered(AccessWithdrawn.EVENT);
            }
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Channel client = context.channel();
        String key = key(client);
        if (channels.size() >= ConnectionLimits.withReserve(limits.connections()) || byAddress.getOrDefault(key, 0)
                >= ConnectionLimits.withReserve(limits.connectionsPerAddress())) {
            refused.increment();
            client.close();
            return;
        }
        channels.add(client);
        byAddress.merge(key, 1, Integer::sum);
        open = channels.size();
        // A closed socket does not tell any more from where it came.
        client.closeFuture().addListener(closed -> remove(client, key));
        context.fireChannelActive();
    }

    private void remove(Channel client, String key) {
        channels.remove(client);
        byAddress.computeIfPresent(key, (address, count) -> count == 1 ? null : count - 1);
        open = channels.size();
    }

    private static String key(Channel client) {
        return client.remoteAddress() instanceof InetSocketAddress address ? PeerNetwork.of(address.getAddress())
                : UNKNOWN;
    }
}
