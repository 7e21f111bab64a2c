package org.posestream.rtsp;

import java.nio.ByteBuffer;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;

/**
 * A picture that bears a number of eight bits: eight upright stripes, the least bit at the left, bright for one and
 * dark for zero. Any decoder that shows something close to the picture shows its number.
 */
public final class CountedPicture {

    /** Stands for a picture whose number cannot be read. */
    public static final int UNREADABLE = -1;

    private static final int BITS = 8;
    private static final int DARK = 60;
    private static final int BRIGHT = 180;
    /** From the mean of a stripe to what it should be; half the way between dark and bright is 60. */
    private static final int LARGEST_ERROR = 30;
    private static final byte GREY = (byte) 128;

    private CountedPicture() {
    }

    /** A picture with that number, 0..255, and some grain, so that it takes several packets. */
    static FrameBuffer paint(int width, int height, int number) {
        FrameBuffer image = new FrameBuffer(0);
        image.resize(width, height, ColorMatrix.BT601_LIMITED);
        ByteBuffer pixels = image.pixels();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean isOne = (number >> x * BITS / width & 1) != 0;
                pixels.put(x + y * width, (byte) ((isOne ? BRIGHT : DARK) + (x * 7 ^ y * 13) % 16));
            }
        }
        for (int i = image.planeOffset(1); i < image.planeOffset(1) + 2 * image.chromaWidth() * image.chromaHeight();
                i++) {
            pixels.put(i, GREY);
        }
        return image;
    }

    /** The number that a picture bears, or {@link #UNREADABLE}. */
    public static int read(FrameBuffer image) {
        int number = 0;
        for (int bit = 0; bit < BITS; bit++) {
            int mean = meanOfStripe(image, bit);
            if (Math.abs(mean - BRIGHT) <= LARGEST_ERROR) {
                number |= 1 << bit;
            } else if (Math.abs(mean - DARK) > LARGEST_ERROR) {
                return UNREADABLE;
            }
        }
        return number;
    }

    /** Of the middle half of its width, where no neighbour shines in. */
    private static int meanOfStripe(FrameBuffer image, int bit) {
        int stripe = image.width() / BITS;
        long sum = 0;
        int count = 0;
        for (int y = 0; y < image.height(); y += 4) {
            for (int x = bit * stripe + stripe / 4; x < bit * stripe + stripe * 3 / 4; x += 2) {
                sum += image.pixels().get(x + y * image.width()) & 255;
                count++;
            }
        }
        return (int) (sum / count);
    }
}
