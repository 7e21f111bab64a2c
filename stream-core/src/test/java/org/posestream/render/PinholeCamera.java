package org.posestream.render;

/**
 * A camera without distortion. Camera axes: x right, y down, z away from the camera; world: y up; metres. A point
 * {@code p} of the world is at {@code R (p - position)} in camera axes and at {@code (fx x/z + cx, fy y/z + cy)} in
 * image pixels, where the centre of the upper left pixel is (0, 0).
 *
 * @param width of the image in pixels
 * @param height of the image in pixels
 * @param focalPixels focal length, the same for both axes; the principal point is the middle of the image
 * @param position world position
 * @param axes the camera's x, y and z axes in the world: the rows of R
 */
public record PinholeCamera(int width, int height, double focalPixels, Vec3 position, Rotation axes) {

    /** A camera that looks at a point with its upper edge level. */
    public static PinholeCamera lookingAt(int width, int height, double focalPixels, Vec3 position, Vec3 target) {
        Vec3 forward = target.minus(position).unit();
        Vec3 right = forward.cross(Vec3.Y).unit();
        return new PinholeCamera(width, height, focalPixels, position,
                new Rotation(right, forward.cross(right), forward));
    }

    /** Principal point, image pixels. */
    public double centreX() {
        return (width - 1) / 2.0;
    }

    /** Principal point, image pixels. */
    public double centreY() {
        return (height - 1) / 2.0;
    }

    /** From the world to camera axes, metres. */
    public Vec3 toCamera(Vec3 world) {
        Vec3 p = world.minus(position);
        return new Vec3(axes.x().dot(p), axes.y().dot(p), axes.z().dot(p));
    }

    /** From camera axes to image pixels; z is kept in metres. */
    public Vec3 project(Vec3 camera) {
        return new Vec3(focalPixels * camera.x() / camera.z() + centreX(),
                focalPixels * camera.y() / camera.z() + centreY(), camera.z());
    }

    /** The world point seen at an image point in a depth along z. */
    public Vec3 unproject(double x, double y, double depth) {
        double right = (x - centreX()) / focalPixels * depth;
        double down = (y - centreY()) / focalPixels * depth;
        return position.plus(axes.x().times(right)).plus(axes.y().times(down)).plus(axes.z().times(depth));
    }

    /** The same camera with every pixel divided into factor x factor. */
    PinholeCamera supersampled(int factor) {
        return new PinholeCamera(width * factor, height * factor, focalPixels * factor, position, axes);
    }
}
