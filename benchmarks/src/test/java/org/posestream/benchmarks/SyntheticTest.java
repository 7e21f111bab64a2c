package org.posestream.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posestream.frame.PersonBuffer;
import org.posestream.inference.Decoder;

/** The material of the benchmarks must let the measured code do its work. */
class SyntheticTest {

    @ParameterizedTest
    @EnumSource(names = {"HEATMAP_ARGMAX", "HEATMAP_QUARTER", "HEATMAP_DARK", "SOFT_ARGMAX", "SIMCC", "MOVENET",
        "BLAZEPOSE"})
    void shouldGiveEveryHeadJointsToFind(Decoder head) {
        KeypointDecodingBenchmark benchmark = new KeypointDecodingBenchmark();
        benchmark.head = head;
        benchmark.open();

        float[] joints = benchmark.decode();

        for (int joint = 0; joint < 17; joint++) {
            assertTrue(joints[joint * 3 + 2] > 0, head + " finds no joint " + joint);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"YOLOX", "BOXES"})
    void shouldGiveEveryDetectorPeopleToFind(Decoder head) {
        DetectionDecodingBenchmark benchmark = new DetectionDecodingBenchmark();
        benchmark.head = head;
        benchmark.open();

        assertTrue(benchmark.decode() > 0);
    }

    @Test
    void shouldLetEverybodyBeTracked() {
        TrackingBenchmark benchmark = new TrackingBenchmark();
        benchmark.people = 8;
        benchmark.open();

        for (int frame = 0; frame < 30; frame++) {
            assertEquals(8, benchmark.assign().count());
        }
    }

    @Test
    void shouldPutPeopleSideBySide() {
        PersonBuffer people = Synthetic.people(4, 0);

        assertEquals(4, people.count());
        for (int person = 1; person < 4; person++) {
            assertTrue(people.box(person).x() > people.box(person - 1).x() + people.box(person - 1).width());
        }
    }
}
