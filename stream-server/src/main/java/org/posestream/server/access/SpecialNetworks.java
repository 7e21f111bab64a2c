package org.posestream.server.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Networks in which no camera is looked for unless they are named: what is behind them trusts whoever reaches it, or
 * they are no machines. After the registries of special addresses of RFC 6890; private networks are not among them,
 * since that is where cameras are.
 */
final class SpecialNetworks {

    private static final List<AddressRange> ALL = Stream.of(
            // This machine, and "this network".
            "127.0.0.0/8", "0.0.0.0/8", "::1/128", "::/128",
            // Link-local, with the metadata of most clouds at 169.254.169.254.
            "169.254.0.0/16", "fe80::/10", "fec0::/10",
            // Metadata of clouds elsewhere: Alibaba, Azure, Oracle, AWS, Google.
            "100.100.100.200/32", "168.63.129.16/32", "192.0.0.0/24", "fd00:ec2::/32", "fd20:ce::254/128",
            // Multicast, and what is reserved or broadcast.
            "224.0.0.0/4", "240.0.0.0/4", "ff00::/8", "100::/64",
            // Ways into IPv4 that a network defines for itself.
            "64:ff9b:1::/48", "2001::/32").map(AddressRange::parse).toList();

    private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");
    private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");
    private static final AddressRange COMPATIBLE = AddressRange.parse("::/96");

    private SpecialNetworks() {
    }

    /** The special network that an address is in, if any. */
    static Optional<AddressRange> of(InetAddress address) {
        return ALL.stream().filter(each -> each.contains(address)).findFirst();
    }

    /**
     * The IPv4 address that packets to this address go to in the end, or the address itself. Java has made IPv4
     * addresses of those of {@code ::ffff:0:0/96} already.
     */
    static InetAddress meant(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (!(address instanceof Inet6Address) || of(address).isPresent()) {
            return address;
        }
        if (NAT64.contains(address) || COMPATIBLE.contains(address)) {
            return ipv4(Arrays.copyOfRange(bytes, 12, 16));
        }
        return SIX_TO_FOUR.contains(address) ? ipv4(Arrays.copyOfRange(bytes, 2, 6)) : address;
    }

    private static InetAddress ipv4(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("four bytes make an address", e);
        }
    }
}
