package org.posestream.rtsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RtpPacketizerTest {

    @Test
    void shouldSendSmallUnitsWholeAndLargeOnesInFragments() {
        RtpPacketizer packetizer = new RtpPacketizer(0x01020304, 0xFFFF, 5);
        List<byte[]> packets = packetizer.packets(List.of(HexFormat.of().parseHex("6801020304"),
                HexFormat.of().parseHex("65a1a2a3a4a5a6a7")), 0x05060708);
        assertEquals(List.of(
                "8060ffff0506070801020304" + "6801020304",
                "806000000506070801020304" + "7c85a1a2a3",
                "806000010506070801020304" + "7c05a4a5a6",
                "80e000020506070801020304" + "7c45a7"),
                packets.stream().map(HexFormat.of()::formatHex).toList());
        assertEquals(4, packetizer.packets());
        assertEquals(18, packetizer.payloadBytes());
        assertEquals(3, packetizer.nextNumber());
    }

    @Property(tries = 200)
    void shouldGiveEveryUnitBack(@ForAll @Size(min = 1, max = 4) List<@IntRange(min = 2, max = 3000) Integer> sizes,
            @ForAll @IntRange(min = 3, max = 1500) int maxPayload, @ForAll @IntRange(max = 65535) int first) {
        List<byte[]> units = new ArrayList<>();
        for (int size : sizes) {
            byte[] unit = new byte[size];
            for (int i = 0; i < size; i++) {
                unit[i] = (byte) (i * 31 + size);
            }
            unit[0] = (byte) (size % 23 + 1 | size % 4 << 5);
            units.add(unit);
        }
        List<byte[]> packets = new RtpPacketizer(7, first, maxPayload).packets(units, 9);
        List<byte[]> received = unpack(packets, first, maxPayload);
        assertEquals(units.size(), received.size());
        for (int i = 0; i < units.size(); i++) {
            assertArrayEquals(units.get(i), received.get(i));
        }
    }

    /** As a receiver does it (RFC 6184, 5.6 and 5.8). */
    private static List<byte[]> unpack(List<byte[]> packets, int first, int maxPayload) {
        List<byte[]> units = new ArrayList<>();
        ByteArrayOutputStream fragments = new ByteArrayOutputStream();
        for (int i = 0; i < packets.size(); i++) {
            ByteBuffer packet = ByteBuffer.wrap(packets.get(i));
            assertTrue(packet.remaining() <= RtpPacketizer.HEADER_BYTES + maxPayload);
            assertEquals(i == packets.size() - 1, (packet.get(1) & 0x80) != 0, "the marker ends the picture");
            assertEquals(first + i & 0xFFFF, packet.getShort(2) & 0xFFFF);
            packet.position(RtpPacketizer.HEADER_BYTES);
            byte indicator = packet.get();
            if ((indicator & 0x1F) != 28) {
                units.add(rest(packet.position(RtpPacketizer.HEADER_BYTES)));
                continue;
            }
            byte header = packet.get();
            if ((header & 0x80) != 0) {
                fragments.reset();
                fragments.write(indicator & 0xE0 | header & 0x1F);
            }
            fragments.writeBytes(rest(packet));
            if ((header & 0x40) != 0) {
                units.add(fragments.toByteArray());
            }
        }
        return units;
    }

    private static byte[] rest(ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        return bytes;
    }
}
