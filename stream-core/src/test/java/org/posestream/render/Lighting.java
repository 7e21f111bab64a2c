package org.posestream.render;

/**
 * The light of a scene: one lamp that throws shadows, a fill light without, and ambient light from ceiling and floor.
 * Strengths are relative; colours are linear red, green, blue.
 *
 * @param lamp world position of the lamp
 * @param lampColor light of the lamp
 * @param fillDirection unit direction towards the fill light
 * @param fillColor light of the fill
 * @param sky ambient light from above
 * @param ground ambient light from below
 */
public record Lighting(Vec3 lamp, Vec3 lampColor, Vec3 fillDirection, Vec3 fillColor, Vec3 sky, Vec3 ground) {

    /** Daylight from a window behind the camera's left shoulder, warm lamps on the other side. */
    public static Lighting indoor() {
        return new Lighting(new Vec3(-2.6, 4.3, 3.6), new Vec3(1.22, 1.15, 1.02), new Vec3(0.75, 0.35, 0.56).unit(),
                new Vec3(0.26, 0.24, 0.21), new Vec3(0.36, 0.38, 0.42), new Vec3(0.30, 0.275, 0.24));
    }
}
