package org.posestream.server.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** What counts as one sender: an IPv4 address, or the /64 of an IPv6 address, all of which one machine may use. */
public final class PeerNetwork {

    private static final int PREFIX_BYTES = 8;

    private PeerNetwork() {
    }

    /** A key that is equal for equal senders. */
    public static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address && !address.isLoopbackAddress()
                ? Arrays.copyOf(bytes, PREFIX_BYTES) : bytes);
    }
}
