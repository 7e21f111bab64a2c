package org.posestream.lift;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.posestream.Allocations;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;
import org.posestream.frame.PersonBuffer;
import org.posestream.inference.ModelException;
import org.posestream.inference.OnnxModel;
import org.posestream.inference.TestNetworks;
import org.posestream.pose.SkeletonTopology;

/**
 * The network's state h becomes h / 2 + the left wrist, (x, y, confidence), and is added to every joint. People here
 * have their root in the middle and are 80 pixels large, so that the pelvis' x is h alone, and the wrist's x its
 * distance from the root over 80 pixels.
 */
class TemporalLifterTest {

    private static final long FRAME_NANOS = 33_333_333;
    private static final int WRIST = 9;
    private static final int MAX_BATCH = 4;

    private static TemporalLifter lifter(int maxTracks) {
        return new TemporalLifter(TestNetworks.open("lifter-temporal", MAX_BATCH), SkeletonTopology.COCO_17, maxTracks);
    }

    private static FrameSlot slot(int camera, long captureNanos) {
        FrameSlot slot = new FrameSlot(new PersonBuffer(3, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17));
        slot.load("camera " + camera, camera, 0, captureNanos, new FrameBuffer(0));
        return slot;
    }

    /** Adds somebody whose left wrist is that far to the right of the root, as a part of the person's size. */
    private static FrameSlot with(FrameSlot slot, long id, float wrist) {
        PersonBuffer people = slot.people();
        int person = people.count();
        people.add(0, 0, 1, 1, 1);
        people.ids()[person] = id;
        for (int k = 0; k < SkeletonTopology.COCO_17.jointCount(); k++) {
            put(slot, person, k, 320, k == 0 ? 160 : 240);
        }
        put(slot, person, WRIST, 320 + 80 * wrist, 240);
        return slot;
    }

    private static void put(FrameSlot slot, int person, int joint, float x, float y) {
        int i = slot.people().offset2d(person) + joint * PersonBuffer.STRIDE_2D;
        slot.people().joints2d()[i] = x;
        slot.people().joints2d()[i + 1] = y;
        slot.people().joints2d()[i + 2] = 1;
    }

    private static PersonBatch batch(List<FrameSlot> slots) {
        PersonBatch batch = new PersonBatch(MAX_BATCH);
        for (FrameSlot slot : slots) {
            for (int n = 0; n < slot.people().count(); n++) {
                batch.add(slot, n);
            }
        }
        return batch;
    }

    private static float pelvisX(FrameSlot slot, int person) {
        return slot.people().joints3d()[slot.people().offset3d(person)];
    }

    /** Lifts one person of camera 0, and gives the x of the pelvis. */
    private static float lifted(TemporalLifter lifter, long captureNanos, long id, float wrist) {
        return lifted(lifter, with(slot(0, captureNanos), id, wrist));
    }

    private static float lifted(TemporalLifter lifter, FrameSlot slot) {
        lifter.lift(batch(List.of(slot)));
        return pelvisX(slot, 0);
    }

    @Test
    void shouldRememberATrackFromFrameToFrame() {
        try (TemporalLifter lifter = lifter(MAX_BATCH)) {
            assertEquals(SkeletonTopology.H36M_17, lifter.topology3d());
            assertEquals(MAX_BATCH, lifter.maxBatch());
            assertEquals(0.5f, lifted(lifter, 0, 1, 0.5f), 1e-6f);
            assertEquals(0.25f + 0.25f, lifted(lifter, FRAME_NANOS, 1, 0.25f), 1e-6f);
            FrameSlot third = with(slot(0, 2 * FRAME_NANOS), 1, -0.125f);
            lifter.lift(batch(List.of(third)));
            float[] joints = third.people().joints3d();
            int wrist = SkeletonTopology.H36M_17.indexOf("left_wrist") * PersonBuffer.STRIDE_3D;
            // Its own (-0.125, 0, 1) and h = (0.25 - 0.125, 0, 0.75 + 1); as sure as 1 at an expected error of 0.1 m.
            assertArrayEquals(new float[] {0, 0, 2.75f, 0.5f},
                    new float[] {joints[wrist], joints[wrist + 1], joints[wrist + 2], joints[wrist + 3]}, 1e-6f);
        }
    }

