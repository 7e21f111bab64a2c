package org.posestream.render;

/** An image in linear light, three floats a pixel (red, green, blue), rows from the top. */
public record Picture(int width, int height, float[] pixels) {

    /** A black image. */
    public Picture(int width, int height) {
        this(width, height, new float[width * height * 3]);
    }
}
