package org.posestream.rtsp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One client: answers its requests in order, on a thread of its own, and sends it the stream. */
final class RtspConnection implements Runnable {

    private static final String SESSION = "4711";
    private static final int TRICKLE_NANOS = 50_000_000;
    private static final int GARBAGE_BYTES = 1000;
    private static final Pattern INTERLEAVED = Pattern.compile("interleaved=(\\d+)-\\d+");
    private static final Pattern CLIENT_PORT = Pattern.compile("client_port=(\\d+)-\\d+");

    private final Socket socket;
    private final OutputStream out;
    private final H264Clip clip;
    private final RtspServerOptions options;
    private final FaultSwitches switches;
    private final Random random = new Random();
    private final Thread thread;
    private PacketChannel channel;
    private RtpPacketizer packetizer;
    private MediaSender sender;
    private volatile int signsOfLife;

    RtspConnection(Socket socket, H264Clip clip, RtspServerOptions options, FaultSwitches switches)
            throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.clip = clip;
        this.options = options;
        this.switches = switches;
        socket.setTcpNoDelay(true);
        thread = new Thread(this, "rtsp-client");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Breaks the connection off; any thread. */
    void drop() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket that does not close", e);
        }
    }

    /** Waits until nothing runs for this client any more. */
    void awaitEnd() {
        RtspServer.awaitEnd(thread);
    }

    boolean hasEnded() {
        return !thread.isAlive();
    }

    /** Requests that a playing client sent only to tell that it is there. */
    int signsOfLife() {
        return signsOfLife;
    }

    @Override
    public void run() {
        try (socket) {
            InputStream in = socket.getInputStream();
            boolean more = true;
            while (more) {
                more = serve(RtspRequest.read(in));
            }
        } catch (IOException e) {
            // Left, or dropped: the end of many connections.
            drop();
        }
        stopSending();
    }

    private void stopSending() {
        try {
            if (sender != null) {
                sender.stop();
                sender.awaitEnd();
            }
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("a socket that does not close", e);
        }
    }

    private boolean serve(RtspRequest request) throws IOException {
        RtspResponse response = options.access().admits(request) || request.method().equals("OPTIONS")
                ? respond(request)
                : RtspResponse.of("401 Unauthorized").with("WWW-Authenticate", options.access().challenge());
        send(response.with("CSeq", request.header("CSeq")).bytes());
        if (request.method().equals("PLAY") && response.isOk()) {
            sender.start();
        }
        return !request.method().equals("TEARDOWN");
    }

    private RtspResponse respond(RtspRequest request) throws IOException {
        return switch (request.method()) {
            case "OPTIONS" -> alive().with("Public", "OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN");
            case "GET_PARAMETER", "SET_PARAMETER" -> alive();
            case "DESCRIBE" -> describe(request);
            case "SETUP" -> setUp(request);
            case "PLAY" -> play(request);
            case "TEARDOWN" -> RtspResponse.ok().with("Session", SESSION);
            default -> RtspResponse.of("501 Not Implemented");
        };
    }

    private RtspResponse alive() {
        if (sender != null) {
            signsOfLife = signsOfLife + 1; // This thread alone writes.
        }
        return RtspResponse.ok();
    }

    private RtspResponse describe(RtspRequest request) {
        if (switches.answering() == FaultSwitches.Answering.UNAUTHORIZED) {
            return RtspResponse.of("401 Unauthorized").with("WWW-Authenticate", "Basic realm=\"camera\"");
        }
        boolean isKnown = options.path().equals(URI.create(request.uri()).getPath());
        if (!isKnown || switches.answering() == FaultSwitches.Answering.NOT_FOUND) {
            return RtspResponse.of("404 Not Found");
        }
        return RtspResponse.ok().with("Content-Base", request.uri() + "/")
                .withBody("application/sdp", SessionDescription.of(clip));
    }

    private RtspResponse setUp(RtspRequest request) throws IOException {
        String asked = request.header("Transport");
        Matcher interleaved = INTERLEAVED.matcher(asked);
        Matcher ports = CLIENT_PORT.matcher(asked);
        String agreed;
        if (interleaved.find()) {
            use(new InterleavedChannel(out, Integer.parseInt(interleaved.group(1))));
            agreed = "RTP/AVP/TCP;unicast;" + interleaved.group();
        } else if (ports.find()) {
            UdpChannel udp = new UdpChannel(socket.getInetAddress(), Integer.parseInt(ports.group(1)));
            use(udp);
            agreed = "RTP/AVP/UDP;unicast;" + ports.group() + ";server_port=" + udp.serverPorts();
        } else {
            return RtspResponse.of("461 Unsupported Transport");
        }
        return RtspResponse.ok().with("Transport", agreed)
                .with("Session", SESSION + ";timeout=" + options.sessionTimeout().toSeconds());
    }

    private void use(PacketChannel plain) {
        channel = new FaultyChannel(plain, switches, random);
        packetizer = new RtpPacketizer(random.nextInt(), random.nextInt(1 << 16), options.maxPayload());
    }

    private RtspResponse play(RtspRequest request) {
        if (channel == null || sender != null) {
            return RtspResponse.of("455 Method Not Valid in This State");
        }
        sender = new MediaSender(clip, switches, channel, packetizer, options.reportInterval());
        return RtspResponse.ok().with("Session", SESSION)
                .with("RTP-Info", "url=" + request.uri() + SessionDescription.TRACK + ";seq="
                        + packetizer.nextNumber());
    }

    private void send(byte[] response) throws IOException {
        synchronized (out) {
            switch (switches.answering()) {
                case WELL, NOT_FOUND, UNAUTHORIZED -> out.write(response);
                case NEVER -> {
                    // The client waits.
                }
                case BYTE_BY_BYTE -> trickle(response);
                case GARBAGE -> out.write(garbage());
                case HANG_UP -> throw new EOFException("hung up");
            }
        }
    }

    private void trickle(byte[] response) throws IOException {
        for (byte one : response) {
            out.write(one);
            LockSupport.parkNanos(this, TRICKLE_NANOS);
        }
    }

    private byte[] garbage() {
        byte[] bytes = new byte[GARBAGE_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }
}
