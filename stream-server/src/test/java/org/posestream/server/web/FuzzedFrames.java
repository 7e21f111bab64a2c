package org.posestream.server.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A client's WebSocket: handshakes, frames (RFC 6455, 5.2), and what is in them; right ones and odd ones. */
final class FuzzedFrames {

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int[] CLOSE_CODES = {1000, 1001, 1002, 1005, 1006, 1012, 1015, 999, 0, 3000, 4999, 5000,
        65535};
    private static final long[] LIES = {0, 1, 125, 126, 127, 2048, 2049, 65535, 65536, 1L << 31, Long.MAX_VALUE, -1,
        Long.MIN_VALUE};
    private static final List<String> NAMES = List.of("joints", "people", "maxRate", "coordinates", "dimensions");
    private static final String[][] VALUES = {
        {"\"h36m17\"", "\"coco17\"", "\"blazepose33\"", "null"}, {"\"all\"", "\"largest\"", "\"1,2\"", "\"7\""},
        {"0", "30", "0.5", "1e2"}, {"\"opencv\"", "\"unity\"", "\"unreal\"", "\"blender\"", "\"gltf\""},
        {"\"2d3d\"", "\"2d\"", "\"3d\""}};
    private static final String[] ODD_VALUES = {"\"\"", "-1", "1e999", "[]", "{}", "true", "\"\\ud800\"", "NaN",
        "1001", "\"coco18\"", "\"0\"", "\"" + "1,".repeat(70) + "1\"", "\"" + "a".repeat(3000) + "\"",
        "[".repeat(1500), "9".repeat(400), "\"\\u0000\""};

    private final SplittableRandom random;
    private final Mutation mutation;

    FuzzedFrames(SplittableRandom random) {
        this.random = random;
        mutation = new Mutation(random);
    }

