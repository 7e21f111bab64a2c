package org.posestream.benchmarks;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.posestream.detect.PersonDetector;
import org.posestream.detect.WholeFrameDetector;
import org.posestream.estimate.PoseEstimator;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.PersonBatch;
import org.posestream.frame.PersonBuffer;
import org.posestream.lift.PoseLifter;
import org.posestream.pipeline.PipelineComponents;
import org.posestream.pose.SkeletonTopology;
import org.posestream.source.FrameSource;

/** Stand-ins that cost next to nothing, so that what is left is the ring. One person fills each small frame. */
final class StubNetworks {

    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;

    private StubNetworks() {
    }

    static PipelineComponents components() {
        PersonDetector detector = new WholeFrameDetector(1);
        return new PipelineComponents(detector, new Estimator(), Optional.of(new Lifter()));
    }

    /** Lets frames through as the benchmark asks for them. */
    static final class Source implements FrameSource {
        private final Semaphore wanted = new Semaphore(0);
        private final Semaphore passed = new Semaphore(0);
        private long frame;
        private volatile boolean interrupted;

        /** Returns when so many frames more have been let in; all but the last two have been recycled then. */
        void pass(int frames) throws InterruptedException {
            wanted.release(frames);
            passed.acquire(frames);
        }

        @Override
        public boolean advance() {
            wanted.acquireUninterruptibly();
            frame++;
            return !interrupted;
        }

        @Override
        public void copyTo(FrameBuffer buffer) {
            buffer.resize(WIDTH, HEIGHT, ColorMatrix.BT601_LIMITED);
            passed.release();
        }

        @Override
        public long captureNanos() {
            return frame * Synthetic.FRAME_NANOS;
        }

        @Override
        public boolean isLive() {
            return false;
        }

        @Override
        public double frameRate() {
            return 30;
        }

        @Override
        public long frameCount() {
            return 0;
        }

        @Override
        public void interrupt() {
            interrupted = true;
            wanted.release();
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private static final class Estimator implements PoseEstimator {
        @Override
        public SkeletonTopology topology2d() {
            return SkeletonTopology.COCO_17;
        }

        @Override
        public Optional<SkeletonTopology> topology3d() {
            return Optional.empty();
        }

        @Override
        public int maxBatch() {
            return 1;
        }

        @Override
        public void estimate(PersonBatch batch) {
            PersonBuffer people = batch.slot(0).people();
            int i = people.offset2d(batch.person(0));
            for (int joint = 0; joint < people.topology2d().jointCount(); joint++, i += PersonBuffer.STRIDE_2D) {
                people.joints2d()[i] = 10 + joint % 3 * 15;
                people.joints2d()[i + 1] = 4 + joint * 2;
                people.joints2d()[i + 2] = 0.9f;
            }
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private static final class Lifter implements PoseLifter {
        @Override
        public SkeletonTopology topology3d() {
            return SkeletonTopology.H36M_17;
        }

        @Override
        public int maxBatch() {
            return 1;
        }

        @Override
        public void lift(PersonBatch batch) {
            PersonBuffer people = batch.slot(0).people();
            people.joints3d()[people.offset3d(batch.person(0)) + 3] = 0.9f;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
