package org.posestream.pipeline;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import java.util.function.LongSupplier;
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
 * Where the frames of one opened source enter the ring, on its reader's thread. A frame needs one of the camera's
 * buffers: by {@link Freshness} it waits for one, or is dropped when there is none, before anything is paid for it.
 *
 * <p>A reader that hangs is left behind by {@link #shut}, from any thread: nothing of it enters any more, whenever it
 * wakes, and another door of the same camera may be used from then on. Whatever doors of a camera share is therefore
 * touched under the lock only, and nothing slow is done there.
 */
final class FrameDoor {

    private final Camera camera;
    private final PersonDetector detector;
    private final RingBuffer<FrameSlot> ring;
    private final LongSupplier clock;
    private final Admission admission;
    private volatile boolean waiting;
    private volatile long waitedUntilNanos;

    // Guarded by this.
    private boolean shut;
    private FrameBuffer copying;

    // Of the frame at the door; written by its reader only.
    private long sequence;
    private long captureNanos;
    private long captureUnixNanos;
    private int epoch;
    private boolean used;
    private long brokenPackets;
    private boolean fromLiveSource;
    private DegradationStep degradation;
    private long decodedNanos;
    private long admittedNanos;
    private boolean detectorDue;
    private Throwable failure;

    /** @param clock the machine's monotonic clock */
    FrameDoor(Camera camera, PersonDetector detector, RingBuffer<FrameSlot> ring, LongSupplier clock) {
        this.camera = camera;
        this.detector = detector;
        this.ring = ring;
        this.clock = clock;
        admission = camera.admission();
        waitedUntilNanos = clock.getAsLong();
    }

    /**
     * Lets the source's current frame in, or drops it.
     *
     * @param decodeNanos what it took to decode it
     * @throws SourceException when the source breaks; what else goes wrong fails this frame only
     */
    void admit(FrameSource source, long decodeNanos) throws SourceException, InterruptedException {
        decodedNanos = clock.getAsLong();
        FrameBuffer buffer = isWanted(source) ? acquire() : null;
        if (buffer == null) {
            return;
        }
        admittedNanos = clock.getAsLong();
        if (copy(source, buffer)) {
            prepare(buffer);
            submit(buffer, decodeNanos);
        }
    }

    /** Nothing enters any more; a buffer that is being filled is given up. */
    synchronized void shut() {
        shut = true;
        if (copying != null) {
            camera.pool().replace(copying);
            copying = null;
        }
    }

    /** Until when the reader waited for the stages last, which tells nothing of its source; now while it waits. */
    long waitedUntilNanos(long nowNanos) {
        return waiting ? nowNanos : waitedUntilNanos;
    }

    private synchronized boolean isWanted(FrameSource source) {
        if (shut) {
            return false;
        }
        PipelineMetrics metrics = admission.metrics();
        metrics.increment(PipelineCounter.FRAMES_READ);
        captureNanos = source.captureNanos();
        captureUnixNanos = source.captureUnixNanos();
        countBrokenPackets(source);
        fromLiveSource = source.isLive();
        beginEpochAfterJump(source);
        if (!admission.rateLimit().admits(captureNanos)) {
            metrics.increment(PipelineCounter.FRAMES_DROPPED_RATE);
            return false;
        }
        degradation = admission.degradationStep();
        if (admission.isLeftOut(degradation)) {
            metrics.increment(PipelineCounter.FRAMES_DROPPED_DEGRADED);
            return false;
        }
        sequence = admission.takeSequence();
        return true;
    }

    private void countBrokenPackets(FrameSource source) {
        long broken = source.brokenPackets();
        admission.metrics().add(PipelineCounter.PACKETS_BROKEN, broken - brokenPackets);
        brokenPackets = broken;
    }

    /** Also when what is not live was opened again: its times begin anew, whether or not that shows. */
    private void beginEpochAfterJump(FrameSource source) {
        if (source.isDiscontinuous()) {
            admission.metrics().increment(PipelineCounter.CLOCK_JUMPS);
        }
        if (source.isDiscontinuous() || !used && !source.isLive() && admission.hasBegun()) {
            admission.beginEpoch();
        }
        used = true;
        epoch = admission.epoch();
    }

    private FrameBuffer acquire() throws InterruptedException {
        FramePool pool = camera.pool();
        FrameBuffer buffer = pool.tryAcquire();
        if (buffer == null && admission.freshness() == Freshness.EVERY) {
            waiting = true;
            try {
                buffer = pool.acquire(Long.MAX_VALUE);
            } finally {
                waitedUntilNanos = clock.getAsLong();
                waiting = false;
            }
        }
        return begin(buffer);
    }

    private synchronized FrameBuffer begin(FrameBuffer buffer) {
        if (buffer != null && shut) {
            camera.pool().release(buffer);
            return null;
        }
        if (buffer == null) {
            admission.droppedBusy();
        }
        copying = buffer;
        return buffer;
    }

    /** False when the door was shut meanwhile; the buffer is nobody's then. */
    private boolean copy(FrameSource source, FrameBuffer buffer) throws SourceException {
        failure = null;
        try {
            source.copyTo(buffer);
        } catch (SourceException e) {
            if (endCopy()) {
                camera.pool().release(buffer);
            }
            throw e;
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        return endCopy();
    }

    private synchronized boolean endCopy() {
        copying = null;
        return !shut;
    }

    /** The network's memory may be used here, so the buffer stays on loan whatever happens. */
    private void prepare(FrameBuffer buffer) {
        detectorDue = false;
        try {
            detectorDue = failure == null && isDetectorDue(buffer);
            if (detectorDue) {
                detector.prepare(buffer);
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    private synchronized boolean isDetectorDue(FrameBuffer buffer) {
        if (shut) {
            return false;
        }
        int factor = degradation.includes(DegradationStep.DETECTOR_LESS_OFTEN) ? DegradationStep.DETECTOR_FACTOR : 1;
        return admission.schedule().isDue(sequence, outlook(buffer), factor);
    }

    private DetectorSchedule.Outlook outlook(FrameBuffer buffer) {
        TrackSnapshot tracks = camera.tracksBefore(sequence, epoch);
        if (admission.isFirstOfEpoch() || tracks.isSomebodyOutOfReach(captureNanos)) {
            return DetectorSchedule.Outlook.BROKEN;
        }
        if (tracks.isNobodyInSight(captureNanos)) {
            return DetectorSchedule.Outlook.EMPTY;
        }
        return tracks.isSomebodyFading(captureNanos, buffer.width(), buffer.height())
                ? DetectorSchedule.Outlook.FADING : DetectorSchedule.Outlook.STEADY;
    }

    /** Never waits, since the watch waits for this lock when it shuts the door. */
    private synchronized void submit(FrameBuffer buffer, long decodeNanos) {
        if (shut) {
            camera.pool().release(buffer);
            return;
        }
        long readyNanos = clock.getAsLong();
        long position;
        try {
            position = ring.tryNext();
        } catch (InsufficientCapacityException e) {
            // It has room for twice the frames of the cameras that there are: those of many removed ones are stuck.
            admission.droppedBusy();
            camera.pool().release(buffer);
            return;
        }
        publish(position, buffer, decodeNanos + readyNanos - admittedNanos, readyNanos);
        admission.admitted();
    }

    /** Nothing slow and nothing that throws may stand between claim and publication. */
    private void publish(long position, FrameBuffer buffer, long decodeNanos, long readyNanos) {
        try {
            FrameSlot slot = ring.get(position);
            slot.load(camera.name(), camera.number(), sequence, captureNanos, buffer);
            slot.setFromLiveSource(fromLiveSource);
            slot.setDecodedNanos(decodedNanos);
            slot.setAdmittedNanos(admittedNanos);
            slot.setCaptureUnixNanos(captureUnixNanos);
            slot.setEpoch(epoch);
            slot.setDetectorDue(detectorDue);
            slot.setLighterPose(degradation.includes(DegradationStep.LIGHTER_POSE));
            slot.addStageNanos(Stage.DECODE, decodeNanos);
            slot.stampEnd(Stage.DECODE, readyNanos);
            if (failure != null) {
                slot.fail(Stage.DECODE, failure);
            }
        } finally {
            ring.publish(position);
        }
    }
}
