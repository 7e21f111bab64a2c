package org.posestream.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.posestream.frame.FrameBuffer;
import org.posestream.pipeline.CameraOptions;
import org.posestream.pipeline.Freshness;
import org.posestream.pipeline.SupervisionOptions;
import org.posestream.source.FrameSource;
import org.posestream.source.ReplayFrameSource;
import org.posestream.source.SourceException;
import org.posestream.source.SourceOpener;

/** Cameras that should not disturb others. */
enum SickCamera {
    /** No sickness: what any camera costs. */
    TWIN("is healthy too") {
        @Override
        SourceOpener opener(List<ReplayFrameSource.Frame> frames, double frameRate) {
            return () -> endless(frames, frameRate);
        }
    },
    /** Opening it hangs in a call that nothing can interrupt, again and again. */
    DEAD("hangs when it is opened") {
        @Override
        SourceOpener opener(List<ReplayFrameSource.Frame> frames, double frameRate) {
            return () -> {
                hang();
                throw new SourceException("never");
            };
        }
    },
    /** Breaks after every tenth frame. */
    BREAKING("breaks again and again") {
        @Override
        SourceOpener opener(List<ReplayFrameSource.Frame> frames, double frameRate) {
            return () -> new ScheduledFrameSource(frames, frameRate, 10);
        }
    },
    /** Takes a third of a second for each frame, with a buffer in hand. */
    SLOW("is slow with a buffer in hand") {
        @Override
        SourceOpener opener(List<ReplayFrameSource.Frame> frames, double frameRate) {
            return () -> new Altered(endless(frames, frameRate)) {
                @Override
                public void copyTo(FrameBuffer buffer) throws SourceException {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(333));
                    super.copyTo(buffer);
                }
            };
        }
    },
    /** The same picture in 3840x2160 or a little more. */
    UHD("brings 4K frames") {
        @Override
        SourceOpener opener(List<ReplayFrameSource.Frame> frames, double frameRate) {
            // A few are enough: a big one takes as much memory as they all.
            List<ReplayFrameSource.Frame> big = frames.stream().limit(8).map(SickCamera::enlarged).toList();
            return () -> endless(big, frameRate);
        }
    },
    /** A hundred frames a second, none of which can be read. */
    GARBAGE("brings garbage") {
        @Override
        SourceOpener opener(List<ReplayFrameSource.Frame> frames, double frameRate) {
            return () -> new Altered(endless(frames, 100)) {
                @Override
                public void copyTo(FrameBuffer buffer) {
                    throw new IllegalStateException("this picture cannot be read");
                }
            };
        }
    };

    /** Every frame, so that it takes all that it can get; impatient, so that its readers are left behind often. */
    static final CameraOptions OPTIONS = new CameraOptions(Freshness.EVERY, 0, new SupervisionOptions(
            Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(1), 8, Duration.ofSeconds(1)));

    private final String label;

    SickCamera(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    abstract SourceOpener opener(List<ReplayFrameSource.Frame> frames, double frameRate);

    private static FrameSource endless(List<ReplayFrameSource.Frame> frames, double frameRate) {
        return new ScheduledFrameSource(frames, frameRate, Long.MAX_VALUE);
    }

    /** For ever; the thread is a daemon. */
    private static void hang() {
        CountDownLatch never = new CountDownLatch(1);
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.interrupted(); // Native code does not hear it either.
            }
        }
    }

    /** Every pixel so many times that the picture is at least 3840 wide. */
    private static ReplayFrameSource.Frame enlarged(ReplayFrameSource.Frame frame) {
        int factor = Math.max(1, (3840 + frame.width() - 1) / frame.width());
        FrameBuffer small = new FrameBuffer(0);
        small.resize(frame.width(), frame.height(), frame.color());
        small.pixels().put(0, frame.i420());
        FrameBuffer big = new FrameBuffer(0);
        big.resize(frame.width() * factor, frame.height() * factor, frame.color());
        for (int plane = 0; plane < 3; plane++) {
            for (int y = 0; y < big.planeHeight(plane); y++) {
                for (int x = 0; x < big.planeWidth(plane); x++) {
                    int from = small.planeOffset(plane)
                            + Math.min(y / factor, small.planeHeight(plane) - 1) * small.planeWidth(plane)
                            + Math.min(x / factor, small.planeWidth(plane) - 1);
                    big.pixels().put(big.planeOffset(plane) + y * big.planeWidth(plane) + x, small.pixels().get(from));
                }
            }
        }
        return ReplayFrameSource.Frame.of(big, frame.captureNanos());
    }

    /** Another source but for what a subclass does otherwise. */
    private static class Altered implements FrameSource {
        private final FrameSource source;

        Altered(FrameSource source) {
            this.source = source;
        }

        @Override
        public boolean advance() throws SourceException {
            return source.advance();
        }

        @Override
        public void copyTo(FrameBuffer buffer) throws SourceException {
            source.copyTo(buffer);
        }

        @Override
        public long captureNanos() {
            return source.captureNanos();
        }

        @Override
        public boolean isLive() {
            return true;
        }

        @Override
        public double frameRate() {
            return source.frameRate();
        }

        @Override
        public long frameCount() {
            return 0;
        }

        @Override
        public void interrupt() {
            source.interrupt();
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
