package org.posestream.source;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Sends bytes to the first that connects. */
final class TcpSender implements AutoCloseable {

    /** What follows the bytes. */
    enum Then {
        /** The connection is closed. */
        CLOSE,
        /** The same, again and again. */
        REPEAT,
        /** Nothing, until the receiver leaves. */
        SILENCE
    }

    private final ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
    private final Thread thread;

    TcpSender(byte[] bytes, Then then) throws IOException {
        thread = new Thread(() -> send(bytes, then), "sender");
        thread.start();
    }

    String address() {
        return "tcp://127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(byte[] bytes, Then then) {
        try (Socket connection = server.accept()) {
            OutputStream out = connection.getOutputStream();
            out.write(bytes);
            while (then == Then.REPEAT) {
                out.write(bytes);
            }
            if (then == Then.SILENCE) {
                connection.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            // The receiver has left.
        }
    }
}
