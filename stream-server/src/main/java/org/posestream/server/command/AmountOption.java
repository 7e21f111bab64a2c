package org.posestream.server.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much of the data an evaluation takes. */
final class AmountOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--limit", paramLabel = "N",
            description = "Only the first N people, images or clips, for a quick look (default: all).")
    private Integer limit;

    /** At least 1; as many as there can be when none is given. */
    int limit() {
        if (limit != null && limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1, but was " + limit);
        }
        return limit == null ? Integer.MAX_VALUE : limit;
    }
}
