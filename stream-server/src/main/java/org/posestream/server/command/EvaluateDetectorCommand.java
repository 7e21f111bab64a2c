package org.posestream.server.command;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.posestream.evaluate.DetectorEvaluation;
import org.posestream.inference.ModelSpec.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code posestream evaluate detector}: people in whole images. */
@Command(name = "detector", description = "Measure person detectors on images whose people are known.",
        footer = {"", "Examples:", "  posestream evaluate detector --annotations people.json",
            "  posestream evaluate detector --annotations people.json --images photos --models DIR "
                + "--network embedded --network yolox-nano-416"})
final class EvaluateDetectorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--annotations", paramLabel = "FILE", required = true,
            description = "People annotated as COCO's JSON; iscrowd marks regions to be ignored.")
    private Path annotations;

    @Option(names = "--images", paramLabel = "DIR",
            description = "Where the file names of the annotations begin (default: the folder of the annotations).")
    private Path images;

    @Mixin
    private ComparisonOptions comparison;

    @Override
    public Integer call() throws Exception {
        return comparison.run(spec.commandLine(), Set.of(Task.DETECTOR), (networks, limit) ->
                DetectorEvaluation.on(annotations, images, limit).measure(networks));
    }
}
