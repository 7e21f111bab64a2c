package org.posestream.pipeline;

import org.posestream.frame.FramePool;
import org.posestream.frame.PersonBuffer;
import org.posestream.metrics.LatencyRecorder;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.motion.SkeletonSmoother;
import org.posestream.track.PersonTracker;
import org.posestream.track.TrackSnapshot;
import org.posestream.track.TrackerOptions;

/**
 * What belongs to one camera, however often its source is opened: its permits, its people and its counters; each part
 * has one thread that writes it.
 */
final class Camera {

    /** A third digit would take seven times the memory. */
    private static final int CAMERA_DIGITS = 2;

    private final CameraIdentity identity;
    private final Admission admission;
    private final FramePool pool;
    private final PersonTracker tracker;
    private final SkeletonSmoother smoother;
    private final SnapshotHistory snapshots;
    private final LastDetections lastDetections;
    private final LatencyRecorder latencies = new LatencyRecorder(CAMERA_DIGITS);
    private volatile boolean retired;

    /**
     * A camera that has seen nobody.
     *
     * @param identity of no other camera
     * @param admission which frames are let in
     * @param pool its buffers
     * @param people tells how many people a frame holds, and their joints
     */
    Camera(CameraIdentity identity, Admission admission, FramePool pool, PersonBuffer people) {
        this.identity = identity;
        this.admission = admission;
        this.pool = pool;
        tracker = new PersonTracker(people.topology2d(), people.capacity(), TrackerOptions.DEFAULT,
                identity.personIds());
        smoother = new SkeletonSmoother(people.topology2d(), people.topology3d(), people.capacity());
        snapshots = new SnapshotHistory(pool.permits() + 1);
        lastDetections = new LastDetections(pool.permits() + 1, people.capacity());
    }

    int number() {
        return identity.number();
    }

    void retire() {
        retired = true;
    }

    /** Whether no more frames will come. */
    boolean isRetired() {
        return retired;
    }

    String name() {
        return identity.name();
    }

    Admission admission() {
        return admission;
    }

    PipelineMetrics metrics() {
        return admission.metrics();
    }

    /** Written by the recycling stage only. */
    LatencyRecorder latencies() {
        return latencies;
    }

    FramePool pool() {
        return pool;
    }

    /** Used by the tracking stage only. */
    PersonTracker tracker() {
        return tracker;
    }

    /** Used by the smoothing stage only. */
    SkeletonSmoother smoother() {
        return smoother;
    }

    /** Used by the detecting stage only. */
    LastDetections lastDetections() {
        return lastDetections;
    }

    SnapshotHistory snapshots() {
        return snapshots;
    }

    /**
     * The tracks from which to predict a frame. For a camera the newest; for a file those after the frame whose buffer
     * this one got, which are there in any case: the result must not depend on which thread was faster. After a jump of
     * the clock there are none until a frame has been tracked.
     */
    TrackSnapshot tracksBefore(long sequence, int epoch) {
        return admission.isLive() ? snapshots.newest(epoch) : snapshots.atMost(sequence - pool.permits(), epoch);
    }
}
