package org.posestream.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.posestream.frame.FrameBuffer;
import org.posestream.source.FrameSource;
import org.posestream.source.FrameSources;
import org.posestream.source.ReplayFrameSource;
import org.posestream.source.SourceException;
import org.posestream.source.SourceOptions;
import picocli.CommandLine.Parameters;

/** The video that a whole run takes its frames from, as an argument of the commands. */
final class Clip {

    private static final String DEMO = "/org/posestream/models/demo.mp4";

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "Video to use; the bundled demo clip without one.")
    private String file;

    /** Its name without folders. */
    String name() {
        return file == null ? "demo.mp4" : String.valueOf(Path.of(file).getFileName());
    }

    /** The path of the video; the demo clip is unpacked first, since FFmpeg reads files only. */
    String path() throws IOException {
        if (file != null) {
            return file;
        }
        try (InputStream in = Clip.class.getResourceAsStream(DEMO)) {
            if (in == null) {
                throw new IOException("this build has no demo clip; name a video");
            }
            Path copy = Files.createTempFile("posestream-benchmark", ".mp4");
            copy.toFile().deleteOnExit();
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return copy.toString();
        }
    }

    /** Its first frames, decoded into memory. */
    List<ReplayFrameSource.Frame> decode(int count) throws IOException, SourceException {
        List<ReplayFrameSource.Frame> frames = new ArrayList<>(count);
        FrameBuffer buffer = new FrameBuffer(0);
        try (FrameSource source = FrameSources.open(path(), SourceOptions.DEFAULT)) {
            while (frames.size() < count && source.advance()) {
                source.copyTo(buffer);
                frames.add(ReplayFrameSource.Frame.of(buffer, source.captureNanos()));
            }
        }
        return frames;
    }
}
