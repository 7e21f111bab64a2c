package org.posestream.pipeline;

import com.lmax.disruptor.RingBuffer;
import org.posestream.detect.PersonDetector;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FramePool;
import org.posestream.frame.FrameSlot;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.metrics.Stage;
import org.posestream.source.FrameSource;
import org.posestream.source.SourceException;
import org.posestream.track.TrackSnapshot;

/**
 * Where the frames of one camera enter the ring, on the camera's own thread. A frame needs one of the camera's
 * buffers: a file waits for it, a live camera's frame is dropped when there is none, before anything is paid for it.
 */
final class FrameDoor {

    private final Camera camera;
    private final PersonDetector detector;
    private final RingBuffer<FrameSlot> ring;
    private final PipelineMetrics metrics;
    private final DetectorSchedule schedule;
    private long nextSequence;

    // Of the frame at the door.
    private long sequence;
    private long captureNanos;
    private long captureUnixNanos;
    private boolean discontinuous;
    private long admittedNanos;
    private boolean detectorDue;
    private Throwable failure;

    FrameDoor(Camera camera, PersonDetector detector, DetectorSchedule schedule, RingBuffer<FrameSlot> ring,
            PipelineMetrics metrics) {
        this.camera = camera;
        this.detector = detector;
        this.ring = ring;
        this.metrics = metrics;
        this.schedule = schedule;
    }

    /**
     * Lets the source's current frame in, or drops it.
     *
     * @param decodeNanos what it took to decode it
     * @throws SourceException when the source breaks; what else goes wrong fails this frame only
     */
    void admit(FrameSource source, long decodeNanos) throws SourceException, InterruptedException {
        metrics.increment(PipelineCounter.FRAMES_READ);
        sequence = nextSequence;
        nextSequence++;
        discontinuous |= source.isDiscontinuous();
        FrameBuffer buffer = acquire();
        if (buffer == null) {
            metrics.increment(PipelineCounter.FRAMES_DROPPED_BUSY);
            return;
        }
        admittedNanos = System.nanoTime();
        fill(buffer, source);
        submit(buffer, decodeNanos + System.nanoTime() - admittedNanos);
        discontinuous = false;
    }

    /** Waits until every frame has left the ring. */
    void drain() throws InterruptedException {
        FramePool pool = camera.pool();
        FrameBuffer[] home = new FrameBuffer[pool.permits()];
        int count = 0;
        try {
            while (count < home.length) {
                home[count] = pool.acquire(Long.MAX_VALUE);
                count++;
            }
        } finally {
            for (int i = 0; i < count; i++) {
                pool.release(home[i]);
            }
        }
    }

    private FrameBuffer acquire() throws InterruptedException {
        return camera.isLive() ? camera.pool().tryAcquire() : camera.pool().acquire(Long.MAX_VALUE);
    }

    private void fill(FrameBuffer buffer, FrameSource source) throws SourceException {
        failure = null;
        detectorDue = false;
        try {
            captureNanos = source.captureNanos();
            captureUnixNanos = source.captureUnixNanos();
            source.copyTo(buffer);
            detectorDue = schedule.isDue(sequence, outlook(buffer));
            if (detectorDue) {
                detector.prepare(buffer);
            }
        } catch (SourceException e) {
            camera.pool().release(buffer);
            throw e;
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    private DetectorSchedule.Outlook outlook(FrameBuffer buffer) {
        TrackSnapshot tracks = camera.tracksBefore(sequence);
        if (discontinuous) {
            return DetectorSchedule.Outlook.BROKEN;
        }
        if (tracks.isNobodyInSight(captureNanos)) {
            return DetectorSchedule.Outlook.EMPTY;
        }
        return tracks.isSomebodyFading(captureNanos, buffer.width(), buffer.height())
                ? DetectorSchedule.Outlook.FADING : DetectorSchedule.Outlook.STEADY;
    }

    /** Nothing slow and nothing that throws may stand between claim and publication. */
    private void submit(FrameBuffer buffer, long decodeNanos) {
        long position = ring.next();
        try {
            FrameSlot slot = ring.get(position);
            slot.load(camera.name(), camera.number(), sequence, captureNanos, buffer);
            slot.setAdmittedNanos(admittedNanos);
            slot.setCaptureUnixNanos(captureUnixNanos);
            slot.setDiscontinuous(discontinuous);
            slot.setDetectorDue(detectorDue);
            slot.addStageNanos(Stage.DECODE, decodeNanos);
            if (failure != null) {
                slot.fail(Stage.DECODE, failure);
            }
        } finally {
            ring.publish(position);
        }
    }
}
