package org.posestream.source;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything that a person can get wrong about a network camera, each in a line of its own. */
@Timeout(60)
class OpeningFailureTest {

    private static final String SOUND_ONLY = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
            + "m=audio 0 RTP/AVP 0\r\na=control:1\r\n";

    private ServerSocket server;
    private Thread thread;

    @BeforeEach
    void startServer() throws IOException {
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stopServer() throws Exception {
        server.close();
        if (thread != null) {
            thread.join();
        }
    }

    @Test
    void shouldNameAWrongPath() throws Exception {
        answer("404 Not Found", "");
        assertReason("Server returned 404 Not Found; check the path behind the host");
    }

    @Test
    void shouldNameAWrongPassword() throws Exception {
        answer("401 Unauthorized", "");
        assertReason("Server returned 401 Unauthorized (authorization failed); give the right user name and password,"
                + " as in rtsp://USER:PASSWORD@HOST/PATH");
    }

    @Test
    void shouldAdviseTheSchemeOfTheAddress() throws Exception {
        SourceAddress address = SourceAddress.parse("HTTP://me:secret@host/a");
        assertEquals("cannot connect to 'HTTP://host/a': Server returned 401 Unauthorized (authorization failed); give"
                + " the right user name and password, as in http://USER:PASSWORD@HOST/PATH",
                OpeningFailure.message(address, Set.of("max_delay"), AVERROR_HTTP_UNAUTHORIZED, 0));
    }

    @Test
    void shouldNameTheOptionsWhenAnArgumentIsInvalid() {
        SourceException e = assertThrows(SourceException.class, () -> FrameSources.open(address(),
                SourceOptions.DEFAULT.withInputOptions(Map.of("max_delay", "banana", "fflags", "nobuffer"))).close());
        assertEquals("cannot connect to '" + address() + "': Invalid argument; check the address and that the sender is"
                + " on, and the values of the options fflags, max_delay", e.getMessage());
    }

    @Test
    void shouldNameAServerThatSendsGarbage() throws Exception {
        serve(connection -> {
            connection.getOutputStream().write("SSH-2.0-OpenSSH_9.6\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            connection.shutdownOutput();
            drain(connection);
        });
        assertReason("what answers sends no stream of that kind; check the address and its port");
    }

    @Test
    void shouldNameARefusedConnection() throws Exception {
        String address = address();
        server.close();
        assertMessage(address, "cannot connect to '" + address + "': Connection refused; check the address and that the"
                + " sender is on");
    }

    @Test
    void shouldNameAnUnknownHost() {
        // The top-level domain "invalid" never resolves (RFC 6761).
        assertMessage("rtsp://camera.invalid/cam", "cannot connect to 'rtsp://camera.invalid/cam': the host is unknown;"
                + " check its name, and that names are resolved here");
    }

    @Test
    void shouldNameAServerThatDoesNotAnswer() {
        assertReason("no answer within 300 ms; check the address and that the sender is on");
    }

    @Test
    void shouldNameAStreamWithoutPictures() throws Exception {
        answer("200 OK", SOUND_ONLY);
        String address = address();
        assertMessage(address, "'" + address + "' has no video stream; give a file or address with pictures");
    }

    private String address() {
        return "rtsp://127.0.0.1:" + server.getLocalPort() + "/cam";
    }

    private void assertReason(String reason) {
        assertMessage(address(), "cannot connect to '" + address() + "': " + reason);
    }

    private static void assertMessage(String address, String message) {
        SourceException e = assertThrows(SourceException.class,
                () -> FrameSources.open(address, SourceOptions.DEFAULT.withTimeoutNanos(300_000_000)).close());
        assertEquals(message, e.getMessage());
    }

    /** Answers OPTIONS well, DESCRIBE so, and what follows with OK. */
    private void answer(String describe, String sdp) {
        serve(connection -> {
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
            String method = "";
            String sequence = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.endsWith("RTSP/1.0")) {
                    method = line.substring(0, line.indexOf(' '));
                } else if (line.startsWith("CSeq:")) {
                    sequence = line;
                } else if (line.isEmpty()) {
                    boolean asked = method.equals("DESCRIBE");
                    String head = "RTSP/1.0 " + (asked ? describe : "200 OK") + "\r\n" + sequence + "\r\n"
                            + "Session: 1\r\nContent-Type: application/sdp\r\nContent-Length: "
                            + (asked ? sdp.length() : 0) + "\r\n\r\n" + (asked ? sdp : "");
                    connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                }
            }
        });
    }

    private static void drain(Socket connection) throws IOException {
        connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void serve(Answer answer) {
        thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket connection = server.accept()) {
                    answer.to(connection);
                } catch (IOException e) {
                    // The source, or the test, has left.
                }
            }
        }, "server");
        thread.start();
    }

    private interface Answer {
        void to(Socket connection) throws IOException;
    }
}
