package org.posestream.server.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code posestream evaluate}: how good networks are on data whose truth is known. */
@Command(name = "evaluate", description = "Measure networks on data whose truth is known.",
        subcommands = {EvaluateDetectorCommand.class, EvaluatePose2dCommand.class, EvaluateLifterCommand.class,
            EvaluateChainCommand.class, EvaluateSheetCommand.class},
        footer = {"", "Examples:", "  posestream evaluate pose2d --data DATA",
            "  posestream evaluate detector --annotations people.json --models DIR --network embedded "
                + "--network yolox-nano-416", "  posestream evaluate lifter --motion motion.npz --noise",
            "  posestream evaluate chain", "  posestream evaluate sheet --images photos --out sheet.png"})
final class EvaluateCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "one of "
                + String.join(", ", spec.subcommands().keySet()) + " is missing");
    }
}
