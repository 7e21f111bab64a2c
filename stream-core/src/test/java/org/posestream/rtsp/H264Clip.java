package org.posestream.rtsp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An H.264 video that begins with a key frame, as the units of its byte stream.
 *
 * @param sequenceSet the sequence parameter set
 * @param pictureSet the picture parameter set
 * @param pictures in the order in which they are decoded and shown
 * @param framesPerSecond above 0
 */
public record H264Clip(byte[] sequenceSet, byte[] pictureSet, List<Picture> pictures, int framesPerSecond) {

    private static final int SLICE = 1;
    private static final int KEY_SLICE = 5;
    private static final int SEQUENCE_SET = 7;
    private static final int PICTURE_SET = 8;

    /**
     * One picture.
     *
     * @param units its slices, without start codes
     * @param isKey whether it can be decoded without any other
     */
    public record Picture(List<byte[]> units, boolean isKey) {
        public Picture {
            units = List.copyOf(units);
        }
    }

    public H264Clip {
        pictures = List.copyOf(pictures);
        if (sequenceSet.length < 4 || pictureSet.length == 0 || pictures.isEmpty() || !pictures.get(0).isKey()) {
            throw new IllegalArgumentException(
                    "a clip must have a sequence and a picture parameter set and begin with a key frame");
        }
        if (framesPerSecond < 1) {
            throw new IllegalArgumentException("framesPerSecond must be above 0, but was " + framesPerSecond);
        }
    }

    /** Takes a byte stream apart (ITU-T H.264, annex B); units that are neither slices nor sets are left out. */
    public static H264Clip parse(byte[] byteStream, int framesPerSecond) {
        byte[] sequenceSet = {};
        byte[] pictureSet = {};
        List<List<byte[]>> pictures = new ArrayList<>();
        for (byte[] unit : units(byteStream)) {
            switch (type(unit)) {
                case SEQUENCE_SET -> sequenceSet = unit;
                case PICTURE_SET -> pictureSet = unit;
                case SLICE, KEY_SLICE -> {
                    if (isFirstOfPicture(unit)) {
                        pictures.add(new ArrayList<>());
                    }
                    pictures.get(pictures.size() - 1).add(unit);
                }
                default -> {
                    // Nothing that a decoder needs.
                }
            }
        }
        return new H264Clip(sequenceSet, pictureSet, pictures.stream()
                .map(units -> new Picture(units, type(units.get(0)) == KEY_SLICE)).toList(), framesPerSecond);
    }

    /** The picture that a camera without an end shows at that place. */
    Picture picture(long index) {
        return pictures.get(Math.floorMod(index, pictures.size()));
    }

    /** The place of the first key frame that is due at that time or later. */
    long keyFrameFrom(long unixNanos) {
        long index = -Math.floorDiv(-unixNanos / 1000 * framesPerSecond, 1_000_000L);
        while (!picture(index).isKey()) {
            index++;
        }
        return index;
    }

    /** When the picture at that place is due, nanoseconds since 1970. */
    long unixNanosAt(long index) {
        return index / framesPerSecond * 1_000_000_000 + index % framesPerSecond * 1_000_000_000 / framesPerSecond;
    }

    private static int type(byte[] unit) {
        return unit[0] & 0x1F;
    }

    /** The slice header begins with the number of the first macroblock; zero is coded as a single one bit. */
    private static boolean isFirstOfPicture(byte[] unit) {
        return (unit[1] & 0x80) != 0;
    }

    private static List<byte[]> units(byte[] stream) {
        List<byte[]> units = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i + 2 < stream.length; i++) {
            if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
                addUnit(units, stream, begin, i);
                begin = i + 3;
            }
        }
        addUnit(units, stream, begin, stream.length);
        return units;
    }

    /** No unit ends with a zero byte: what stands there belongs to the next start code. */
    private static void addUnit(List<byte[]> units, byte[] stream, int begin, int end) {
        int last = end;
        while (begin >= 0 && last > begin && stream[last - 1] == 0) {
            last--;
        }
        if (begin >= 0 && last > begin + 1) {
            units.add(Arrays.copyOfRange(stream, begin, last));
        }
    }
}
