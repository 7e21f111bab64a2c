package org.posestream.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.posestream.estimate.HeatmapDecoder.Refinement;

/** Against the NumPy implementation in models/training/decoder_goldens.py, on noisy maps with a second peak. */
class DecoderGoldensTest {

    private static final double TOLERANCE = 2e-4;

    private static JsonNode goldens;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream json = DecoderGoldensTest.class.getResourceAsStream("/decoder-goldens.json")) {
            goldens = new ObjectMapper().readTree(json);
        }
    }

    @Test
    void shouldAgreeOnPlainPeaks() {
        assertAgrees("argmax", new HeatmapDecoder(grid(), Refinement.ARGMAX, 0));
    }

    @Test
    void shouldAgreeOnQuarterOffsets() {
        assertAgrees("quarter", new HeatmapDecoder(grid(), Refinement.QUARTER_OFFSET, 0));
    }

    @Test
    void shouldAgreeOnDark() {
        assertAgrees("dark", new HeatmapDecoder(grid(), Refinement.DARK, 0));
    }

    @Test
    void shouldAgreeOnDarkAfterBlurring() {
        assertAgrees("darkBlurred", new HeatmapDecoder(grid(), Refinement.DARK,
                (float) goldens.get("blurSigma").asDouble()));
    }

    @Test
    void shouldAgreeOnSoftArgmax() {
        assertAgrees("softArgmax", new SoftArgmaxDecoder(grid(), (float) goldens.get("beta").asDouble()));
    }

    @Test
    void shouldAgreeOnSimCc() {
        JsonNode expected = goldens.get("simcc");
        SimCcDecoder decoder = new SimCcDecoder(goldens.get("simccX").get(0).size(),
                goldens.get("simccY").get(0).size(), expected.size(), 1, goldens.get("tap").floatValue());
        assertPoints(expected, decode(decoder, expected.size(), values("simccX"), values("simccY")));
    }

    private static void assertAgrees(String name, KeypointDecoder decoder) {
        JsonNode expected = goldens.get(name);
        assertPoints(expected, decode(decoder, expected.size(), values("heatmaps")));
    }

    private static float[] decode(KeypointDecoder decoder, int count, FloatBuffer... outputs) {
        float[] joints = new float[count * 3];
        decoder.decode(outputs, 0, joints, 0);
        return joints;
    }

    private static void assertPoints(JsonNode expected, float[] joints) {
        for (int k = 0; k < expected.size(); k++) {
            assertEquals(expected.get(k).get(0).asDouble(), joints[3 * k], TOLERANCE, "x of joint " + k);
            assertEquals(expected.get(k).get(1).asDouble(), joints[3 * k + 1], TOLERANCE, "y of joint " + k);
        }
    }

    /** Stride 1, so that input pixels are heatmap pixels. */
    private static HeatmapGrid grid() {
        int width = goldens.get("width").asInt();
        int height = goldens.get("height").asInt();
        return new HeatmapGrid(goldens.get("heatmaps").size(), width, height, width, height);
    }

    private static FloatBuffer values(String name) {
        JsonNode rows = goldens.get(name);
        FloatBuffer values = FloatBuffer.allocate(rows.size() * rows.get(0).size());
        rows.forEach(row -> row.forEach(value -> values.put(value.floatValue())));
        return values;
    }
}
