package org.posestream.evaluate;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.posestream.evaluate.FigureTable.Column;
import org.posestream.inference.InferenceOptions;
import org.posestream.inference.ModelSpec;
import org.posestream.inference.OnnxModel;

/**
 * A network that is measured.
 *
 * @param label what the report calls it
 * @param spec its card
 */
public record NetworkUnderTest(String label, ModelSpec spec) {

    /** What every network costs; behind the figures of each task. */
    static final List<Column> COSTS = List.of(new Column("millisPerCall", "ms/call", 2),
            new Column("gflop", "GFLOP", 3), new Column("parameters", "parameters", 0));

    public NetworkUnderTest {
        requireNonNull(label, "label is null");
        requireNonNull(spec, "spec is null");
    }

    /** Opens it for one image a call and one thread, which its times are told for. */
    static OnnxModel open(ModelSpec spec) {
        return OnnxModel.open(spec, InferenceOptions.cpu(1));
    }

    /** The values of {@link #COSTS}; what the card does not say is unknown. */
    List<Double> costs(double millisPerCall) {
        double gflop = spec.about().gflop();
        double parameters = spec.about().parameters();
        return List.of(millisPerCall, gflop > 0 ? gflop : Double.NaN, parameters > 0 ? parameters : Double.NaN);
    }
}
