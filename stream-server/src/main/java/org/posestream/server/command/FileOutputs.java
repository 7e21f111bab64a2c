package org.posestream.server.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.posestream.export.PoseWriter;
import org.posestream.frame.FrameBuffer;
import org.posestream.pipeline.PosePublisher;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;

/** Writes each stream's frames to its files. A stream whose file breaks takes no more frames. */
final class FileOutputs implements PosePublisher, AutoCloseable {

    private final Map<String, Output> outputs = new ConcurrentHashMap<>();

    /** Begins a stream's files; before its first frame. */
    void open(String stream, List<PoseWriter> writers) {
        outputs.put(stream, new Output(List.copyOf(writers)));
    }

    @Override
    public void publish(PoseFrame frame, FrameBuffer pixels) {
        Output output = outputs.get(frame.stream());
        if (output != null) {
            output.write(frame, pixels);
        }
    }

    /** Why a file of the stream broke; {@link #finish} throws it. */
    Optional<IOException> failure(String stream) {
        return Optional.ofNullable(outputs.get(stream).failure);
    }

    /** What was found in the stream so far. */
    Summary summary(String stream) {
        return outputs.get(stream).summary;
    }

    /** Completes the stream's files and gives them their final names; after its last frame. */
    void finish(String stream) throws IOException {
        try (Output output = outputs.remove(stream)) {
            if (output.failure != null) {
                throw output.failure;
            }
            for (PoseWriter writer : output.writers) {
                writer.finish();
            }
        }
    }

    /** Frees the stream's files; unfinished ones keep their temporary names. */
    void abandon(String stream) throws IOException {
        outputs.remove(stream).close();
    }

    @Override
    public void close() throws IOException {
        for (String stream : outputs.keySet()) {
            abandon(stream);
        }
    }

    /** Frames written, those with somebody in them, and identities given. */
    record Summary(long frames, long framesWithPeople, long identities) {
    }

    private static final class Output implements AutoCloseable {
        private final List<PoseWriter> writers;
        private volatile IOException failure;
        private volatile Summary summary = new Summary(0, 0, 0);

        Output(List<PoseWriter> writers) {
            this.writers = writers;
        }

        void write(PoseFrame frame, FrameBuffer pixels) {
            if (failure != null) {
                return;
            }
            try {
                for (PoseWriter writer : writers) {
                    writer.write(frame, pixels);
                }
                count(frame);
            } catch (IOException e) {
                failure = e;
            }
        }

        private void count(PoseFrame frame) {
            long highestId = summary.identities;
            for (PersonPose person : frame.people()) {
                highestId = Math.max(highestId, person.id());
            }
            summary = new Summary(summary.frames + 1, summary.framesWithPeople + (frame.people().isEmpty() ? 0 : 1),
                    highestId);
        }

        @Override
        public void close() throws IOException {
            IOException first = null;
            for (PoseWriter writer : writers) {
                try {
                    writer.close();
                } catch (IOException e) {
                    first = first == null ? e : first;
                }
            }
            if (first != null) {
                throw first;
            }
        }
    }
}