    /** @param protocol to be offered; empty for none */
    static byte[] handshake(String target, String protocol) {
        return bytes("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + (protocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + protocol + "\r\n") + "\r\n");
    }

    /** One that every open WebSocket answers. */
    static byte[] ping(byte[] payload) {
        return frame(FINAL | PING, MASKED, payload);
    }

    /** A frame, seldom several; mostly such that the connection goes on. */
    byte[] next(boolean binary) {
        return switch (random.nextInt(40)) {
            case 0 -> mutation.randomBytes(1 + random.nextInt(60));
            case 1, 2 -> mutation.of(whole(binary));
            case 3 -> lyingLength();
            case 4 -> frame(random.nextInt(256), MASKED, mutation.randomBytes(random.nextInt(130)));
            case 5 -> frame(FINAL | (binary ? BINARY : TEXT), 0, message(binary));
            case 6 -> frame(FINAL | 0x40 | (binary ? BINARY : TEXT), MASKED, message(binary));
            case 7 -> frame(FINAL | CLOSE, MASKED, close());
            case 8 -> frame(FINAL | (binary ? TEXT : BINARY), MASKED, message(binary));
            case 9, 10 -> frame(FINAL | (binary ? BINARY : TEXT), MASKED, mutation.of(message(binary)));
            case 11 -> frame(random.nextInt(2) * FINAL | CONTINUATION, MASKED, message(binary));
            case 12 -> frame(FINAL | PING, MASKED, mutation.randomBytes(random.nextInt(200)));
            case 13, 14, 15, 16 -> fragmented(binary);
            case 17, 18, 19, 20, 21 -> frame(FINAL | PING, MASKED, mutation.randomBytes(random.nextInt(126)));
            case 22, 23, 24 -> frame(FINAL | PONG, MASKED, mutation.randomBytes(random.nextInt(126)));
            default -> whole(binary);
        };
    }

    private byte[] whole(boolean binary) {
        return frame(FINAL | (binary ? BINARY : TEXT), MASKED, message(binary));
    }

    /** In two to four pieces, now and then with a ping between. */
    private byte[] fragmented(boolean binary) {
        byte[] message = message(binary);
        ByteBuf frames = Unpooled.buffer();
        int pieces = 2 + random.nextInt(3);
        for (int i = 0; i < pieces; i++) {
            int opcode = i > 0 ? CONTINUATION : binary ? BINARY : TEXT;
            frames.writeBytes(frame((i == pieces - 1 ? FINAL : 0) | opcode, MASKED, Arrays.copyOfRange(message,
                    i * message.length / pieces, (i + 1) * message.length / pieces)));
            if (random.nextInt(4) == 0) {
                frames.writeBytes(ping(new byte[] {1}));
            }
        }
        return ByteBufUtil.getBytes(frames);
    }

    private byte[] lyingLength() {
        long length = LIES[random.nextInt(LIES.length)];
        ByteBuf frame = Unpooled.buffer().writeByte(FINAL | TEXT);
        if (random.nextBoolean()) {
            frame.writeByte(MASKED | 127).writeLong(length);
        } else {
            frame.writeByte(MASKED | 126).writeShort((int) length);
        }
        return ByteBufUtil.getBytes(frame.writeInt(0).writeBytes(mutation.randomBytes(random.nextInt(40))));
    }

    private byte[] close() {
        if (random.nextInt(4) == 0) {
            return mutation.randomBytes(random.nextInt(126));
        }
        int code = CLOSE_CODES[random.nextInt(CLOSE_CODES.length)];
        byte[] reason = mutation.randomBytes(random.nextInt(10));
        return ByteBufUtil.getBytes(Unpooled.buffer().writeShort(code).writeBytes(reason));
    }

    private byte[] message(boolean binary) {
        return binary ? protobuf() : bytes(json());
    }

    private String json() {
        if (random.nextInt(3) == 0) {
            return "{\"type\":\"time\",\"id\":" + random.nextInt(100) + ",\"clientMicros\":" + random.nextLong() + "}";
        }
        StringBuilder message = new StringBuilder("{\"type\":\"subscribe\"");
        for (int i = 0; i < NAMES.size(); i++) {
            if (random.nextInt(3) == 0) {
                message.append(",\"").append(NAMES.get(i)).append("\":").append(any(VALUES[i]));
            }
        }
        if (random.nextInt(12) == 0) {
            message.append(",\"").append(NAMES.get(random.nextInt(NAMES.size()))).append("\":").append(any(ODD_VALUES));
        }
        return message.append('}').toString();
    }

    /** A {@code ClientMessage}: subscribe is field 1 and time field 2, each a message of its own. */
    private byte[] protobuf() {
        ByteBuf inner = Unpooled.buffer();
        boolean time = random.nextInt(3) == 0;
        if (time) {
            varint(inner.writeByte(1 << 3), random.nextInt(100));
            varint(inner.writeByte(2 << 3), random.nextLong());
        } else {
            option(inner, 1, 0);
            option(inner, 2, 1);
            if (random.nextInt(3) == 0) {
                inner.writeByte(3 << 3 | 1).writeDoubleLE(random.nextInt(4) == 0 ? random.nextDouble(2000) : 30);
            }
            option(inner, 4, 3);
            option(inner, 5, 4);
        }
        ByteBuf outer = Unpooled.buffer();
        varint(outer.writeByte((time ? 2 : 1) << 3 | 2), inner.readableBytes());
        return ByteBufUtil.getBytes(outer.writeBytes(inner));
    }

    private void option(ByteBuf target, int field, int option) {
        if (random.nextInt(3) == 0) {
            byte[] value = bytes(any(VALUES[option]).replace("\"", ""));
            varint(target.writeByte(field << 3 | 2), value.length);
            target.writeBytes(value);
        }
    }

    private static void varint(ByteBuf target, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            target.writeByte((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        target.writeByte((int) rest);
    }

    /** Masked by zeros, which mask as well as any. */
    private static byte[] frame(int first, int mask, byte[] payload) {
        ByteBuf frame = Unpooled.buffer(payload.length + 14).writeByte(first);
        if (payload.length < 126) {
            frame.writeByte(mask | payload.length);
        } else {
            frame.writeByte(mask | 126).writeShort(payload.length);
        }
        if (mask != 0) {
            frame.writeInt(0);
        }
        return ByteBufUtil.getBytes(frame.writeBytes(payload));
    }

    private String any(String[] of) {
        return of[random.nextInt(of.length)];
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
