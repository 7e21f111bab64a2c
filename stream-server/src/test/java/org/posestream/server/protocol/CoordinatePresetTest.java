package org.posestream.server.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.posestream.pose.Keypoint3D;

class CoordinatePresetTest {

    private static final Keypoint3D RIGHT = point(1, 0, 0);
    private static final Keypoint3D DOWN = point(0, 1, 0);
    private static final Keypoint3D FORWARD = point(0, 0, 1);

    @ParameterizedTest
    @CsvSource({
        "OPENCV, 1, 2, 3",
        "UNITY, 1, -2, 3",
        "UNREAL, 300, 100, -200",
        "BLENDER, 1, 3, -2",
        "GLTF, 1, -2, -3"})
    void shouldConvertAPointToTheRightBelowAndAhead(CoordinatePreset preset, float x, float y, float z) {
        assertEquals(new Keypoint3D(x, y, z, 0.5f), preset.convert(new Keypoint3D(1, 2, 3, 0.5f)));
    }

    /** Who faces the camera looks against its forward axis. */
    @ParameterizedTest
    @CsvSource({
        "OPENCV, 0, 0, -1",
        "UNITY, 0, 0, -1",
        "UNREAL, -100, 0, 0",
        "BLENDER, 0, -1, 0",
        "GLTF, 0, 0, 1"})
    void shouldTurnAPersonWhoFacesTheCamera(CoordinatePreset preset, float x, float y, float z) {
        assertEquals(point(x, y, z), preset.convert(point(0, 0, -1)));
    }

    @ParameterizedTest
    @CsvSource({
        "OPENCV, right, right, down, forward, metre",
        "UNITY, left, right, up, forward, metre",
        "UNREAL, left, forward, right, up, centimetre",
        "BLENDER, right, right, forward, up, metre",
        "GLTF, right, right, up, backward, metre"})
    void shouldTellItsAxes(CoordinatePreset preset, String handedness, String x, String y, String z, String unit) {
        assertEquals(handedness, preset.handedness());
        assertEquals(x, preset.x().label());
        assertEquals(y, preset.y().label());
        assertEquals(z, preset.z().label());
        assertEquals(unit, preset.unit().label());
    }

    /** Right, down, forward are right-handed, as x, y, z of OpenCV are; a mirror turns the sign of their volume. */
    @ParameterizedTest
    @EnumSource
    void shouldBeOfTheHandednessThatItTells(CoordinatePreset preset) {
        double volume = determinant(preset.convert(RIGHT), preset.convert(DOWN), preset.convert(FORWARD));
        double side = preset.unit() == CoordinatePreset.Unit.METRE ? 1 : 100;
        assertEquals(preset.handedness().equals("right") ? Math.pow(side, 3) : -Math.pow(side, 3), volume);
    }

    @Property
    void shouldKeepDistancesAndConfidences(@ForAll CoordinatePreset preset,
            @ForAll @FloatRange(min = -4, max = 4) float x, @ForAll @FloatRange(min = -4, max = 4) float y,
            @ForAll @FloatRange(min = -4, max = 4) float z, @ForAll @FloatRange(min = 0, max = 1) float confidence) {
        Keypoint3D a = new Keypoint3D(x, y, z, confidence);
        Keypoint3D b = new Keypoint3D(y, z, 1, 0);
        double unit = preset.unit() == CoordinatePreset.Unit.METRE ? 1 : 100;
        assertEquals(unit * distance(a, b), distance(preset.convert(a), preset.convert(b)), unit * 2e-6);
        assertEquals(confidence, preset.convert(a).confidence());
    }

    @Test
    void shouldNotWriteNegativeZeros() {
        for (CoordinatePreset preset : CoordinatePreset.values()) {
            assertEquals(point(0, 0, 0), preset.convert(point(0, 0, 0)));
        }
    }

    private static double determinant(Keypoint3D a, Keypoint3D b, Keypoint3D c) {
        return (double) a.x() * (b.y() * c.z() - b.z() * c.y()) - a.y() * (b.x() * c.z() - b.z() * c.x())
                + a.z() * (b.x() * c.y() - b.y() * c.x());
    }

    private static double distance(Keypoint3D a, Keypoint3D b) {
        return Math.sqrt(Math.pow(a.x() - b.x(), 2) + Math.pow(a.y() - b.y(), 2) + Math.pow(a.z() - b.z(), 2));
    }

    private static Keypoint3D point(float x, float y, float z) {
        return new Keypoint3D(x, y, z, 1);
    }
}
