package org.posestream.rtsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is sent and understood, byte by byte. */
class RtspMessagesTest {

    @Test
    void shouldDescribeTheStream() {
        assertEquals("""
                v=0
                o=- 0 0 IN IP4 127.0.0.1
                s=camera
                c=IN IP4 0.0.0.0
                t=0 0
                a=control:*
                m=video 0 RTP/AVP 96
                a=rtpmap:96 H264/90000
                a=fmtp:96 packetization-mode=1;profile-level-id=42C01F;sprop-parameter-sets=Z0LAHwE=,aAID
                a=framerate:10
                a=control:track1
                """.replace("\n", "\r\n"), SessionDescription.of(TestClips.tiny()));
    }

    @Test
    void shouldTieTheStreamsTimeToTheWallClock() {
        RtpPacketizer stream = new RtpPacketizer(0x0A0B0C0D, 0, 1400);
        stream.packets(List.of(new byte[100]), 0);
        // 1970-01-01 plus a second and a quarter; 2208988801 is 83AA7E81 in hexadecimal.
        assertEquals("80c80006" + "0a0b0c0d" + "83aa7e81" + "40000000" + "00000007" + "00000001" + "00000064"
                + "81ca0004" + "0a0b0c0d" + "0106" + "63616d657261" + "00000000",
                HexFormat.of().formatHex(SenderReport.of(stream, 1_250_000_000, 7)));
    }

    @Test
    void shouldReadRequestsBetweenPacketsOfTheReceiver() throws IOException {
        InputStream in = stream("$\1\0\4abcd" + "SETUP rtsp://h/cam/track1 RTSP/1.0\r\nCSeq: 3\r\ntransport: a;b=1\r\n"
                + "Content-Length: 2\r\n\r\nxy" + "TEARDOWN rtsp://h/cam RTSP/1.0\r\n\r\n");
        RtspRequest request = RtspRequest.read(in);
        assertEquals("SETUP", request.method());
        assertEquals("rtsp://h/cam/track1", request.uri());
        assertEquals("3", request.header("CSeq"));
        assertEquals("a;b=1", request.header("Transport"));
        assertEquals("", request.header("Session"));
        assertEquals("TEARDOWN", RtspRequest.read(in).method());
        assertThrows(EOFException.class, () -> RtspRequest.read(in));
        assertThrows(IOException.class, () -> RtspRequest.read(stream("hello\r\n\r\n")));
    }

    @Test
    void shouldWriteAnswers() {
        assertEquals("RTSP/1.0 200 OK\r\nCSeq: 3\r\nContent-Length: 2\r\nContent-Type: a/b\r\n\r\nxy",
                new String(RtspResponse.ok().with("CSeq", "3").withBody("a/b", "xy").bytes(),
                        StandardCharsets.UTF_8));
    }

    /** The answers were computed with md5sum and base64. */
    @Test
    void shouldAdmitWhoKnowsThePassword() {
        Access basic = Access.by(Access.Scheme.BASIC, "user", "p4ss");
        Access digest = Access.by(Access.Scheme.DIGEST, "user", "p4ss");
        String right = "Digest username=\"user\", realm=\"camera\", nonce=\"5ca1ab1e\", uri=\"rtsp://h/cam\","
                + " response=\"b3805ca6a7d8a93123544e3a34e759ea\"";
        assertTrue(basic.admits(describe("Basic dXNlcjpwNHNz")));
        assertFalse(basic.admits(describe("Basic dXNlcjpwNHNx")));
        assertFalse(basic.admits(describe("")));
        assertTrue(digest.admits(describe(right)));
        assertFalse(digest.admits(describe(right.replace("h/cam", "h/cam2"))));
        assertFalse(digest.admits(describe(right.replace("\"user\"", "\"root\""))));
        assertTrue(Access.FREE.admits(describe("")));
    }

    private static RtspRequest describe(String authorization) {
        return new RtspRequest("DESCRIBE", "rtsp://h/cam", Map.of("Authorization", authorization));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
