package org.posestream.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.posestream.inference.Decoder;
import org.posestream.inference.ModelException;
import org.posestream.inference.ModelSpec;
import org.posestream.inference.OnnxModel;
import org.posestream.inference.TensorSpec;
import org.posestream.inference.TestNetworks;

class DetectionDecoderTest {

    private static final int VALUES = 7;

    /** A 64 x 32 input has 8 x 4 cells of stride 8, 4 x 2 of 16 and 2 x 1 of 32: 42 rows. */
    private static final int ROWS = 42;

    @Test
    void shouldDecodeYoloxCellsOfEveryStride() {
        FloatBuffer output = FloatBuffer.allocate(2 * ROWS * VALUES);
        // second image; row 8 + 2 is cell (2, 1) of stride 8: centre (2.5, 1.25) * 8, size (1, e) * 8
        put(output, ROWS + 10, 0.5f, 0.25f, 0, 1, 0.9f, 0.8f, 0.9f);
        // row 32 + 4 + 3 is cell (3, 1) of stride 16: centre (3, 1) * 16, size 16
        put(output, ROWS + 39, 0, 0, 0, 0, 1, 0.7f, 0);
        // row 41 is cell (1, 0) of stride 32: centre (1, 0.5) * 32, size 32
        put(output, ROWS + 41, 0, 0.5f, 0, 0, 1, 0.6f, 0);
        // not a person, and a person that is too unlikely
        put(output, ROWS, 0, 0, 0, 0, 1, 0.1f, 1);
        put(output, ROWS + 1, 0, 0, 0, 0, 0.6f, 0.6f, 0);

        NonMaxSuppression boxes = new NonMaxSuppression(1);
        new YoloxDecoder(64, 32, VALUES, 0.4f).decode(new FloatBuffer[] {output}, ROWS, 1, boxes);

        float half = (float) Math.E * 4;
        assertEquals(3, boxes.suppress());
        assertArrayEquals(new float[] {16, 10 - half, 24, 10 + half, 0.72f}, NonMaxSuppressionTest.row(boxes, 0),
                1e-5f);
        assertArrayEquals(new float[] {40, 8, 56, 24, 0.7f}, NonMaxSuppressionTest.row(boxes, 1), 1e-5f);
        assertArrayEquals(new float[] {16, 0, 48, 32, 0.6f}, NonMaxSuppressionTest.row(boxes, 2), 1e-5f);
    }

    @Property(tries = 200)
    void shouldReadBackAnyYoloxBox(@ForAll @FloatRange(min = 0, max = 63.9f) float x,
            @ForAll @FloatRange(min = 0, max = 31.9f) float y, @ForAll @FloatRange(min = 1, max = 64) float width,
            @ForAll @FloatRange(min = 1, max = 32) float height) {
        FloatBuffer output = FloatBuffer.allocate(ROWS * VALUES);
        int column = (int) (x / 8);
        int row = (int) (y / 8);
        put(output, row * 8 + column, x / 8 - column, y / 8 - row, (float) Math.log(width / 8),
                (float) Math.log(height / 8), 1, 1, 0);
        NonMaxSuppression boxes = new NonMaxSuppression(1);
        new YoloxDecoder(64, 32, VALUES, 0.4f).decode(new FloatBuffer[] {output}, ROWS, 0, boxes);
        assertEquals(1, boxes.suppress());
        assertArrayEquals(new float[] {x - width / 2, y - height / 2, x + width / 2, y + height / 2, 1},
                NonMaxSuppressionTest.row(boxes, 0), 1e-4f);
    }

    @Test
    void shouldTakeThePeopleOfRtmDetOnly() {
        FloatBuffer dets = FloatBuffer.allocate(2 * 3 * 5).put(15, new float[] {
            1, 2, 3, 4, 0.9f, 5, 6, 7, 8, 0.8f, 9, 9, 10, 10, 0.1f});
        FloatBuffer labels = FloatBuffer.allocate(6).put(3, new float[] {1, 0, 0});
        NonMaxSuppression boxes = new NonMaxSuppression(1);
        new RtmDetDecoder(0.4f).decode(new FloatBuffer[] {dets, labels}, 3, 1, boxes);
        assertEquals(1, boxes.suppress());
        assertArrayEquals(new float[] {5, 6, 7, 8, 0.8f}, NonMaxSuppressionTest.row(boxes, 0), 1e-6f);
    }

    @Test
    void shouldTakeBoxesWithTheirScores() {
        FloatBuffer corners = FloatBuffer.allocate(16).put(8, new float[] {1, 2, 3, 4, 5, 6, 7, 8});
        FloatBuffer scores = FloatBuffer.allocate(4).put(2, new float[] {0.3f, 0.5f});
        NonMaxSuppression boxes = new NonMaxSuppression(1);
        new BoxesDecoder(0.4f).decode(new FloatBuffer[] {corners, scores}, 2, 1, boxes);
        assertEquals(1, boxes.suppress());
        assertArrayEquals(new float[] {5, 6, 7, 8, 0.5f}, NonMaxSuppressionTest.row(boxes, 0), 1e-6f);
    }

    @Test
    void shouldRefuseACardWhoseOutputsItCannotRead() {
        try (OnnxModel model = TestNetworks.open("bright-detector", 1)) {
            ModelSpec spec = model.spec();
            ModelSpec changed = new ModelSpec(spec.name(), spec.task(), spec.file(), spec.input(),
                    List.of(new TensorSpec("boxes", new long[] {-1, 20, 85})), spec.state(),
                    new ModelSpec.Head(Decoder.YOLOX, Map.of(), null, null, null), spec.about());
            // 4 x 4 cells of stride 8, 2 x 2 of 16 and 1 of 32
            assertEquals("bright-detector needs an output number 1 with the axes [21, -1] behind the batch for decoder"
                    + " YOLOX, but has ['boxes' [-1, 20, 85]]; correct the card",
                    assertThrows(ModelException.class, () -> DetectionDecoder.of(changed)).getMessage());
        }
    }

    private static void put(FloatBuffer output, int row, float... values) {
        output.put(row * VALUES, values);
    }
}
