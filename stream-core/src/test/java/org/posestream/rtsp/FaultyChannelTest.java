package org.posestream.rtsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FaultyChannelTest {

    private final FaultSwitches switches = new FaultSwitches();
    private final List<byte[]> sent = new ArrayList<>();
    private final FaultyChannel channel = new FaultyChannel(new Collector(), switches, new Random(1));

    private List<Integer> send(int count) throws IOException {
        sent.clear();
        for (int i = 0; i < count; i++) {
            byte[] packet = new byte[20];
            packet[0] = (byte) i;
            channel.sendRtp(packet);
        }
        return sent.stream().map(packet -> packet[0] & 255).toList();
    }

    @Test
    void shouldSendEverythingInOrderWhileNothingIsWrong() throws IOException {
        assertEquals(List.of(0, 1, 2, 3), send(4));
        assertEquals(0, sent.get(3)[19]);
    }

    @Test
    void shouldExchangeNeighbours() throws IOException {
        switches.swap(1);
        assertEquals(List.of(1, 0, 3, 2), send(4));
    }

    @Test
    void shouldLoseAsManyAsWereAskedFor() throws IOException {
        switches.lose(0.25);
        // Of 200 by chance 50; six standard deviations are 37.
        assertEquals(150, send(200).size(), 37);
        switches.calm();
        assertEquals(200, send(200).size());
    }

    @Test
    void shouldGarbleWhatIsBehindTheHeader() throws IOException {
        switches.garble(1);
        assertEquals(List.of(0, 1, 2), send(3));
        for (byte[] packet : sent) {
            assertEquals(0, packet[RtpPacketizer.HEADER_BYTES - 1]);
            assertNotEquals(0, packet[12] | packet[13] | packet[14] | packet[15]);
        }
    }

    private final class Collector implements PacketChannel {
        @Override
        public void sendRtp(byte[] packet) {
            sent.add(packet);
        }

        @Override
        public void sendRtcp(byte[] packet) {
            throw new AssertionError("no report was sent");
        }

        @Override
        public void sendStray(byte[] bytes) {
            throw new AssertionError("nothing stray was sent");
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
