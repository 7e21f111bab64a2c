package org.posestream.server.access;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A network in CIDR notation, for example {@code 10.0.0.0/8} or {@code fd00::/8}; an address alone is a network of one.
 *
 * @param base its first address
 * @param prefix leading bits that its addresses have in common
 */
public record AddressRange(InetAddress base, int prefix) {

    /** For people, after "must be". */
    public static final String RULE = "a network such as 10.0.0.0/8, fd00::/8 or 10.0.0.7, its first address before"
            + " the /";

    public AddressRange {
        requireNonNull(base, "base is null");
        byte[] bytes = base.getAddress();
        if (prefix < 0 || prefix > bytes.length * Byte.SIZE || !Arrays.equals(bytes, masked(bytes, prefix))) {
            throw new IllegalArgumentException("must be " + RULE);
        }
    }

    /** @throws IllegalArgumentException when the text is no network */
    public static AddressRange parse(String text) {
        String[] parts = text.split("/", -1);
        InetAddress base = AddressText.parse(parts[0]).orElseThrow(IllegalArgumentException::new);
        int all = base.getAddress().length * Byte.SIZE;
        if (parts.length > 2 || parts.length == 2 && !parts[1].matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("must be " + RULE);
        }
        return new AddressRange(base, parts.length == 1 ? all : Integer.parseInt(parts[1]));
    }

    /** Whether the address is in it; one of the other kind never is. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == base.getAddress().length && Arrays.equals(base.getAddress(), masked(bytes, prefix));
    }

    /** Whether all of the other one is in it. */
    boolean contains(AddressRange other) {
        return other.prefix >= prefix && contains(other.base);
    }

    private static byte[] masked(byte[] address, int prefix) {
        byte[] masked = new byte[address.length];
        for (int i = 0; i < address.length; i++) {
            int bits = Math.max(0, Math.min(Byte.SIZE, prefix - i * Byte.SIZE));
            masked[i] = (byte) (address[i] & 0xFF00 >> bits);
        }
        return masked;
    }

    /** As in a file. */
    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefix;
    }
}
