package org.posestream.server.web;

/**
 * How many clients may be connected at a time. A few more connections are let in, an eighth and at least eight, so that
 * whoever comes too late can be told so, and {@code /live} and {@code /metrics} still be asked; all beyond are closed
 * at once.
 *
 * @param connections in all
 * @param connectionsPerAddress from one address, or from one /64 of IPv6
 */
public record ConnectionLimits(int connections, int connectionsPerAddress) {

    public static final ConnectionLimits DEFAULT = new ConnectionLimits(6000, 1000);

    private static final int MIN_RESERVE = 8;

    public ConnectionLimits {
        requirePositive("connections", connections);
        requirePositive("connectionsPerAddress", connectionsPerAddress);
    }

    /** With those that are let in to be told that they come too late. */
    static int withReserve(int limit) {
        return limit + Math.max(MIN_RESERVE, limit / 8);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
        }
    }
}
