package org.posestream.render;

/**
 * A motion as recorded: T frames of the 17 joints of Human3.6M, metres, y up.
 *
 * @param name its name in the archive; the part before the first slash is the source
 * @param frames T x 17 positions
 */
public record MocapClip(String name, Vec3[][] frames) {

    /** Frame rate of every clip of the archive. */
    public static final double FRAMES_PER_SECOND = 30;
}
