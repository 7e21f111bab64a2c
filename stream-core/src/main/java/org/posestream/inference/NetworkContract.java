package org.posestream.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Compares what a card promises with what the network has; a difference is refused with both sides named. */
final class NetworkContract {

    private final ModelSpec spec;

    NetworkContract(ModelSpec spec) {
        this.spec = spec;
    }

    /**
     * Proves the whole card against the session.
     *
     * @throws ModelException at the first name, type or shape that differs
     */
    void check(OrtSession session) throws OrtException {
        if (session.getNumInputs() != 1) {
            throw new ModelException(spec.file().name() + " has the inputs " + session.getInputNames()
                    + ", but a network here has one; export it with one input");
        }
        TensorInfo input = find("input", spec.input().tensor(), session.getInputInfo());
        checkInputType(input);
        // A free axis of the network takes the size of the card, but a free axis of the card must be free in both.
        checkShape("input", spec.input().tensor(), input, false);
        for (TensorSpec output : spec.outputs()) {
            TensorInfo actual = find("output", output, session.getOutputInfo());
            checkOutputType(output, actual);
            checkShape("output", output, actual, output.shape()[0] == 1);
        }
    }

    private TensorInfo find(String kind, TensorSpec promised, Map<String, NodeInfo> infos) {
        NodeInfo info = infos.get(promised.name());
        if (info == null) {
            throw new ModelException(spec.file().name() + " has no " + kind + " '" + promised.name() + "', only "
                    + infos.keySet() + "; correct the name in the card");
        }
        return (TensorInfo) info.getInfo();
    }

    private void checkInputType(TensorInfo actual) {
        OnnxJavaType promised = switch (spec.input().type()) {
            case UINT8 -> OnnxJavaType.UINT8;
            case FLOAT32 -> OnnxJavaType.FLOAT;
        };
        if (actual.type != promised) {
            throw new ModelException(spec.file().name() + ": input '" + spec.input().tensor().name() + "' is "
                    + spec.input().type().name().toLowerCase(Locale.ROOT) + " in the card, but "
                    + actual.type.name().toLowerCase(Locale.ROOT) + " in the network; correct the card");
        }
    }

    private void checkOutputType(TensorSpec output, TensorInfo actual) {
        if (actual.type != OnnxJavaType.FLOAT && actual.type != OnnxJavaType.INT64) {
            throw new ModelException(spec.file().name() + ": output '" + output.name() + "' is of type "
                    + actual.type + ", but must be float32 or int64; export it so");
        }
    }

    private void checkShape(String kind, TensorSpec promised, TensorInfo actual, boolean anyBatch) {
        long[] card = promised.shape();
        long[] network = actual.getShape();
        boolean same = card.length == network.length;
        for (int axis = anyBatch ? 1 : 0; same && axis < card.length; axis++) {
            same = network[axis] < 0 || network[axis] == card[axis];
        }
        if (!same) {
            throw new ModelException(spec.file().name() + ": " + kind + " " + promised
                    + " in the card, but " + Arrays.toString(network)
                    + " in the network; correct the card or take the network that it describes");
        }
    }
}
