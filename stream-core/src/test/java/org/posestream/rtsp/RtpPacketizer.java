package org.posestream.rtsp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes RTP packets (RFC 3550) of H.264 pictures (RFC 6184): a unit that fits goes into a packet of its own, a larger
 * one into fragments (FU-A). The last packet of a picture bears the marker.
 */
final class RtpPacketizer {

    static final int PAYLOAD_TYPE = 96;
    static final int HEADER_BYTES = 12;
    static final int TICKS_PER_SECOND = 90_000;

    private static final int VERSION_2 = 0x80;
    private static final int MARKER = 0x80;
    private static final int FU_A = 28;
    private static final int FU_HEADER_BYTES = 2;
    private static final int START = 0x80;
    private static final int END = 0x40;

    private final int source;
    private final int maxPayload;
    private int nextNumber;
    private int packets;
    private int payloadBytes;

    /**
     * A stream without packets.
     *
     * @param source the stream's random identifier (SSRC)
     * @param firstNumber of the first packet; counts modulo 65536
     * @param maxPayload bytes behind the header, at least 3
     */
    RtpPacketizer(int source, int firstNumber, int maxPayload) {
        this.source = source;
        this.nextNumber = firstNumber;
        this.maxPayload = maxPayload;
    }

    /** The packets of one picture, in order. */
    List<byte[]> packets(List<byte[]> units, int timestamp) {
        List<byte[]> result = new ArrayList<>();
        for (byte[] unit : units) {
            if (unit.length <= maxPayload) {
                result.add(packet(timestamp, unit.length).put(unit).array());
            } else {
                addFragments(result, unit, timestamp);
            }
        }
        result.get(result.size() - 1)[1] |= (byte) MARKER;
        packets += result.size();
        payloadBytes += result.stream().mapToInt(packet -> packet.length - HEADER_BYTES).sum();
        return result;
    }

    int source() {
        return source;
    }

    /** Number of the next packet. */
    int nextNumber() {
        return nextNumber;
    }

    /** Packets made so far. */
    int packets() {
        return packets;
    }

    /** Bytes made so far, without headers. */
    int payloadBytes() {
        return payloadBytes;
    }

    /** The unit's own header byte is told in parts: its upper bits in the first byte, its type in the second. */
    private void addFragments(List<byte[]> result, byte[] unit, int timestamp) {
        int room = maxPayload - FU_HEADER_BYTES;
        for (int begin = 1; begin < unit.length; begin += room) {
            int length = Math.min(room, unit.length - begin);
            int place = (begin == 1 ? START : 0) | (begin + length == unit.length ? END : 0);
            result.add(packet(timestamp, FU_HEADER_BYTES + length)
                    .put((byte) (unit[0] & 0xE0 | FU_A))
                    .put((byte) (place | unit[0] & 0x1F))
                    .put(unit, begin, length).array());
        }
    }

    private ByteBuffer packet(int timestamp, int payload) {
        ByteBuffer packet = ByteBuffer.allocate(HEADER_BYTES + payload);
        packet.put((byte) VERSION_2).put((byte) PAYLOAD_TYPE).putShort((short) nextNumber).putInt(timestamp)
                .putInt(source);
        nextNumber = nextNumber + 1 & 0xFFFF;
        return packet;
    }
}
