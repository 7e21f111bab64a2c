package org.posestream.estimate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** MoveNet and BlazePose, whose networks give coordinates. */
class RegressionDecodersTest {

    private static final int POINTS = 39;
    private static final int LEFT_HIP = 23;
    private static final int RIGHT_HIP = 24;

    @Property(tries = 200)
    void shouldReadBackMoveNetPoints(@ForAll @FloatRange(min = -0.5f, max = 191.5f) float x,
            @ForAll @FloatRange(min = -0.5f, max = 191.5f) float y, @ForAll @FloatRange(min = 0.01f, max = 1) float c,
            @ForAll @IntRange(min = 0, max = 16) int joint) {
        FloatBuffer output = FloatBuffer.allocate(2 * 17 * 3);
        output.put((17 + joint) * 3, new float[] {(y + 0.5f) / 192, (x + 0.5f) / 192, c});
        float[] joints = new float[17 * 3];
        new MoveNetDecoder(192, 192, 17).decode(new FloatBuffer[] {output}, 1, joints, 0);
        assertEquals(x, joints[joint * 3], 1e-4);
        assertEquals(y, joints[joint * 3 + 1], 1e-4);
        assertEquals(c, joints[joint * 3 + 2]);
    }

    @Test
    void shouldBeUnsureWhereMoveNetGivesNoNumber() {
        FloatBuffer output = FloatBuffer.allocate(6).put(0, new float[] {Float.NaN, 0, 1, 0.5f, 0.5f, Float.NaN});
        float[] joints = new float[6];
        new MoveNetDecoder(192, 192, 2).decode(new FloatBuffer[] {output}, 0, joints, 0);
        assertArrayEquals(new float[] {95.5f, 95.5f, 0, 95.5f, 95.5f, 0}, joints);
    }

    @Test
    void shouldReadBlazePoseLandmarks() {
        FloatBuffer landmarks = FloatBuffer.allocate(2 * POINTS * 5);
        // Visibility 2 and presence ln 3: sigmoid(ln 3) = 0.75 is the lesser.
        landmarks.put((POINTS + 4) * 5, new float[] {100.5f, 50, 7, 2, (float) Math.log(3)});
        float[] joints = new float[33 * 3];
        decoder().decode(new FloatBuffer[] {landmarks, null, null}, 1, joints, 0);
        assertEquals(100, joints[12]);
        assertEquals(49.5f, joints[13]);
        assertEquals(0.75, joints[14], 1e-6);
    }

    @Test
    void shouldPutTheRootBetweenTheHips() {
        FloatBuffer metres = FloatBuffer.allocate(2 * POINTS * 3);
        metres.put((POINTS + LEFT_HIP) * 3, new float[] {0.12f, 0.01f, -0.02f});
        metres.put((POINTS + RIGHT_HIP) * 3, new float[] {-0.08f, 0.03f, 0.04f});
        metres.put(POINTS * 3, new float[] {0.1f, -0.6f, -0.3f});
        float[] joints = new float[33 * 4];
        decoder().decode3d(new FloatBuffer[] {FloatBuffer.allocate(2 * POINTS * 5), null, metres}, 1, joints, 0);
        // root = (0.02, 0.02, 0.01)
        assertJoint(joints, 0, 0.08f, -0.62f, -0.31f);
        assertJoint(joints, LEFT_HIP, 0.10f, -0.01f, -0.03f);
        assertJoint(joints, RIGHT_HIP, -0.10f, 0.01f, 0.03f);
    }

    @Test
    void shouldStayFiniteWhereBlazePoseGivesNoNumber() {
        FloatBuffer landmarks = FloatBuffer.allocate(POINTS * 5);
        FloatBuffer metres = FloatBuffer.allocate(POINTS * 3);
        for (int i = 0; i < POINTS * 5; i++) {
            landmarks.put(i, Float.NaN);
        }
        for (int i = 0; i < POINTS * 3; i++) {
            metres.put(i, Float.NaN);
        }
        float[] joints = new float[33 * 3];
        float[] metric = new float[33 * 4];
        decoder().decode(new FloatBuffer[] {landmarks, null, metres}, 0, joints, 0);
        decoder().decode3d(new FloatBuffer[] {landmarks, null, metres}, 0, metric, 0);
        assertArrayEquals(new float[] {127.5f, 127.5f, 0}, new float[] {joints[0], joints[1], joints[2]});
        assertArrayEquals(new float[33 * 4], metric);
    }

    private static BlazePoseDecoder decoder() {
        return new BlazePoseDecoder(256, 256, 0, 1, 2);
    }

    private static void assertJoint(float[] joints, int k, float x, float y, float z) {
        assertEquals(x, joints[4 * k], 1e-6);
        assertEquals(y, joints[4 * k + 1], 1e-6);
        assertEquals(z, joints[4 * k + 2], 1e-6);
        assertEquals(0.5, joints[4 * k + 3], 1e-6, "sigmoid(0)");
    }
}
