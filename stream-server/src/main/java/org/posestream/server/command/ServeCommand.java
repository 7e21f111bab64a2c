package org.posestream.server.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.posestream.server.camera.CameraException;
import org.posestream.server.config.CameraConfig;
import org.posestream.server.config.ConfigException;
import org.posestream.server.config.ConfigFile;
import org.posestream.server.config.LogConfig;
import org.posestream.server.config.PoseStreamConfig;
import org.posestream.server.config.ServerConfig;
import org.posestream.source.Redaction;
import org.posestream.source.SourceAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code posestream serve}: cameras and streams in, WebSockets out, until it is told to end. */
@Command(name = "serve", description = "Serve the skeletons of cameras and streams over WebSocket.",
        footer = {"", "Skeletons go out on ws://ADDRESS:PORT/v1/streams/NAME and are shown at http://ADDRESS:PORT/.",
            "A camera that is not there, or goes away, is tried again for ever.",
            "", "Examples:", "  posestream serve --source hall=rtsp://10.0.0.7/stream",
            "  posestream serve --source desk=/dev/video0 --source clip=walk.mp4 --port 9000",
            "  posestream serve --config posestream.yaml", "",
            "posestream config print writes a posestream.yaml that explains itself."})
final class ServeCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE",
            description = "A configuration file; other options win over what it says. SIGHUP reads it again.")
    private Path file;

    @Option(names = "--source", paramLabel = "NAME=ADDRESS",
            description = "A camera or stream (rtsp://, rtmp://, http://, /dev/video0, video=NAME on Windows, "
                + "avfoundation:0 on macOS) or a video, which plays in a loop at its own pace; may be given several "
                + "times. A camera of that name in the file gets this address.")
    private List<String> sources = List.of();

    @Mixin
    private AvatarOptions avatars;

    @Mixin
    private ServerOptions address;

    @Mixin
    private EngineOptions options;

    /** Values of the file as it was read last that came from the environment, as written. */
    private Map<String, String> placeholders = Map.of();

    @Override
    public Integer call() throws Exception {
        if (file == null && sources.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "one of --config FILE or --source NAME=ADDRESS must say"
                    + " what to serve");
        }
        Map<String, String> addresses = addresses();
        PoseStreamConfig config = load(addresses);
        Logging.setUp(config.log(), debug());
        ServerConfig listen = config.server();
        for (String each : addresses.values()) {
            SourceAddress.parse(each);
        }
        boolean json = config.log().format() == LogConfig.Format.JSON;
        Consumer<String> lastWords = json ? log::error : PoseStreamCommand.lastWords(spec.commandLine().getErr());
        Consumer<String> banner = json ? log::info : spec.commandLine().getOut()::println;
        try (Signals signals = new Signals(listen.stopTimeout(), lastWords, file != null, root().earlyHangup());
                StreamServer server = new StreamServer(options.over(EngineSettings.of(config)), config)) {
            if (!signals.isStopping()) {
                server.apply(withPlaceholders(config));
                begin(server, config.cameras(), banner, listen.host());
            }
            Reload reload = new Reload(server.cameras(), next -> server.apply(withPlaceholders(next)),
                    config, debug());
            while (signals.take() == Signals.Order.RELOAD) {
                reload.run(() -> load(addresses));
            }
        }
        log.info("stopped");
        return 0;
    }

    private static void begin(StreamServer server, Map<String, CameraConfig> cameras, Consumer<String> banner,
            String host) throws CameraException {
        server.begin(cameras);
        banner.accept(String.format(Locale.ROOT, "PoseStream serves %s at %s (Ctrl+C ends it)",
                cameras.isEmpty() ? "no cameras yet" : String.join(", ", cameras.keySet()), server.url(host)));
        banner.accept("Networks: " + server.status());
    }

    /** What the file says now, with the cameras and avatars of the command line. */
    private PoseStreamConfig load(Map<String, String> addresses) throws ConfigException, IOException {
        ConfigFile read = file == null ? new ConfigFile(PoseStreamConfig.DEFAULT, Map.of(), List.of())
                : ConfigFile.load(file, System.getenv());
        PoseStreamConfig config = address.over(read.config());
        WebSetup.requireGuarded(config.server(), config.access());
        placeholders = new HashMap<>(read.placeholders());
        addresses.keySet().forEach(name -> placeholders.remove("cameras." + name + ".address"));
        Map<String, CameraConfig> cameras = new LinkedHashMap<>(config.cameras());
        addresses.forEach((name, address) -> cameras.merge(name, config.cameraDefaults().withAddress(address),
                (inFile, fromCommandLine) -> inFile.withAddress(address)));
        int most = config.pipeline().maxCameras();
        if (cameras.size() > most) {
            throw new ParameterException(spec.commandLine(), "there may be " + most + " cameras at most, but --source"
                    + (file == null ? "" : " and " + file) + " name " + cameras.size()
                    + "; raise pipeline.max-cameras in a file for --config");
        }
        return avatars.over(config.withCameras(cameras));
    }

    private ConfigFile withPlaceholders(PoseStreamConfig config) {
        return new ConfigFile(config, Map.copyOf(placeholders), List.of());
    }

    private Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (String source : sources) {
            int equals = source.indexOf('=');
            String name = equals < 0 ? "" : source.substring(0, equals);
            if (source.replaceFirst("=$", "").matches(PoseStreamConfig.CAMERA_NAME)) {
                throw new ParameterException(spec.commandLine(), "--source must be NAME=ADDRESS, but =ADDRESS is"
                        + " missing in '" + source + "'");
            }
            if (!name.matches(PoseStreamConfig.CAMERA_NAME)) {
                throw new ParameterException(spec.commandLine(), "--source must be NAME=ADDRESS with a name of letters,"
                        + " digits, - and _ (at most 64), but was '" + Redaction.of(source) + "'");
            }
            if (addresses.put(name, source.substring(equals + 1)) != null) {
                throw new ParameterException(spec.commandLine(), "--source " + name + " is given twice");
            }
        }
        return addresses;
    }

    private boolean debug() {
        return root().debug();
    }

    private PoseStreamCommand root() {
        return (PoseStreamCommand) spec.root().userObject();
    }
}
