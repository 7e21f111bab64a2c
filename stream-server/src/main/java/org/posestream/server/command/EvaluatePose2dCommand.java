package org.posestream.server.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.posestream.evaluate.DataSplit;
import org.posestream.evaluate.Pose2dEvaluation;
import org.posestream.inference.ModelSpec.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code posestream evaluate pose2d}: joints in given boxes. */
@Command(name = "pose2d", description = "Measure 2D networks on people whose boxes and joints are known.",
        footer = {"", "Examples:", "  posestream evaluate pose2d --data DATA",
            "  posestream evaluate pose2d --annotations people.json --models DIR --network embedded "
                + "--network movenet-lightning"})
final class EvaluatePose2dCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder that holds lspet/images and lspet/joints.npz.")
    private Path data;

    @Option(names = "--annotations", paramLabel = "FILE",
            description = "Or people annotated as COCO's person_keypoints JSON.")
    private Path annotations;

    @Option(names = "--images", paramLabel = "DIR",
            description = "With --annotations: where its file names begin (default: the folder of the annotations).")
    private Path images;

    @Option(names = "--split", paramLabel = "PART",
            description = "With --data: ${COMPLETION-CANDIDATES} (default: validation).")
    private DataSplit split;

    @Mixin
    private ComparisonOptions comparison;

    @Override
    public Integer call() throws Exception {
        requireOneTruth();
        return comparison.run(spec.commandLine(), Set.of(Task.POSE2D, Task.POSE3D), (networks, limit) ->
                evaluation(limit).measure(networks));
    }

    private void requireOneTruth() {
        if ((data == null) == (annotations == null)) {
            throw new ParameterException(spec.commandLine(),
                    "one of --data or --annotations must name the people to measure on");
        }
        if (split != null && data == null || images != null && annotations == null) {
            throw new ParameterException(spec.commandLine(),
                    "--split goes with --data, --images goes with --annotations");
        }
    }

    private Pose2dEvaluation evaluation(int limit) throws IOException {
        return annotations != null ? Pose2dEvaluation.onCoco(annotations, images, limit)
                : Pose2dEvaluation.onLspet(data, split == null ? DataSplit.VALIDATION : split, limit);
    }
}
