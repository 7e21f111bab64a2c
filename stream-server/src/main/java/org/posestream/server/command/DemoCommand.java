package org.posestream.server.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.posestream.server.config.CameraConfig;
import org.posestream.server.config.ConfigFile;
import org.posestream.server.config.PoseStreamConfig;
import org.posestream.server.config.ServerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code posestream demo}: the bundled clip through the embedded networks. */
@Command(name = "demo", description = "Play the bundled clip through the networks and show the moving skeleton.",
        footer = {"", "Examples:", "  posestream demo", "  posestream demo --port 9000",
            "  posestream demo --vmc 127.0.0.1",
            "  posestream demo --once --out demo-results"})
final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--once", description = "Play it once without a server and write poses.jsonl and overlay.mp4.")
    private boolean once;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the results of --once.")
    private Path out;

    @Mixin
    private AvatarOptions avatars;

    @Mixin
    private ServerOptions address;

    @Mixin
    private EngineOptions options;

    @Override
    public Integer call() throws Exception {
        if (once != (out != null)) {
            throw new ParameterException(spec.commandLine(), "--once and --out DIR go together");
        }
        try (BundledClip clip = BundledClip.copy()) {
            return once ? playOnce(clip.video()) : serve(clip.video());
        }
    }

    private int playOnce(Path clip) throws Exception {
        Path folder = OutputFolder.create(out);
        try (FileProcessor processor = new FileProcessor(options, spec.commandLine().getOut())) {
            processor.process(clip.toString(), "demo", folder.resolve("poses.jsonl"), folder.resolve("overlay.mp4"));
        }
        return 0;
    }

    private int serve(Path clip) throws Exception {
        PrintWriter terminal = spec.commandLine().getOut();
        PoseStreamConfig config = avatars.over(address.over(PoseStreamConfig.DEFAULT));
        ServerConfig listen = config.server();
        WebSetup.requireGuarded(listen, config.access());
        EarlyHangup early = ((PoseStreamCommand) spec.root().userObject()).earlyHangup();
        try (Signals signals = new Signals(listen.stopTimeout(),
                PoseStreamCommand.lastWords(spec.commandLine().getErr()), false, early);
                StreamServer server = new StreamServer(options.settings(), config)) {
            server.apply(new ConfigFile(config, Map.of(), List.of()));
            server.begin(Map.of("demo", CameraConfig.DEFAULT.withAddress(clip.toString())));
            terminal.printf("PoseStream shows its demo at %s (Ctrl+C ends it)%n", server.url(listen.host()));
            terminal.println("Networks: " + server.status());
            signals.take();
            return 0;
        }
    }
}
