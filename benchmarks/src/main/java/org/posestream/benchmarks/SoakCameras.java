package org.posestream.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.posestream.export.VideoEncoder;
import org.posestream.export.VideoFormat;
import org.posestream.frame.FrameBuffer;
import org.posestream.pipeline.CameraOptions;
import org.posestream.pipeline.Freshness;
import org.posestream.pipeline.PosePipeline;
import org.posestream.pipeline.SupervisionOptions;
import org.posestream.rtsp.H264Clip;
import org.posestream.rtsp.RtspServer;
import org.posestream.rtsp.RtspServerOptions;
import org.posestream.source.FrameSource;
import org.posestream.source.FrameSources;
import org.posestream.source.SourceException;
import org.posestream.source.SourceOptions;

/** Supervised cameras that show a clip without an end: by turns over RTSP on the loopback and from the file. */
final class SoakCameras implements AutoCloseable {

    private static final int BITS_PER_SECOND = 4_000_000;
    private static final SupervisionOptions SUPERVISION = new SupervisionOptions(Duration.ofSeconds(5),
            Duration.ofSeconds(2), Duration.ofSeconds(5), 3, Duration.ofSeconds(1));
    private static final SourceOptions SOURCE = SourceOptions.DEFAULT.withTimeoutNanos(3_000_000_000L);

    private final String file;
    private final int framesPerSecond;
    private final H264Clip clip;
    private final List<RtspServer> servers = new ArrayList<>();

    /** Encodes the clip anew. */
    SoakCameras(String file, int framesPerSecond) throws IOException, SourceException {
        this.file = file;
        this.framesPerSecond = framesPerSecond;
        Path encoded = Files.createTempFile("posestream-soak", ".h264");
        try {
            encode(encoded);
            clip = H264Clip.parse(Files.readAllBytes(encoded), framesPerSecond);
        } finally {
            Files.delete(encoded);
        }
    }

    /** Adds so many cameras to a pipeline. */
    void addTo(PosePipeline pipeline, int count) throws IOException {
        CameraOptions options = new CameraOptions(Freshness.LATEST, framesPerSecond, SUPERVISION);
        for (int i = 0; i < count; i++) {
            String address = i % 2 == 0 ? newServer().url() : file;
            pipeline.supervise("camera" + i, () -> FrameSources.openAsCamera(address, SOURCE), options);
        }
    }

    /** Those that can be broken. */
    List<RtspServer> servers() {
        return List.copyOf(servers);
    }

    private RtspServer newServer() throws IOException {
        servers.add(RtspServer.start(clip, RtspServerOptions.DEFAULT));
        return servers.get(servers.size() - 1);
    }

    private void encode(Path target) throws IOException, SourceException {
        FrameBuffer frame = new FrameBuffer(0);
        try (FrameSource source = FrameSources.open(file, SourceOptions.DEFAULT)) {
            if (!source.advance()) {
                throw new SourceException("'" + file + "' holds no picture");
            }
            source.copyTo(frame);
            VideoFormat format =
                    VideoFormat.h264(frame.width(), frame.height(), framesPerSecond, BITS_PER_SECOND);
            try (VideoEncoder encoder = VideoEncoder.open(target.toString(), format)) {
                encode(source, frame, encoder);
            }
        }
    }

    /** Frames are left out where the file has more of them a second. */
    private void encode(FrameSource source, FrameBuffer frame, VideoEncoder encoder)
            throws IOException, SourceException {
        encoder.write(frame, 0);
        long written = 1;
        while (source.advance()) {
            if (source.captureNanos() >= written * 1_000_000_000L / framesPerSecond) {
                source.copyTo(frame);
                encoder.write(frame, source.captureNanos());
                written++;
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (RtspServer server : servers) {
            server.close();
        }
    }
}
