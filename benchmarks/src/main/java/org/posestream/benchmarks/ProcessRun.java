package org.posestream.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import org.posestream.export.JsonLinesWriter;
import org.posestream.metrics.PipelineCounter;
import org.posestream.pipeline.CameraReader;
import org.posestream.pipeline.PosePublisher;
import org.posestream.server.command.Engine;
import org.posestream.server.command.EngineSettings;
import org.posestream.source.FrameSource;
import org.posestream.source.SourceException;

/** One file through the parts that {@code posestream process} is made of, JSON Lines on disk included. */
final class ProcessRun implements AutoCloseable {

    private final Path folder = Files.createTempDirectory("posestream-benchmark");
    private final JsonLinesWriter writer = JsonLinesWriter.open(folder.resolve("poses.jsonl"));
    private final Engine engine;

    /**
     * Opens and warms the networks.
     *
     * @param afterFrame gets the number of each frame, from 1, when its line is written; on the publishing thread
     */
    ProcessRun(EngineSettings settings, LongConsumer afterFrame) throws IOException {
        PosePublisher publisher = (frame, pixels) -> {
            writer.write(frame, pixels);
            afterFrame.accept(frame.sequence() + 1);
        };
        engine = Engine.open(settings, List.of(publisher));
    }

    Engine engine() {
        return engine;
    }

    /** Runs a source to its end. */
    void run(FrameSource source) throws SourceException, InterruptedException {
        CameraReader reader = engine.pipeline().add("clip", source);
        while (!reader.awaitEnd(Duration.ofHours(1))) {
            // Nobody measures for longer.
        }
        if (reader.failure().isPresent()) {
            throw new SourceException("the source broke", reader.failure().get());
        }
        if (count(PipelineCounter.FRAMES_FAILED) + count(PipelineCounter.PUBLISH_FAILURES) > 0) {
            throw new SourceException("frames failed, so their times say nothing; see the log");
        }
    }

    long count(PipelineCounter counter) {
        return engine.pipeline().metrics().count(counter);
    }

    @Override
    public void close() throws IOException {
        engine.close();
        writer.finish();
        Files.delete(folder.resolve("poses.jsonl"));
        Files.delete(folder);
    }
}
