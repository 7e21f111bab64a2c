package org.posestream.rtsp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The RTCP packet (RFC 3550) by which a sender ties its stream's time to the wall clock. */
final class SenderReport {

    private static final int VERSION_2 = 0x80;
    private static final int SENDER_REPORT = 200;
    private static final int SOURCE_DESCRIPTION = 202;
    private static final byte CNAME = 1;
    /** From 1900, where NTP begins, to 1970. */
    private static final long NTP_SECONDS_AT_1970 = 2_208_988_800L;
    private static final byte[] NAME = "camera".getBytes(StandardCharsets.US_ASCII);

    private SenderReport() {
    }

    /**
     * A report and the description that has to follow it.
     *
     * @param unixNanos wall-clock time since 1970
     * @param timestamp the stream's time at that moment
     */
    static byte[] of(RtpPacketizer stream, long unixNanos, int timestamp) {
        ByteBuffer packet = ByteBuffer.allocate(28 + 8 + 12);
        header(packet, VERSION_2, SENDER_REPORT, 28, stream.source());
        long seconds = Math.floorDiv(unixNanos, 1_000_000_000L);
        long rest = Math.floorMod(unixNanos, 1_000_000_000L);
        packet.putInt((int) (seconds + NTP_SECONDS_AT_1970)).putInt((int) ((rest << 32) / 1_000_000_000))
                .putInt(timestamp).putInt(stream.packets()).putInt(stream.payloadBytes());
        header(packet, VERSION_2 | 1, SOURCE_DESCRIPTION, 20, stream.source());
        packet.put(CNAME).put((byte) NAME.length).put(NAME);
        return packet.array();
    }

    /** The length is told in words of four bytes, less one. */
    private static void header(ByteBuffer packet, int first, int type, int bytes, int source) {
        packet.put((byte) first).put((byte) type).putShort((short) (bytes / 4 - 1)).putInt(source);
    }
}