    @Test
    void shouldKeepTracksAndCamerasApart() {
        try (TemporalLifter lifter = lifter(MAX_BATCH)) {
            FrameSlot one = with(with(slot(0, 0), 1, 0.5f), 2, 0.25f);
            FrameSlot other = with(slot(1, 0), 1, -0.5f);
            lifter.lift(batch(List.of(one, other)));
            // The people change places in the frame, the frames in the batch.
            FrameSlot otherNext = with(slot(1, FRAME_NANOS), 1, 0);
            FrameSlot oneNext = with(with(slot(0, FRAME_NANOS), 2, 0), 1, 0);
            lifter.lift(batch(List.of(otherNext, oneNext)));
            assertEquals(0.125f, pelvisX(oneNext, 0), 1e-6f);
            assertEquals(0.25f, pelvisX(oneNext, 1), 1e-6f);
            assertEquals(-0.25f, pelvisX(otherNext, 0), 1e-6f);
        }
    }

    @Test
    void shouldPassTheStateOnWithinABatch() {
        try (TemporalLifter lifter = lifter(MAX_BATCH)) {
            List<FrameSlot> frames = List.of(with(slot(0, 0), 1, 0.5f), with(slot(1, 0), 7, 0.125f),
                    with(slot(0, FRAME_NANOS), 1, 0.5f), with(slot(0, 2 * FRAME_NANOS), 1, 0.5f));
            lifter.lift(batch(frames));
            assertEquals(0.5f, pelvisX(frames.get(0), 0), 1e-6f);
            assertEquals(0.125f, pelvisX(frames.get(1), 0), 1e-6f);
            assertEquals(0.75f, pelvisX(frames.get(2), 0), 1e-6f);
            assertEquals(0.875f, pelvisX(frames.get(3), 0), 1e-6f);
        }
    }

    @Property(tries = 50)
    void shouldGiveTheSameHoweverFramesAreBatched(@ForAll long seed) {
        assertArrayEquals(pelvises(seed, new Random(0), 1), pelvises(seed, new Random(seed), MAX_BATCH));
    }

    /** 40 frames of two cameras with up to two people each, in batches of random size. */
    private static float[] pelvises(long seed, Random batching, int mostFrames) {
        Random random = new Random(seed);
        List<FrameSlot> all = new ArrayList<>();
        List<FrameSlot> waiting = new ArrayList<>();
        try (TemporalLifter lifter = lifter(MAX_BATCH)) {
            for (int t = 0; t < 40; t++) {
                FrameSlot slot = slot(random.nextInt(2), t * FRAME_NANOS);
                for (int id = 1; id <= 2 && random.nextInt(4) > 0; id++) {
                    with(slot, id, random.nextFloat() / 2);
                }
                all.add(slot);
                waiting.add(slot);
                if (batching.nextInt(mostFrames) == 0 || batch(waiting).size() + 2 > MAX_BATCH || t == 39) {
                    lifter.lift(batch(waiting));
                    waiting.clear();
                }
            }
        }
        float[] pelvises = new float[all.size() * 2];
        for (int i = 0; i < pelvises.length; i++) {
            pelvises[i] = pelvisX(all.get(i / 2), i % 2);
        }
        return pelvises;
    }

    @Test
    void shouldBeginAfreshAfterHalfASecondUnseen() {
        try (TemporalLifter lifter = lifter(MAX_BATCH)) {
            lifted(lifter, 0, 1, 0.5f);
            assertEquals(0.75f, lifted(lifter, 500_000_000, 1, 0.5f), 1e-6f);
            assertEquals(0.5f, lifted(lifter, 1_000_000_001, 1, 0.5f), 1e-6f);
            assertEquals(0.75f, lifted(lifter, 1_000_000_001 + FRAME_NANOS, 1, 0.5f), 1e-6f);
        }
    }

    @Test
    void shouldBeginAfreshAfterAStepBackInTime() {
        try (TemporalLifter lifter = lifter(MAX_BATCH)) {
            lifted(lifter, FRAME_NANOS, 1, 0.5f);
            assertEquals(0.5f, lifted(lifter, FRAME_NANOS - 1, 1, 0.5f), 1e-6f);
            assertEquals(0.75f, lifted(lifter, FRAME_NANOS, 1, 0.5f), 1e-6f);
        }
    }

    @Test
    void shouldNotRememberPeopleWithoutAnId() {
        try (TemporalLifter lifter = lifter(MAX_BATCH)) {
            lifted(lifter, 0, 1, 0.5f);
            assertEquals(0.25f, lifted(lifter, FRAME_NANOS, 0, 0.25f), 1e-6f);
            assertEquals(0.25f, lifted(lifter, 2 * FRAME_NANOS, 0, 0.25f), 1e-6f);
            assertEquals(0.75f, lifted(lifter, 3 * FRAME_NANOS, 1, 0.5f), 1e-6f);
        }
    }

