package org.posestream.rtsp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** Packets as datagrams, from a socket each for the stream and for what is told about it. */
final class UdpChannel implements PacketChannel {

    private final InetAddress client;
    private final int clientPort;
    private final DatagramSocket rtp;
    private final DatagramSocket rtcp;

    /** @param clientPort of the stream's packets; those about it go to the next port */
    UdpChannel(InetAddress client, int clientPort) throws IOException {
        this.client = client;
        this.clientPort = clientPort;
        rtp = new DatagramSocket(0, client);
        rtcp = new DatagramSocket(0, client);
    }

    /** The ports that packets come from, for example {@code 40000-40001}. */
    String serverPorts() {
        return rtp.getLocalPort() + "-" + rtcp.getLocalPort();
    }

    @Override
    public void sendRtp(byte[] packet) throws IOException {
        rtp.send(new DatagramPacket(packet, packet.length, client, clientPort));
    }

    @Override
    public void sendRtcp(byte[] packet) throws IOException {
        rtcp.send(new DatagramPacket(packet, packet.length, client, clientPort + 1));
    }

    @Override
    public void sendStray(byte[] bytes) throws IOException {
        sendRtp(bytes);
    }

    @Override
    public void close() {
        rtp.close();
        rtcp.close();
    }
}
