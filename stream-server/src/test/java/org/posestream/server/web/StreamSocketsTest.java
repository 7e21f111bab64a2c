package org.posestream.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;

/** Streams over real sockets. */
@Timeout(60)
class StreamSocketsTest {

    private static final int FEW = 3;

    private final FrameBuffer pixels = new FrameBuffer(0);
    private WebServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new WebServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new ConnectionLimits(FEW, FEW), List.of());
        server.broadcaster().setFacts(new StreamFacts("test", SkeletonTopology.COCO_17, SkeletonTopology.H36M_17));
        server.broadcaster().open("hall");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldDelayNobodyForAStuckClientAndTellItWhatItLost() throws Exception {
        int frames = 2000;
        try (RawSocket stuck = RawSocket.join(server.port(), "hall");
                RawSocket healthy = RawSocket.join(server.port(), "hall")) {
            stuck.next("hello");
            healthy.next("hello");
            for (int i = 0; i < frames; i++) {
                publish(i);
                // The next one is published when this one has come: whatever the other one held up would end here.
                assertEquals(Integer.toString(i), SocketOfTest.value(healthy.next(), "sequence"));
            }

            long lost = 0;
            int received = 0;
            long sequence = -1;
            while (sequence < frames - 1) {
                String message = stuck.next();
                if (SocketOfTest.value(message, "type").equals("lag")) {
                    lost = Long.parseLong(SocketOfTest.value(message, "lostTotal"));
                } else {
                    sequence = Long.parseLong(SocketOfTest.value(message, "sequence"));
                    received++;
                }
            }
            assertEquals(frames, received + lost, "each frame was received, or told to be lost");
            assertTrue(lost > frames / 4, "the client was stuck, but lost only " + lost);
            assertEquals(lost, server.reading().streams().get(0).framesLost());
        }
    }

    @Test
    void shouldChooseASubProtocol() throws Exception {
        assertEquals("", chosen("hall"));
        assertEquals("posestream.v1.json", chosen("hall", "Sec-WebSocket-Protocol: posestream.v1.json"));
        assertEquals("posestream.v1.json",
                chosen("*", "Sec-WebSocket-Protocol: chat, posestream.bearer.secret, posestream.v1.json"));
    }

    private String chosen(String target, String... headers) throws IOException {
        try (RawSocket client = new RawSocket(server.port())) {
            String head = client.shakeHands(target, headers);
            assertTrue(head.startsWith("HTTP/1.1 101"), head);
            client.next("hello");
            assertFalse(head.contains("secret"), head);
            return head.lines().filter(line -> line.toLowerCase().startsWith("sec-websocket-protocol:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("");
        }
    }

    @Test
    void shouldSayWhatIsSpokenToAClientThatSpeaksNothingOfIt() throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            String head = client.shakeHands("hall", "Sec-WebSocket-Protocol: chat, posestream.v9.json");
            assertTrue(head.startsWith("HTTP/1.1 400"), head);
        }
    }

    @Test
    void shouldRefuseBrokenFramesWithTheCodesOfTheStandard() throws Exception {
        assertClosed("1002", client -> client.sendBytes(new byte[] {(byte) 0x81, 1, 'x'}, 3));
        assertClosed("1002", client -> client.send(0xB1, new byte[1]));
        assertClosed("1002", client -> client.send(RawSocket.CONTINUATION, "x"));
        assertClosed("1003", client -> client.send(RawSocket.BINARY, "{}"));
        assertClosed("1007", client -> client.send(0x81, new byte[] {'{', (byte) 0xFF, '}'}));
        assertClosed("1007", client -> client.send(RawSocket.TEXT, "{"));
        assertClosed("1008", client -> client.send(RawSocket.TEXT, "{\"type\":\"dance\"}"));
        assertClosed("1008", client -> client.send(RawSocket.TEXT, "{\"type\":\"subscribe\",\"joints\":\"none\"}"));
        assertClosed("1009", client -> client.send(RawSocket.TEXT, "x".repeat(2049)));
        assertClosed("1009", client -> {
            for (int i = 0; i < 3; i++) {
                client.send(i == 0 ? RawSocket.TEXT : RawSocket.CONTINUATION, "x".repeat(1000).getBytes());
            }
        });
    }

    private void assertClosed(String code, Wrongdoing wrong) throws Exception {
        try (RawSocket client = RawSocket.join(server.port(), "hall")) {
            client.next("hello");
            wrong.on(client);
            String closing = client.next();
            while (closing.startsWith("{\"type\":\"error\"")) {
                closing = client.next();
            }
            assertTrue(closing.startsWith("close " + code), code + ": " + closing);
        }
    }

    private interface Wrongdoing {
        void on(RawSocket client) throws IOException;
    }

    @Test
    void shouldUnderstandAMessageInPieces() throws Exception {
        try (RawSocket client = RawSocket.join(server.port(), "hall")) {
            client.send(RawSocket.TEXT, "{\"type\":\"ti".getBytes());
            client.send(RawSocket.PING, "");
            client.send(0x80 | RawSocket.CONTINUATION, "me\",\"id\":5,\"clientMicros\":0}".getBytes());
            assertEquals("5", SocketOfTest.value(client.next("time"), "id"));
        }
    }

    @Test
    void shouldTellThoseForWhomThereIsNoRoomAndCloseAllBeyond() throws Exception {
        List<RawSocket> clients = new ArrayList<>();
        for (int i = 0; i < FEW; i++) {
            clients.add(RawSocket.join(server.port(), "hall"));
            clients.get(i).next("hello");
        }
        try (RawSocket late = RawSocket.join(server.port(), "hall")) {
            assertTrue(late.next().startsWith("{\"type\":\"error\",\"code\":\"limit-reached\""));
            assertTrue(late.next().startsWith("close 1013 there are as many connections"));
        }
        while (server.reading().connections() > FEW) {
            Thread.onSpinWait();
        }
        while (server.reading().connections() < FEW + 8) {
            clients.add(new RawSocket(server.port()));
        }
        try (RawSocket beyond = new RawSocket(server.port())) {
            assertEquals("end", beyond.next());
        }
        for (RawSocket client : clients) {
            client.close();
        }
        while (server.reading().connections() > 0) {
            Thread.onSpinWait();
        }
        try (RawSocket again = RawSocket.join(server.port(), "hall")) {
            again.next("hello");
        }
    }

    @Test
    void shouldSayGoodbyeWhenItStops() throws Exception {
        try (RawSocket client = RawSocket.join(server.port(), "hall")) {
            client.next("hello");
            publish(1);
            client.next("frame");
            server.close();
            assertEquals("close 1001 the server stops", client.next());
            assertEquals("end", client.next());
        }
    }

    private void publish(long sequence) {
        List<Keypoint2D> joints = Collections.nCopies(17, new Keypoint2D(12.5f, 3, 0.9f));
        server.broadcaster().publish(new PoseFrame("hall", sequence, sequence * 33_333_333, 640, 480, List.of(),
                List.of(new PersonPose(1, 0.9f, new BoundingBox(1, 2, 3, 4), SkeletonTopology.COCO_17, joints,
                        SkeletonTopology.H36M_17, List.of()))), pixels);
    }
}