    /** The cameras' clocks differ: whose turn it is to go must not depend on them. */
    @Test
    void shouldForgetWhomItHasNotSeenForLongestWhenItIsFull() {
        try (TemporalLifter lifter = lifter(MAX_BATCH)) {
            long late = 1_000_000_000_000L;
            for (long id = 1; id <= MAX_BATCH; id++) {
                boolean early = id > 2;
                lifted(lifter, with(slot(early ? 1 : 0, early ? 0 : late), id, 0.5f));
            }
            lifted(lifter, late, 1, 0.5f);
            lifted(lifter, late, 5, 0.5f);
            assertEquals(0.875f, lifted(lifter, late, 1, 0.5f), 1e-6f);
            assertEquals(0.75f, lifted(lifter, with(slot(1, 0), 3, 0.5f)), 1e-6f);
            assertEquals(0.5f, lifted(lifter, late, 2, 0.5f), 1e-6f);
        }
    }

    @Test
    void shouldForgetAStateThatIsNoNumber() {
        try (TemporalLifter lifter = lifter(MAX_BATCH)) {
            lifted(lifter, 0, 1, 0.5f);
            FrameSlot broken = with(slot(0, FRAME_NANOS), 1, Float.NaN);
            lifter.lift(batch(List.of(broken)));
            assertArrayEquals(new float[17 * PersonBuffer.STRIDE_3D],
                    Arrays.copyOf(broken.people().joints3d(), 17 * PersonBuffer.STRIDE_3D));
            assertEquals(0.5f, lifted(lifter, 2 * FRAME_NANOS, 1, 0.5f), 1e-6f);
        }
    }

    @Test
    void shouldAllocateOnlyWhatACallOfTheNetworkDoes() {
        try (OnnxModel model = TestNetworks.open("lifter-temporal", MAX_BATCH);
                TemporalLifter lifter = lifter(MAX_BATCH)) {
            PersonBatch batch = batch(List.of(with(with(slot(0, 0), 1, 0.5f), 2, 0.5f), with(slot(1, 0), 0, 0.5f)));
            long callBytes = Allocations.bytesOf(5000, () -> model.run(3));
            long bytes = Allocations.bytesOf(5000, () -> lifter.lift(batch));
            assertTrue(bytes - callBytes < 5000 * 8, (bytes - callBytes) / 5000 + " bytes a batch");
        }
    }

    @Test
    void shouldDoNothingForAnEmptyBatch() {
        try (TemporalLifter lifter = lifter(MAX_BATCH)) {
            lifter.lift(batch(List.of()));
        }
    }

    @Test
    void shouldRefuseALifterWithoutMemoryAndTooSmallAPool() {
        try (OnnxModel model = TestNetworks.open("lifter", 1)) {
            assertEquals("lifter must have the decoder lifter-temporal to lift, but has lifter-mlp",
                    assertThrows(ModelException.class,
                            () -> new TemporalLifter(model, SkeletonTopology.COCO_17, 8)).getMessage());
        }
        try (OnnxModel model = TestNetworks.open("lifter-temporal", 4)) {
            assertEquals("maxTracks must be at least the batch of 4, but was 3",
                    assertThrows(IllegalArgumentException.class,
                            () -> new TemporalLifter(model, SkeletonTopology.COCO_17, 3)).getMessage());
        }
    }

    @Test
    void shouldBeMadeByTheDecoderOfTheCard() {
        try (PoseLifter single = PoseLifter.of(TestNetworks.open("lifter", 1), SkeletonTopology.COCO_17, 1);
                PoseLifter temporal =
                        PoseLifter.of(TestNetworks.open("lifter-temporal", 1), SkeletonTopology.COCO_17, 1);
                OnnxModel means = TestNetworks.open("means", 1)) {
            assertEquals(SingleFrameLifter.class, single.getClass());
            assertEquals(TemporalLifter.class, temporal.getClass());
            assertEquals("means makes no 3D joints of 2D joints: its decoder is boxes; name a lifter",
                    assertThrows(ModelException.class,
                            () -> PoseLifter.of(means, SkeletonTopology.COCO_17, 1)).getMessage());
        }
    }
}
