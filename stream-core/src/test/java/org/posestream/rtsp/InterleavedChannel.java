package org.posestream.rtsp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Packets within the RTSP connection (RFC 2326, 10.12). */
final class InterleavedChannel implements PacketChannel {

    private final OutputStream out;
    private final int rtpChannel;

    /**
     * A channel of a connection.
     *
     * @param out whoever writes to it holds its lock for a whole packet or answer
     * @param rtpChannel number of the stream's channel; that of the packets about it is the next
     */
    InterleavedChannel(OutputStream out, int rtpChannel) {
        this.out = out;
        this.rtpChannel = rtpChannel;
    }

    @Override
    public void sendRtp(byte[] packet) throws IOException {
        send(rtpChannel, packet);
    }

    @Override
    public void sendRtcp(byte[] packet) throws IOException {
        send(rtpChannel + 1, packet);
    }

    @Override
    public void sendStray(byte[] bytes) throws IOException {
        synchronized (out) {
            out.write(bytes);
        }
    }

    private void send(int channel, byte[] packet) throws IOException {
        sendStray(ByteBuffer.allocate(4 + packet.length).put((byte) '$').put((byte) channel)
                .putShort((short) packet.length).put(packet).array());
    }

    @Override
    public void close() {
        // The connection is its owner's.
    }
}
