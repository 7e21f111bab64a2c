package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.pose.PoseFrame;
import org.posestream.source.FrameSource;
import org.posestream.source.SourceException;

/** Cameras that fail in every way again and again, at random; what must hold whatever the threads do. */
@Timeout(120)
class SupervisionFaultsTest {

    private static final int CAMERAS = 6;
    private static final int FAULTS = 150;
    private static final int FRAMES_AFTERWARDS = 10;
    /** Short, so that many calls hang and are given up while the test runs. */
    private static final SupervisionOptions IMPATIENT = new SupervisionOptions(Duration.ofMillis(30),
            Duration.ofMillis(30), Duration.ofMillis(10), 3, Duration.ofMillis(1));

    private final AtomicInteger faults = new AtomicInteger();
    private final CountDownLatch enough = new CountDownLatch(FAULTS);
    private final Map<String, AtomicInteger> published = new ConcurrentHashMap<>();
    private final Map<String, Long> newest = new ConcurrentHashMap<>();
    private final List<String> disorder = new ArrayList<>();
    private volatile boolean healed;

    private enum Fault { CANNOT_OPEN, OPEN_HANGS, NO_MEMORY, ENDS, BREAKS, ADVANCE_HANGS, COPY_HANGS, UNREADABLE }

    /** Each source of a camera bears the number of its opening; frames of an older one may not follow a newer's. */
    private final class FaultyOpener {
        private final SplittableRandom random;
        private int openings;

        FaultyOpener(long seed) {
            random = new SplittableRandom(seed);
        }

        synchronized Plan next() {
            openings++;
            Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
            return new Plan(openings, healed ? null : fault, random.nextInt(5));
        }

        FrameSource open() throws SourceException {
            Plan plan = next();
            if (plan.fault() != null) {
                faults.incrementAndGet();
                enough.countDown();
            }
            if (plan.fault() == Fault.CANNOT_OPEN) {
                throw new SourceException("planned");
            }
            if (plan.fault() == Fault.NO_MEMORY) {
                throw new OutOfMemoryError("planned");
            }
            if (plan.fault() == Fault.OPEN_HANGS) {
                hang();
            }
            return new FaultySource(plan);
        }
    }

    private record Plan(int opening, Fault fault, int goodFrames) {
    }

    /** As a native call does that hears nothing of being told to end, and wakes when its thread is left behind. */
    private static void hang() {
        CountDownLatch never = new CountDownLatch(1);
        for (int interrupts = 0; interrupts < 2; interrupts++) {
            try {
                never.await();
            } catch (InterruptedException e) {
                // The first is the order to end, the second comes with being left behind.
            }
        }
        Thread.currentThread().interrupt();
    }

    private static final class FaultySource extends StubSource {
        private final Plan plan;

        FaultySource(Plan plan) {
            super(Integer.MAX_VALUE);
            this.plan = plan;
        }

        @Override
        public boolean isLive() {
            return true;
        }

        @Override
        public boolean advance() throws SourceException {
            Thread.yield();
            boolean bad = current() + 1 >= plan.goodFrames();
            if (bad && plan.fault() == Fault.ENDS) {
                return false;
            }
            if (bad && plan.fault() == Fault.BREAKS) {
                throw new SourceException("planned");
            }
            if (bad && plan.fault() == Fault.ADVANCE_HANGS) {
                hang();
            }
            if (bad && plan.fault() == Fault.UNREADABLE && current() > 1000) {
                return false;
            }
            return super.advance();
        }

        @Override
        public void copyTo(FrameBuffer buffer) throws SourceException {
            if (current() >= plan.goodFrames() && plan.fault() == Fault.COPY_HANGS) {
                hang();
            }
            if (plan.fault() == Fault.UNREADABLE) {
                throw new IllegalStateException("planned");
            }
            super.copyTo(buffer);
            buffer.pixels().putInt(4, plan.opening());
        }

        @Override
        public long captureNanos() {
            return System.nanoTime();
        }
    }

    private void check(PoseFrame frame, FrameBuffer pixels) {
        long position = ((long) pixels.pixels().getInt(4) << 32) + frame.sequence();
        Long before = newest.put(frame.stream(), position);
        if (before != null && (before >> 32 > position >> 32 || (int) (long) before >= (int) position)) {
            disorder.add(frame.stream() + " " + before + " " + position);
        }
        if (healed) {
            published.computeIfAbsent(frame.stream(), name -> new AtomicInteger()).incrementAndGet();
        }
    }

    @Test
    void shouldRecoverFromEverythingAndLeaveNothingBehind() throws Exception {
        StubDetector detector = new StubDetector(2) {
            @Override
            public void detect(FrameSlot[] slots, int count) {
                // Nobody is there.
            }
        };
        PosePipeline pipeline = Stubs.started(Stubs.components(detector, new StubEstimator(4)), this::check);
        List<CameraSupervisor> cameras = new ArrayList<>();
        for (int i = 0; i < CAMERAS; i++) {
            FaultyOpener opener = new FaultyOpener(i);
            cameras.add(pipeline.supervise("faulty" + i, opener::open, new CameraOptions(
                    i % 2 == 0 ? Freshness.LATEST : Freshness.EVERY, 0, IMPATIENT)));
        }
        assertTrue(enough.await(60, TimeUnit.SECONDS), "only " + faults + " faults");
        healed = true;
        for (CameraSupervisor camera : cameras) {
            await(() -> published.containsKey(camera.name())
                    && published.get(camera.name()).get() >= FRAMES_AFTERWARDS, camera.name() + " does not come back");
            await(() -> camera.status().state() == CameraState.STREAMING, camera.name() + " does not stream");
        }
        // A thread that got no processor in time may pass for one that hangs, here too.
        cameras.forEach(CameraSupervisor::stop);
        for (CameraSupervisor camera : cameras) {
            await(() -> camera.status().abandonedReaders() == 0, camera.name() + " has readers that hang");
        }
        await(() -> pipeline.cameraCount() == 0, "cameras are left");
        pipeline.close();
        assertEquals(List.of(), disorder);
        assertFalse(pipeline.hasLeaked());
        await(() -> Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .noneMatch(name -> name.startsWith("reader-faulty")), "readers are left");
    }

    private static void await(BooleanSupplier condition, String otherwise) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, otherwise);
            Thread.yield();
        }
    }
}
