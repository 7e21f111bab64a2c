package org.posestream.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posestream.inference.Decoder;
import org.posestream.inference.ModelException;
import org.posestream.inference.ModelSpec;
import org.posestream.inference.OnnxModel;
import org.posestream.inference.TensorSpec;
import org.posestream.inference.TestNetworks;

/** Cards that do not fit the decoder they name; the input is 24 x 32. */
class KeypointDecoderTest {

    private static final TensorSpec COLUMNS = new TensorSpec("x", new long[] {-1, 17, 48});

    @Test
    void shouldRefuseOutputsThatTheDecoderCannotRead() {
        assertEquals("standing-pose needs an output number 1 with the axes [1, 17, 3] behind the batch for decoder"
                + " MOVENET, but has ['x' [-1, 17, 48]]; correct the card",
                refusal(Decoder.MOVENET, Map.of(), COLUMNS));
        assertEquals("standing-pose needs an output number 2 with the axes [17, 64] behind the batch for decoder SIMCC,"
                + " but has ['x' [-1, 17, 48]]; correct the card", refusal(Decoder.SIMCC, Map.of(), COLUMNS));
    }

    @Test
    void shouldRefuseOptionsThatMakeNoSense() {
        assertEquals("standing-pose: sigma 100.0 is too wide for 48x64 bins; correct the card",
                refusal(Decoder.SIMCC, Map.of("sigma", 100.0), COLUMNS));
    }

    private static String refusal(Decoder decoder, Map<String, Double> options, TensorSpec... outputs) {
        try (OnnxModel model = TestNetworks.open("standing-pose", 1)) {
            ModelSpec spec = model.spec();
            ModelSpec.Head head = new ModelSpec.Head(decoder, options, spec.topology(), null, null);
            ModelSpec changed = new ModelSpec(spec.name(), spec.task(), spec.file(), spec.input(), List.of(outputs),
                    spec.state(), head, spec.about());
            return assertThrows(ModelException.class, () -> KeypointDecoder.of(changed)).getMessage();
        }
    }
}
