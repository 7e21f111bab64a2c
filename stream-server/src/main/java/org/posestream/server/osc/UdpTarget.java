package org.posestream.server.osc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.posestream.pose.PoseFrame;
import org.posestream.server.config.UdpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to one address, on a thread of its own. Of each stream the newest frame waits; what comes while another is
 * being sent replaces it. A target that cannot be reached is told of once, and tried again for ever: UDP has nobody who
 * would say that it is there.
 */
final class UdpTarget implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(UdpTarget.class);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Trouble that was not met for so long is over, and told of when it comes again. */
    private static final long PEACE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long CLOSE_MILLIS = 1000;

    private final String name;
    private final UdpAddress address;
    private final OscSource source;
    private final OscWriter out = new OscWriter();
    private final Map<String, PoseFrame> newest = new ConcurrentHashMap<>();
    private final Thread thread;
    private final AtomicLong replaced = new AtomicLong();
    private volatile boolean closed;
    private DatagramChannel channel;
    private long sent;
    private long lost;
    private long retryNanos;
    private String trouble = "";
    private long troubleNanos;

    /** @param name for people, for example {@code vmc.avatar} */
    UdpTarget(String name, UdpAddress address, OscSource source) {
        this.name = name;
        this.address = address;
        this.source = source;
        retryNanos = System.nanoTime();
        thread = new Thread(this::run, "osc " + name);
        thread.setDaemon(true);
    }

    void start() {
        log.info("{}: sends to {}", name, address);
        thread.start();
    }

    /** Takes a frame to be sent; never waits. */
    void offer(PoseFrame frame) {
        if (source.wants(frame.stream())) {
            if (newest.put(frame.stream(), frame) != null) {
                replaced.incrementAndGet();
            }
            LockSupport.unpark(thread);
        }
    }

    /** Sends the last that is to be sent, and ends. A name that is being resolved is left behind. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            long sentNanos = System.nanoTime();
            while (!closed) {
                long now = System.nanoTime();
                boolean isSilent = now - sentNanos >= SILENCE_NANOS;
                if (!newest.isEmpty() || isSilent) {
                    sentNanos = send(now, isSilent) ? now : sentNanos;
                } else {
                    LockSupport.parkNanos(this, SILENCE_NANOS - (now - sentNanos));
                }
            }
            out.clear();
            source.farewell(System.nanoTime(), out);
            transmit(System.nanoTime());
        } finally {
            disconnect();
            log.info("{}: ended; {} datagrams sent, {} lost in a full buffer, {} frames replaced by newer ones", name,
                    sent, lost, replaced);
        }
    }

    /** Whether anything was there to be sent. */
    private boolean send(long nowNanos, boolean isSilent) {
        out.clear();
        for (String stream : newest.keySet()) {
            write(newest.remove(stream), nowNanos);
        }
        if (out.count() == 0 && isSilent) {
            source.silence(nowNanos, out);
        }
        transmit(nowNanos);
        return out.count() > 0 || isSilent;
    }

    private void write(PoseFrame frame, long nowNanos) {
        try {
            source.frame(frame, nowNanos, out);
        } catch (RuntimeException e) {
            // An error of ours, of which the target's other frames should not suffer.
            tell("a frame cannot be sent: " + e, nowNanos);
            log.debug("{}: a frame cannot be sent", name, e);
        }
    }

    private void transmit(long nowNanos) {
        try {
            if (out.count() > 0 && isConnected(nowNanos)) {
                for (int i = 0; i < out.count(); i++) {
                    // Zero bytes: the system's buffer is full, and these are lost as they might be on the way.
                    boolean taken = channel.write(out.datagram(i)) > 0;
                    sent += taken ? 1 : 0;
                    lost += taken ? 0 : 1;
                }
            }
            trouble = nowNanos - troubleNanos > PEACE_NANOS ? "" : trouble;
        } catch (PortUnreachableException e) {
            tell("nobody listens at " + address + "; start the receiver, or mend the address (sending goes on)",
                    nowNanos);
        } catch (UnknownHostException e) {
            tell("host '" + address.host() + "' is not known; mend the address, or the name service (tried again every "
                    + TimeUnit.NANOSECONDS.toSeconds(RETRY_NANOS) + " s)", nowNanos);
        } catch (IOException e) {
            disconnect();
            tell("cannot send to " + address + ": " + e.getMessage() + " (tried again)", nowNanos);
        }
    }

    private boolean isConnected(long nowNanos) throws IOException {
        if (channel == null && nowNanos - retryNanos >= 0) {
            retryNanos = nowNanos + RETRY_NANOS;
            InetSocketAddress resolved = new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
            channel = DatagramChannel.open();
            channel.configureBlocking(false);
            // An address of many receivers may be named as well.
            channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
            channel.connect(resolved);
        }
        return channel != null;
    }

    private void disconnect() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            log.debug("{}: cannot close: {}", name, e.getMessage());
        }
        channel = null;
    }

    private void tell(String text, long nowNanos) {
        troubleNanos = nowNanos;
        if (!text.equals(trouble)) {
            log.warn("{}: {}", name, text);
        }
        trouble = text;
    }
}
