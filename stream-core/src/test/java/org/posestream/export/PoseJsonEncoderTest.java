package org.posestream.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.pose.StageLatency;

class PoseJsonEncoderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PoseJsonEncoder encoder = new PoseJsonEncoder();

    @Test
    void shouldWriteExactlyTheDocumentedObject() {
        PersonPose person = new PersonPose(1, 0.93f, new BoundingBox(10.5f, 20, 100.256f, 300),
                SkeletonTopology.COCO_17, List.of(new Keypoint2D(12.34f, 56.789f, 0.5f), new Keypoint2D(0, -1.5f, 1)),
                SkeletonTopology.H36M_17, List.of(new Keypoint3D(0, -0.00004f, 0.12345f, 0.9996f)));
        PoseFrame frame = new PoseFrame("cam1", 42, 1_400_000_000_123L, 1280, 720,
                List.of(new StageLatency("detect", 1234), new StageLatency("lift", 5)), List.of(person));
        assertEquals("{\"stream\":\"cam1\",\"sequence\":42,\"captureNanos\":1400000000123,\"imageWidth\":1280,"
                + "\"imageHeight\":720,\"latencyMicros\":{\"detect\":1234,\"lift\":5},\"people\":[{\"id\":1,"
                + "\"state\":\"tracked\",\"score\":0.93,\"box\":[10.5,20,100.26,300],\"topology2d\":\"coco17\","
                + "\"joints2d\":[[12.34,56.79,0.5],[0,-1.5,1]],\"topology3d\":\"h36m17\","
                + "\"joints3d\":[[0,0,0.1235,1]]}]}", encode(frame));
    }

    @Test
    void shouldWriteAnEmptyListWhenNobodyIsThere() {
        assertEquals("{\"stream\":\"a\",\"sequence\":0,\"captureNanos\":-1,\"imageWidth\":1,\"imageHeight\":1,"
                + "\"latencyMicros\":{},\"people\":[]}",
                encode(new PoseFrame("a", 0, -1, 1, 1, List.of(), List.of())));
    }

    @Test
    void shouldWriteTheWallClockTimeWhereItIsKnown() {
        assertEquals("{\"stream\":\"a\",\"sequence\":0,\"captureNanos\":7,\"captureUnixMicros\":1764547200000123,"
                + "\"imageWidth\":1,\"imageHeight\":1,\"latencyMicros\":{},\"people\":[]}",
                encode(new PoseFrame("a", 0, 7, 1_764_547_200_000_123_999L, PoseFrame.UNKNOWN_TIME, 1, 1,
                        List.of(), List.of())));
    }

    @Test
    void shouldWriteTheAgeWhereItIsKnown() {
        assertEquals("{\"stream\":\"a\",\"sequence\":0,\"captureNanos\":7,\"ageMicros\":12345,"
                + "\"imageWidth\":1,\"imageHeight\":1,\"latencyMicros\":{},\"people\":[]}",
                encode(new PoseFrame("a", 0, 7, PoseFrame.UNKNOWN_TIME, 12_345_678, 1, 1, List.of(), List.of())));
    }

    @Test
    void shouldWriteAnEmptyListWithoutALifter() {
        PersonPose person = new PersonPose(0, 1, new BoundingBox(0, 0, 1, 1), SkeletonTopology.COCO_17, List.of(),
                null, List.of());
        assertTrue(encode(frame("a", person)).endsWith("\"joints2d\":[],\"topology3d\":null,\"joints3d\":[]}]}"));
    }

    @Test
    void shouldWriteJointsThatAreNotFiniteAsUnknown() throws IOException {
        PersonPose person = new PersonPose(1, Float.NaN, new BoundingBox(Float.NaN, 1, Float.POSITIVE_INFINITY, 1),
                SkeletonTopology.COCO_17, List.of(new Keypoint2D(Float.NaN, 3, 0.9f), new Keypoint2D(1, 2, Float.NaN)),
                SkeletonTopology.H36M_17, List.of(new Keypoint3D(1, 2, Float.NEGATIVE_INFINITY, 0.9f)));
        JsonNode node = JSON.readTree(encode(frame("a", person))).get("people").get(0);
        assertEquals("0", node.get("score").toString());
        assertEquals("[0,1,0,1]", node.get("box").toString());
        assertEquals("[[0,0,0],[1,2,0]]", node.get("joints2d").toString());
        assertEquals("[[0,0,0,0]]", node.get("joints3d").toString());
    }

    @Test
    void shouldEscapeNames() throws IOException {
        String name = "T\u00fcr \"1\"\\ \n\u0001 \u20ac \ud83d\ude00 \ud800";
        String text = encode(frame(name));
        assertTrue(text.contains("\\u000a\\u0001"));
        assertEquals(name.replace('\ud800', '\ufffd'), JSON.readTree(text).get("stream").asText());
    }

    @Test
    void shouldWriteTheLargestNumbers() throws IOException {
        PoseFrame frame = new PoseFrame("a", Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, 1, List.of(),
                List.of());
        JsonNode node = JSON.readTree(encode(frame));
        assertEquals(Long.MAX_VALUE, node.get("sequence").longValue());
        assertEquals(Long.MIN_VALUE, node.get("captureNanos").longValue());
        assertEquals(Integer.MAX_VALUE, node.get("imageWidth").intValue());
    }

    @Test
    void shouldUseItsBytesAgain() {
        encoder.encode(frame("a"));
        byte[] bytes = encoder.bytes();
        encoder.encode(frame("b"));
        assertSame(bytes, encoder.bytes());
    }

    @Property
    void shouldParseToWhatWasEncoded(@ForAll long seed, @ForAll @IntRange(max = 12) int people) throws IOException {
        Random random = new Random(seed);
        List<PersonPose> persons = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            persons.add(person(random));
        }
        PoseFrame frame = new PoseFrame("cam" + seed, random.nextLong(), random.nextLong(), random.nextInt(1, 8000),
                random.nextInt(1, 8000), List.of(new StageLatency("track", random.nextInt())), persons);
        JsonNode node = JSON.readTree(encode(frame));
        assertEquals(frame.stream(), node.get("stream").asText());
        assertEquals(frame.sequence(), node.get("sequence").longValue());
        assertEquals(frame.captureNanos(), node.get("captureNanos").longValue());
        assertEquals(frame.latencies().get(0).micros(), node.get("latencyMicros").get("track").longValue());
        assertEquals(people, node.get("people").size());
        for (int i = 0; i < people; i++) {
            assertPerson(persons.get(i), node.get("people").get(i));
        }
    }

    private static void assertPerson(PersonPose person, JsonNode node) {
        assertEquals(person.id(), node.get("id").longValue());
        assertEquals(person.score(), node.get("score").doubleValue(), 0.000501);
        assertEquals(person.box().x(), node.get("box").get(0).doubleValue(), 0.00501);
        assertEquals(person.box().height(), node.get("box").get(3).doubleValue(), 0.00501);
        assertEquals(17, node.get("joints2d").size());
        assertEquals(17, node.get("joints3d").size());
        for (int k = 0; k < 17; k++) {
            JsonNode joint2d = node.get("joints2d").get(k);
            assertEquals(person.joints2d().get(k).x(), joint2d.get(0).doubleValue(), 0.00501);
            assertEquals(person.joints2d().get(k).y(), joint2d.get(1).doubleValue(), 0.00501);
            assertEquals(person.joints2d().get(k).confidence(), joint2d.get(2).doubleValue(), 0.000501);
            JsonNode joint3d = node.get("joints3d").get(k);
            assertEquals(person.joints3d().get(k).x(), joint3d.get(0).doubleValue(), 0.0000501);
            assertEquals(person.joints3d().get(k).z(), joint3d.get(2).doubleValue(), 0.0000501);
            assertEquals(person.joints3d().get(k).confidence(), joint3d.get(3).doubleValue(), 0.000501);
        }
    }

    private static PersonPose person(Random random) {
        List<Keypoint2D> joints2d = new ArrayList<>();
        List<Keypoint3D> joints3d = new ArrayList<>();
        for (int k = 0; k < 17; k++) {
            joints2d.add(new Keypoint2D(random.nextFloat(-500, 8000), random.nextFloat(-500, 8000),
                    random.nextFloat()));
            joints3d.add(new Keypoint3D(random.nextFloat(-3, 3), random.nextFloat(-3, 3), random.nextFloat(-3, 3),
                    random.nextFloat()));
        }
        return new PersonPose(random.nextLong(), random.nextFloat(), new BoundingBox(random.nextFloat(-500, 8000), 1,
                2, random.nextFloat(0, 8000)), SkeletonTopology.COCO_17, joints2d, SkeletonTopology.H36M_17, joints3d);
    }

    private static PoseFrame frame(String stream, PersonPose... people) {
        return new PoseFrame(stream, 0, 0, 1, 1, Collections.emptyList(), List.of(people));
    }

    private String encode(PoseFrame frame) {
        int length = encoder.encode(frame);
        return new String(encoder.bytes(), 0, length, StandardCharsets.UTF_8);
    }
}
