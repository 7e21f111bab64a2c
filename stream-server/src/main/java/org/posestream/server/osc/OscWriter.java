package org.posestream.server.osc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes messages of Open Sound Control 1.0 (Wright 2002) into datagrams that are used again: bundles with the time tag
 * "immediately", each as full as fits. Receivers take a bundle's messages in order and know no bundle that spans two
 * datagrams.
 *
 * <p>A message is begun with its address and type tags, given its arguments in their order and ended. Texts are ASCII.
 * Single-threaded; writing allocates only while the number of datagrams grows.
 */
final class OscWriter {

    /**
     * Datagrams of this size pass every network in one piece: IPv6 promises 1,280 bytes with 48 of headers. Virtual
     * Motion Capture splits at the same size.
     */
    static final int MAX_DATAGRAM_BYTES = 1200;
    private static final int BUNDLE_HEADER_BYTES = 16;
    private static final int SIZE_BYTES = 4;
    /** The eight bytes of "#bundle" and its zero. */
    private static final long BUNDLE = 0x2362756e646c6500L;
    private static final long IMMEDIATELY = 1;

    private final ByteBuffer message =
            ByteBuffer.allocate(MAX_DATAGRAM_BYTES - BUNDLE_HEADER_BYTES - SIZE_BYTES);
    private final List<ByteBuffer> datagrams = new ArrayList<>();
    private int count;
    private String tags = "";
    private int argument;

    /** Forgets what was written. */
    void clear() {
        count = 0;
        message.clear();
    }

    /**
     * Begins a message.
     *
     * @param address for example {@code /VMC/Ext/T}
     * @param types one of {@code s}, {@code i} and {@code f} for each argument
     */
    OscWriter begin(CharSequence address, String types) {
        message.clear();
        tags = types;
        argument = 0;
        text(address);
        message.put((byte) ',');
        ascii(types);
        terminate(1 + types.length());
        return this;
    }

    OscWriter string(String value) {
        next('s');
        text(value);
        return this;
    }

    OscWriter integer(int value) {
        next('i');
        message.putInt(value);
        return this;
    }

    OscWriter number(double value) {
        next('f');
        message.putFloat((float) value);
        return this;
    }

    /** Puts the message into the last datagram, or into a new one. */
    void end() {
        if (argument != tags.length()) {
            throw new IllegalStateException("a message with types " + tags + " has " + argument + " arguments");
        }
        message.flip();
        ByteBuffer datagram = count == 0 ? open() : datagrams.get(count - 1);
        if (datagram.remaining() < SIZE_BYTES + message.remaining()) {
            datagram = open();
        }
        datagram.putInt(message.remaining()).put(message);
    }

    /** How many datagrams there are to send. */
    int count() {
        return count;
    }

    /** A view of a datagram, from position to limit; valid until the next message or {@link #clear()}. */
    ByteBuffer datagram(int index) {
        return datagrams.get(index).duplicate().flip();
    }

    private ByteBuffer open() {
        if (count == datagrams.size()) {
            datagrams.add(ByteBuffer.allocate(MAX_DATAGRAM_BYTES));
        }
        return datagrams.get(count++).clear().putLong(BUNDLE).putLong(IMMEDIATELY);
    }

    private void next(char type) {
        if (argument >= tags.length() || tags.charAt(argument) != type) {
            throw new IllegalStateException("argument " + argument + " of a message with types " + tags + " is no "
                    + type);
        }
        argument++;
    }

    private void text(CharSequence value) {
        ascii(value);
        terminate(value.length());
    }

    private void ascii(CharSequence value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0 || c > 0x7e) {
                throw new IllegalArgumentException("'" + value + "' is not ASCII");
            }
            message.put((byte) c);
        }
    }

    /** One to four zeros, so that the next value begins at a multiple of four. */
    private void terminate(int length) {
        for (int i = length; i < (length & ~3) + 4; i++) {
            message.put((byte) 0);
        }
    }
}
