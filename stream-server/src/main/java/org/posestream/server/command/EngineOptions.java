package org.posestream.server.command;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.posestream.inference.ExecutionProvider;
import org.posestream.pipeline.PipelineOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that runs networks. */
public final class EngineOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--models", paramLabel = "DIR", description = "Folder with more networks; looked into first.")
    private Path models;

    @Option(names = "--detector", paramLabel = "NAME", defaultValue = "posestream-detector",
            description = "Person detector, or 'none' when each image holds one person who fills it "
                + "(default: ${DEFAULT-VALUE}).")
    private String detector;

    @Option(names = "--pose", paramLabel = "NAME", defaultValue = "posestream-pose",
            description = "2D pose network (default: ${DEFAULT-VALUE}).")
    private String pose;

    @Option(names = "--lifter", paramLabel = "NAME", defaultValue = "posestream-lifter-temporal",
            description = "2D to 3D network; not used when the pose network gives 3D (default: ${DEFAULT-VALUE}).")
    private String lifter;

    @Option(names = "--ep", paramLabel = "PROVIDER", defaultValue = "auto",
            description = "What computes the networks: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private ExecutionProvider provider;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1",
            description = "CPU threads per network (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--detector-interval", paramLabel = "N", defaultValue = "5",
            description = "Run the detector on every N-th frame; boxes follow the joints in between "
                + "(default: ${DEFAULT-VALUE}).")
    private int detectorInterval;

    @Option(names = "--empty-interval", paramLabel = "N", defaultValue = "3",
            description = "Run the detector on every N-th frame while nobody is in sight (default: ${DEFAULT-VALUE}).")
    private int emptyInterval;

    @Option(names = "--max-people", paramLabel = "N", defaultValue = "8",
            description = "People per frame at most (default: ${DEFAULT-VALUE}).")
    private int maxPeople;

    /** What was asked for, in range. */
    public EngineSettings settings() {
        return rangeChecked(() -> new EngineSettings(models, detector, pose, lifter, provider, threads,
                PipelineOptions.DEFAULTS.withDetectorInterval(detectorInterval)
                        .withEmptyInterval(emptyInterval).withMaxPeople(maxPeople)));
    }

    /** What was asked for, in range, and otherwise what a file says. */
    EngineSettings over(EngineSettings file) {
        PipelineOptions pipeline = file.pipeline();
        return rangeChecked(() -> new EngineSettings(
                given("--models") ? models : file.models(),
                given("--detector") ? detector : file.detector(),
                given("--pose") ? pose : file.pose(),
                file.lighterPose(),
                given("--lifter") ? lifter : file.lifter(),
                given("--ep") ? provider : file.provider(),
                given("--threads") ? threads : file.threads(),
                pipeline.withDetectorInterval(
                        given("--detector-interval") ? detectorInterval : pipeline.detectorInterval())
                        .withEmptyInterval(given("--empty-interval") ? emptyInterval : pipeline.emptyInterval())
                        .withMaxPeople(given("--max-people") ? maxPeople : pipeline.maxPeople())));
    }

    private boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private EngineSettings rangeChecked(Supplier<EngineSettings> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
