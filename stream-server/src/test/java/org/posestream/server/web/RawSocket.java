package org.posestream.server.web;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket client that does just what a test wants, right or wrong, and reads only when it is asked to. */
final class RawSocket implements AutoCloseable {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    /** Connects, with little room for what is not read. */
    RawSocket(int port) throws IOException {
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(socket.getInputStream());
    }

    /** Asks for a stream, with more lines of the head or none, and gives the answer's head. */
    String shakeHands(String target, String... headers) throws IOException {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        socket.getOutputStream().write(("GET /v1/streams/" + target + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + more + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(in.readByte());
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    /** A client that has shaken hands. */
    static RawSocket join(int port, String target) throws IOException {
        RawSocket client = new RawSocket(port);
        String head = client.shakeHands(target);
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IOException(head);
        }
        return client;
    }

    void send(int opcode, String payload) throws IOException {
        send(FINAL | opcode, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a frame, masked by zeros. */
    void send(int firstByte, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) firstByte);
        if (payload.length <= 125) {
            frame.put((byte) (MASKED | payload.length));
        } else {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        }
        frame.putInt(0).put(payload);
        sendBytes(frame.array(), frame.position());
    }

    void sendBytes(byte[] bytes, int length) throws IOException {
        socket.getOutputStream().write(bytes, 0, length);
    }

    /** The next message as text; a control frame as {@code close 1001 reason} or {@code opcode 9}; "end" at the end. */
    String next() throws IOException {
        int opcode;
        byte[] payload;
        try {
            opcode = in.readByte() & 0x0F;
            int length = in.readByte();
            payload = new byte[length < 126 ? length : length == 126 ? in.readUnsignedShort() : (int) in.readLong()];
            in.readFully(payload);
        } catch (EOFException e) {
            return "end";
        }
        if (opcode == CLOSE) {
            return "close " + ByteBuffer.wrap(payload).getShort() + " "
                    + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
        return opcode <= BINARY ? new String(payload, StandardCharsets.UTF_8) : "opcode " + opcode;
    }

    /** The next message of that type; what comes before is left out. */
    String next(String type) throws IOException {
        String message = next();
        while (!message.startsWith("{\"type\":\"" + type + "\"")) {
            if (message.equals("end") || message.startsWith("close")) {
                throw new IOException("instead of " + type + ": " + message);
            }
            message = next();
        }
        return message;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
