package org.posestream.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Small files written by hand, byte for byte. */
final class TestImages {

    private TestImages() {
    }

    /** A Windows bitmap of 24 bits a pixel, all of one colour 0xRRGGBB. */
    static byte[] bmp(int width, int height, int rgb) {
        int stride = (3 * width + 3) / 4 * 4;
        ByteBuffer out = ByteBuffer.allocate(54 + stride * height).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'B').put((byte) 'M').putInt(out.capacity()).putInt(0).putInt(54);
        out.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) 24);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = 54 + y * stride + 3 * x;
                out.put(at, (byte) rgb).put(at + 1, (byte) (rgb >> 8)).put(at + 2, (byte) (rgb >> 16));
            }
        }
        return out.array();
    }

    /** One second of silence: 16 bit, one channel. */
    static byte[] wav(int samplesPerSecond) {
        int bytes = 2 * samplesPerSecond;
        ByteBuffer out = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(36 + bytes).put(ascii("WAVEfmt ")).putInt(16);
        out.putShort((short) 1).putShort((short) 1).putInt(samplesPerSecond).putInt(bytes);
        out.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(bytes);
        return out.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
