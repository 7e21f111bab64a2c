package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posestream.export.PoseWriter;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;

class FileOutputsTest {

    private final FileOutputs outputs = new FileOutputs();
    private final FrameBuffer pixels = new FrameBuffer(0);

    @Test
    void shouldWriteEachFrameToItsStreamOnlyAndFinish() throws IOException {
        StubWriter a = new StubWriter(-1);
        StubWriter b = new StubWriter(-1);
        outputs.open("a", List.of(a));
        outputs.open("b", List.of(b));

        outputs.publish(frame("a", 0, 7), pixels);
        outputs.publish(frame("a", 1), pixels);
        outputs.publish(frame("unknown", 0), pixels);

        assertEquals(new FileOutputs.Summary(2, 1, 7), outputs.summary("a"));
        assertEquals(new FileOutputs.Summary(0, 0, 0), outputs.summary("b"));
        outputs.finish("a");
        assertEquals(List.of("write 0", "write 1", "finish", "close"), a.calls);
        assertEquals(List.of(), b.calls);
    }

    @Test
    void shouldStopWritingWhenAFileBreaksAndNeverGiveItItsName() {
        StubWriter broken = new StubWriter(1);
        outputs.open("a", List.of(broken));

        outputs.publish(frame("a", 0), pixels);
        assertEquals(Optional.empty(), outputs.failure("a"));
        outputs.publish(frame("a", 1), pixels);
        outputs.publish(frame("a", 2), pixels);

        assertEquals(Optional.of(broken.failure), outputs.failure("a"));
        IOException failure = assertThrows(IOException.class, () -> outputs.finish("a"));
        assertSame(broken.failure, failure);
        assertEquals(List.of("write 0", "write 1", "close"), broken.calls);
    }

    @Test
    void shouldCloseUnfinishedFilesAtTheEnd() throws IOException {
        StubWriter writer = new StubWriter(-1);
        outputs.open("a", List.of(writer));

        outputs.close();

        assertEquals(List.of("close"), writer.calls);
    }

    @Test
    void shouldCloseTheOthersWhenOneCannotBeClosed() {
        StubWriter broken = new StubWriter(-1);
        broken.closes = false;
        StubWriter sound = new StubWriter(-1);
        outputs.open("a", List.of(broken, sound));

        assertSame(broken.failure, assertThrows(IOException.class, outputs::close));

        assertEquals(List.of("close"), sound.calls);
    }

    private static PoseFrame frame(String stream, long sequence, long... ids) {
        List<PersonPose> people = new ArrayList<>();
        for (long id : ids) {
            people.add(new PersonPose(id, 1, new BoundingBox(0, 0, 1, 1), SkeletonTopology.COCO_17, List.of(),
                    SkeletonTopology.H36M_17, List.of()));
        }
        return new PoseFrame(stream, sequence, 0, 8, 8, List.of(), people);
    }

    /** Breaks at the frame of that sequence number. */
    private static final class StubWriter implements PoseWriter {
        private final List<String> calls = new ArrayList<>();
        private final IOException failure = new IOException("disk full");
        private final long breaksAt;
        private boolean closes = true;

        StubWriter(long breaksAt) {
            this.breaksAt = breaksAt;
        }

        @Override
        public void write(PoseFrame frame, FrameBuffer pixels) throws IOException {
            calls.add("write " + frame.sequence());
            if (frame.sequence() == breaksAt) {
                throw failure;
            }
        }

        @Override
        public void finish() {
            calls.add("finish");
        }

        @Override
        public void close() throws IOException {
            calls.add("close");
            if (!closes) {
                throw failure;
            }
        }
    }
}
