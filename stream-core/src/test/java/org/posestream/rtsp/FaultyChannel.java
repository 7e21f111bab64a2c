package org.posestream.rtsp;

import java.io.IOException;
import java.util.Random;

/** Garbles, loses and exchanges the packets of a stream as its switches say, each packet by its own chance. */
final class FaultyChannel implements PacketChannel {

    private final PacketChannel next;
    private final FaultSwitches switches;
    private final Random random;
    private byte[] held;

    FaultyChannel(PacketChannel next, FaultSwitches switches, Random random) {
        this.next = next;
        this.switches = switches;
        this.random = random;
    }

    @Override
    public void sendRtp(byte[] packet) throws IOException {
        if (happens(switches.lostShare())) {
            return;
        }
        byte[] sent = happens(switches.garbledShare()) ? garbled(packet) : packet;
        if (held == null && happens(switches.swappedShare())) {
            held = sent;
            return;
        }
        next.sendRtp(sent);
        if (held != null) {
            next.sendRtp(held);
            held = null;
        }
    }

    @Override
    public void sendRtcp(byte[] packet) throws IOException {
        next.sendRtcp(packet);
    }

    @Override
    public void sendStray(byte[] bytes) throws IOException {
        next.sendStray(bytes);
    }

    @Override
    public void close() throws IOException {
        next.close();
    }

    private boolean happens(double share) {
        return share > 0 && random.nextDouble() < share;
    }

    private byte[] garbled(byte[] packet) {
        byte[] bytes = new byte[packet.length];
        random.nextBytes(bytes);
        System.arraycopy(packet, 0, bytes, 0, RtpPacketizer.HEADER_BYTES);
        return bytes;
    }
}
