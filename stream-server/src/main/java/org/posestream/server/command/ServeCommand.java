package org.posestream.server.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.posestream.pipeline.PipelineOptions;
import org.posestream.source.FrameSources;
import org.posestream.source.SourceOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code posestream serve}: cameras and streams in, WebSockets out, until Ctrl+C. */
@Command(name = "serve", description = "Serve the skeletons of cameras and streams over WebSocket.",
        footer = {"", "Skeletons are sent as JSON on ws://ADDRESS:PORT/v1/streams/NAME and shown at http://ADDRESS:PORT/.",
            "", "Examples:", "  posestream serve --source hall=rtsp://10.0.0.7/stream",
            "  posestream serve --source desk=/dev/video0 --source clip=walk.mp4 --port 9000"})
final class ServeCommand implements Callable<Integer> {

    private static final String NAME_RULE = "[A-Za-z0-9_-]{1,64}";

    @Spec
    private CommandSpec spec;

    @Option(names = "--source", paramLabel = "NAME=ADDRESS", required = true,
            description = "A camera or stream (rtsp://, rtmp://, http://, /dev/video0, video=NAME on Windows, "
                + "avfoundation:0 on macOS) or a video, which plays in a loop at its own pace; may be given several "
                + "times.")
    private List<String> sources;

    @Mixin
    private ServerOptions address;

    @Mixin
    private EngineOptions options;

    @Override
    public Integer call() throws Exception {
        Map<String, String> addresses = addresses();
        PrintWriter out = spec.commandLine().getOut();
        try (StreamServer server = new StreamServer(options.settings(), address.host(), address.port())) {
            for (Map.Entry<String, String> source : addresses.entrySet()) {
                server.add(source.getKey(), FrameSources.openAsCamera(source.getValue(), SourceOptions.DEFAULT));
            }
            out.printf("PoseStream serves %s at http://%s:%d/ (Ctrl+C ends it)%n",
                    String.join(", ", addresses.keySet()), address.host(), server.port());
            out.println("Networks: " + server.status());
            return server.serve();
        }
    }

    private Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (String source : sources) {
            int equals = source.indexOf('=');
            String name = equals < 0 ? "" : source.substring(0, equals);
            if (!name.matches(NAME_RULE) || equals == source.length() - 1) {
                throw new ParameterException(spec.commandLine(), "--source must be NAME=ADDRESS with a name of letters,"
                        + " digits, - and _ (at most 64), but the name was '" + name + "'");
            }
            if (addresses.put(name, source.substring(equals + 1)) != null) {
                throw new ParameterException(spec.commandLine(), "--source " + name + " is given twice");
            }
        }
        int most = PipelineOptions.DEFAULTS.maxCameras();
        if (addresses.size() > most) {
            throw new ParameterException(spec.commandLine(), "--source may be given " + most + " times at most, but was"
                    + " " + addresses.size() + " times");
        }
        return addresses;
    }
}
