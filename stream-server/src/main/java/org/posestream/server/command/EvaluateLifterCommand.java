package org.posestream.server.command;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.posestream.evaluate.DataSplit;
import org.posestream.evaluate.LifterEvaluation;
import org.posestream.inference.ModelSpec.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code posestream evaluate lifter}: 3D joints from 2D joints. */
@Command(name = "lifter", description = "Measure lifters on motion capture that random cameras see.",
        footer = {"", "Examples:", "  posestream evaluate lifter --motion motion.npz",
            "  posestream evaluate lifter --motion motion.npz --noise --network my-lifter.onnx"})
final class EvaluateLifterCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--motion", paramLabel = "FILE", required = true,
            description = "NumPy .npz with an array (frames, 17, 3) a clip: metres, y up, Human3.6M order, 30 "
                + "frames/s.")
    private Path motion;

    @Option(names = "--split", paramLabel = "PART",
            description = "${COMPLETION-CANDIDATES} (default: validation of motion_17j_30fps.npz, all of others).")
    private DataSplit split;

    @Option(names = "--noise", description = "Also from joints with the errors of a 2D network.")
    private boolean noise;

    @Mixin
    private ComparisonOptions comparison;

    @Override
    public Integer call() throws Exception {
        return comparison.run(spec.commandLine(), Set.of(Task.LIFTER), (networks, limit) ->
                LifterEvaluation.on(motion, split, limit).measure(networks, noise));
    }
}
