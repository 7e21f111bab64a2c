package org.posestream.server.osc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message as a receiver reads it, by the specification of Open Sound Control 1.0 and without anything of the sender.
 *
 * @param arguments texts, {@link Integer} and {@link Float}
 */
public record OscMessage(String address, List<Object> arguments) {

    /** The messages of a datagram, those of bundles in their order; refuses what the specification does not have. */
    static List<OscMessage> decode(ByteBuffer datagram) {
        List<OscMessage> messages = new ArrayList<>();
        packet(datagram.slice(), messages);
        return messages;
    }

    public String text(int index) {
        return (String) arguments.get(index);
    }

    public int integer(int index) {
        return (Integer) arguments.get(index);
    }

    public float number(int index) {
        return (Float) arguments.get(index);
    }

    private static void packet(ByteBuffer packet, List<OscMessage> messages) {
        require(packet.remaining() % 4 == 0, "a size that is no multiple of four");
        String begin = text(packet);
        if (!begin.equals("#bundle")) {
            require(begin.startsWith("/"), "an address '" + begin + "'");
            messages.add(new OscMessage(begin, arguments(packet)));
            require(!packet.hasRemaining(), "bytes behind the last argument");
            return;
        }
        require(packet.getLong() == 1, "a time tag that is not 'immediately'");
        while (packet.hasRemaining()) {
            int size = packet.getInt();
            packet(packet.slice(packet.position(), size), messages);
            packet.position(packet.position() + size);
        }
    }

    private static List<Object> arguments(ByteBuffer packet) {
        String tags = text(packet);
        require(tags.startsWith(","), "type tags '" + tags + "'");
        List<Object> arguments = new ArrayList<>();
        for (char tag : tags.substring(1).toCharArray()) {
            arguments.add(switch (tag) {
                case 's' -> text(packet);
                case 'i' -> packet.getInt();
                case 'f' -> packet.getFloat();
                default -> throw new AssertionError("a type " + tag);
            });
        }
        return arguments;
    }

    private static String text(ByteBuffer packet) {
        int start = packet.position();
        int end = start;
        while (packet.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - start];
        packet.get(bytes);
        int next = start + (end - start) / 4 * 4 + 4;
        while (packet.position() < next) {
            require(packet.get() == 0, "padding that is not zero");
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("there is " + what);
        }
    }
}
