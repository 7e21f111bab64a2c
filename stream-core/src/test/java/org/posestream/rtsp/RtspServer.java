package org.posestream.rtsp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An RTSP camera on the loopback that shows a clip without an end to any number of clients; see the package.
 * {@link #kill} and {@link #revive} switch it off and on, {@link #switches} make it misbehave.
 */
public final class RtspServer implements AutoCloseable {

    private static final int BACKLOG = 16;

    private final H264Clip clip;
    private final RtspServerOptions options;
    private final FaultSwitches switches = new FaultSwitches();
    private final List<RtspConnection> connections = new CopyOnWriteArrayList<>();
    private final int port;
    private ServerSocket socket;
    private Thread acceptor;

    private RtspServer(H264Clip clip, RtspServerOptions options, int port) throws IOException {
        this.clip = clip;
        this.options = options;
        listen(port);
        this.port = socket.getLocalPort();
    }

    /** Switches a camera on. */
    public static RtspServer start(H264Clip clip, RtspServerOptions options) throws IOException {
        return start(clip, options, 0);
    }

    /** @param port where it listens; 0 for a free one */
    static RtspServer start(H264Clip clip, RtspServerOptions options, int port) throws IOException {
        return new RtspServer(clip, options, port);
    }

    /** Its address, without credentials. */
    public String url() {
        return "rtsp://127.0.0.1:" + port + options.path();
    }

    /** Its address for those who know the password. */
    String urlWith(String user, String password) {
        return "rtsp://" + user + ":" + password + "@127.0.0.1:" + port + options.path();
    }

    int port() {
        return port;
    }

    public FaultSwitches switches() {
        return switches;
    }

    /** What it shows. */
    public H264Clip clip() {
        return clip;
    }

    /** Clients that are connected now. */
    int clients() {
        connections.removeIf(RtspConnection::hasEnded);
        return connections.size();
    }

    /** Requests by which playing clients told that they are there. */
    int signsOfLife() {
        return connections.stream().mapToInt(RtspConnection::signsOfLife).sum();
    }

    /** Breaks all connections off, and goes on. */
    public void dropClients() {
        for (RtspConnection connection : connections) {
            connection.drop();
        }
        for (RtspConnection connection : connections) {
            connection.awaitEnd();
        }
        connections.removeIf(RtspConnection::hasEnded);
    }

    /** Switches it off: nobody listens any more; returns when none of its threads runs. */
    public synchronized void kill() throws IOException {
        socket.close();
        awaitEnd(acceptor);
        dropClients();
    }

    /** Switches it on again, at the same port. */
    public synchronized void revive() throws IOException {
        listen(port);
    }

    @Override
    public void close() throws IOException {
        kill();
    }

    /** An interrupt of the waiting thread ends the waiting. */
    static void awaitEnd(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(int atPort) throws IOException {
        socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), atPort), BACKLOG);
        ServerSocket listening = socket;
        acceptor = new Thread(() -> accept(listening), "rtsp-accept");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                connections.removeIf(RtspConnection::hasEnded);
                RtspConnection connection = new RtspConnection(listening.accept(), clip, options, switches);
                connections.add(connection);
                connection.start();
            }
        } catch (IOException e) {
            // Switched off.
            if (!listening.isClosed()) {
                throw new IllegalStateException("the server broke", e);
            }
        }
    }
}
