package org.posestream.server.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posestream.export.JsonLinesWriter;
import org.posestream.export.OverlayVideoWriter;
import org.posestream.export.PoseWriter;
import org.posestream.metrics.PipelineCounter;
import org.posestream.pipeline.CameraReader;
import org.posestream.source.FrameSource;
import org.posestream.source.FrameSources;
import org.posestream.source.SourceException;
import org.posestream.source.SourceOptions;

/** One pipeline through which files go one after the other. */
final class FileProcessor implements AutoCloseable {

    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(200);

    private final FileOutputs outputs = new FileOutputs();
    private final Engine engine;
    private final PrintWriter out;
    private final boolean terminal = System.console() != null;

    FileProcessor(EngineOptions options, PrintWriter out) {
        this.out = out;
        this.engine = Engine.open(options.settings(), List.of(outputs));
        out.println("Networks: " + engine.status());
    }

    /** See {@link Engine#status()}. */
    String status() {
        return engine.status();
    }

    /** On how many frames the detector has run so far. */
    long detectorRuns() {
        return engine.pipeline().metrics().count(PipelineCounter.DETECTOR_RUNS);
    }

    /**
     * Processes one file to its end.
     *
     * @param file what to read
     * @param name what to call its stream
     * @param jsonl where the skeletons go
     * @param overlay where the overlay video goes; null for none
     * @throws SourceException when the file cannot be read; what was written keeps its temporary name
     * @throws IOException when a result cannot be written, or would not be complete
     */
    void process(String file, String name, Path jsonl, Path overlay) throws Exception {
        long startNanos = System.nanoTime();
        FileOutputs.Summary summary = process(file, name, source -> writers(jsonl, overlay, source.frameRate()));
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        out.printf(Locale.ROOT, "%s: %d frames, people in %d, %d identities, %.1f frames/s -> %s%n", name,
                summary.frames(), summary.framesWithPeople(), summary.identities(), summary.frames() / seconds,
                overlay == null ? jsonl : jsonl + ", " + overlay);
    }

    /** Makes what takes a source's frames, before the first one. */
    interface Writers {
        List<PoseWriter> open(FrameSource source) throws IOException;
    }

    /**
     * Processes one file to its end; its frames go to writers.
     *
     * @throws SourceException when the file cannot be read; the writers are closed, not finished
     * @throws IOException when a writer breaks, or would not get all frames
     */
    FileOutputs.Summary process(String file, String name, Writers writers) throws Exception {
        FrameSource source = FrameSources.open(file, SourceOptions.DEFAULT);
        Progress progress = new Progress(out, terminal, name, source.frameCount(), System.nanoTime());
        CameraReader reader = begin(file, source, name, writers);
        try {
            await(reader, name, progress);
            FileOutputs.Summary summary = outputs.summary(name);
            outputs.finish(name);
            return summary;
        } catch (SourceException | IncompleteException e) {
            outputs.abandon(name);
            throw e;
        }
    }

    /** Hands the source over to the pipeline; closes it when that fails. */
    private CameraReader begin(String file, FrameSource source, String name, Writers writers) throws Exception {
        try {
            if (source.isLive()) {
                throw new SourceException("'" + file + "' is a live source and has no end; use posestream serve");
            }
            outputs.open(name, writers.open(source));
            return engine.pipeline().add(name, source);
        } catch (Exception e) {
            source.close();
            throw e;
        }
    }

    private void await(CameraReader reader, String name, Progress progress) throws Exception {
        while (!reader.awaitEnd(PROGRESS_INTERVAL)) {
            progress.update(outputs.summary(name).frames(), System.nanoTime());
            Optional<IOException> broken = outputs.failure(name);
            if (broken.isPresent() && !reader.stop()) {
                throw new IncompleteException(broken.get().getMessage() + "; and " + name
                        + " did not stop reading in time and was left behind");
            }
        }
        progress.finish(outputs.summary(name).frames(), System.nanoTime());
        if (reader.failure().isPresent()) {
            Throwable failure = reader.failure().get();
            throw failure instanceof SourceException e ? e : new SourceException(name + ": " + failure, failure);
        }
        long lost = reader.framesRead() - outputs.summary(name).frames();
        if (lost > 0 && outputs.failure(name).isEmpty()) {
            throw new IncompleteException(name + ": " + lost + " of " + reader.framesRead()
                    + " frames failed for the reason logged above; the incomplete results keep the ending .part");
        }
    }

    private static List<PoseWriter> writers(Path jsonl, Path overlay, double frameRate) throws IOException {
        JsonLinesWriter skeletons = JsonLinesWriter.open(jsonl);
        if (overlay == null) {
            return List.of(skeletons);
        }
        try {
            return List.of(skeletons, OverlayVideoWriter.open(overlay, frameRate));
        } catch (IOException e) {
            skeletons.close();
            throw e;
        }
    }

    /** @throws IOException when something is left behind that did not end in time */
    @Override
    public void close() throws IOException {
        engine.close();
        outputs.close();
        engine.requireNothingLeaked();
    }

    /** The results lack frames. */
    private static final class IncompleteException extends IOException {
        private static final long serialVersionUID = 1;

        IncompleteException(String message) {
            super(message);
        }
    }
}
