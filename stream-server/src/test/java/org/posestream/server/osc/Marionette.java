package org.posestream.server.osc;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A receiver of the VMC protocol on a socket of its own: hangs bones on their parents, as an avatar does, and tells
 * where that puts them. Knows of the sender only what the protocol says.
 */
public final class Marionette implements AutoCloseable {

    /** Unity's humanoid; fingers and the like are not asked for. */
    private static final Map<String, String> PARENTS = new HashMap<>();

    static {
        parents("Hips Spine Chest UpperChest Neck Head");
        for (String side : List.of("Left", "Right")) {
            parents("UpperChest " + "_Shoulder _UpperArm _LowerArm _Hand".replace("_", side));
            parents("Hips " + "_UpperLeg _LowerLeg _Foot _Toes".replace("_", side));
        }
    }

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Map<String, float[]> bones = new HashMap<>();
    private float[] root = new float[7];

    public Marionette() throws IOException {
        socket.setSoTimeout(20_000);
    }

    private static void parents(String chain) {
        String[] names = chain.split(" ");
        for (int i = 1; i < names.length; i++) {
            PARENTS.put(names[i], names[i - 1]);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** The messages of the next datagram. */
    public List<OscMessage> receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        List<OscMessage> messages = OscMessage.decode(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
        messages.forEach(this::take);
        return messages;
    }

    /** Receives until the time is told, which ends a frame; returns what the frame had. */
    public List<OscMessage> receiveFrame() throws IOException {
        List<OscMessage> messages = new ArrayList<>();
        while (messages.stream().noneMatch(message -> message.address().equals("/VMC/Ext/T"))) {
            messages.addAll(receive());
        }
        return messages;
    }

    private void take(OscMessage message) {
        float[] transform = new float[7];
        if (message.address().endsWith("/Pos")) {
            for (int i = 0; i < 7; i++) {
                transform[i] = message.number(i + 1);
            }
        }
        switch (message.address()) {
            case "/VMC/Ext/Root/Pos" -> root = transform;
            case "/VMC/Ext/Bone/Pos" -> bones.put(message.text(0), transform);
            default -> { }
        }
    }

    public int bones() {
        return bones.size();
    }

    /** Where a bone's joint is in the world: x right, y up, z forward. */
    public double[] position(String bone) {
        double[] at = {0, 0, 0};
        for (String name = bone; name != null; name = PARENTS.get(name)) {
            at = placed(bones.get(name), at);
        }
        return placed(root, at);
    }

    /** A point that hangs on a transform: q p q* by the matrix of the quaternion, and the transform's position. */
    private static double[] placed(float[] t, double[] p) {
        double x = t[3];
        double y = t[4];
        double z = t[5];
        double w = t[6];
        return new double[] {
            t[0] + (1 - 2 * (y * y + z * z)) * p[0] + 2 * (x * y - z * w) * p[1] + 2 * (x * z + y * w) * p[2],
            t[1] + 2 * (x * y + z * w) * p[0] + (1 - 2 * (x * x + z * z)) * p[1] + 2 * (y * z - x * w) * p[2],
            t[2] + 2 * (x * z - y * w) * p[0] + 2 * (y * z + x * w) * p[1] + (1 - 2 * (x * x + y * y)) * p[2]};
    }

    @Override
    public void close() {
        socket.close();
    }
}
