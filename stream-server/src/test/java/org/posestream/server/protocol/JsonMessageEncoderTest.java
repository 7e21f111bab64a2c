package org.posestream.server.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posestream.pipeline.CameraState;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PersonState;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;

class JsonMessageEncoderTest {

    private static final String JOINTS = """
            "score":0.5,"box":[1,2,3,4],"topology2d":"coco17","joints2d":[[1.5,-2,0.25],[0,8,1]],\
            "topology3d":"h36m17","joints3d":[[0.5,-0.25,2,0.75]]""";

    private final MessageEncoder encoder = MessageEncoder.of(WireFormat.JSON);

    @Test
    void shouldWriteAFrame() {
        int length = encoder.frame(Samples.smallFrame(Samples.smallPerson(5, PersonState.TRACKED)), 1_009_000);
        assertJson("""
                {"type":"frame","stream":"hall","sequence":300,"captureNanos":1000000,"captureUnixMicros":2000,\
                "ageMicros":9,"imageWidth":640,"imageHeight":480,"latencyMicros":{"track":7},\
                "people":[{"id":5,"state":"tracked",""" + JOINTS + "}]}", length);
    }

    @Test
    void shouldTellWhichJointsArePredicted() {
        int length = encoder.frame(fileFrame(Samples.smallPerson(5, PersonState.PREDICTED)), 0);
        assertJson("""
                {"type":"frame","stream":"a","sequence":0,"captureNanos":0,"imageWidth":1,"imageHeight":1,\
                "latencyMicros":{},"people":[{"id":5,"state":"predicted",""" + JOINTS
                + ",\"predicted2d\":[0,1],\"predicted3d\":[0]}]}", length);
    }

    @Test
    void shouldLeaveOutPredictedListsThatAreEmpty() {
        PersonPose person = new PersonPose(5, PersonState.PREDICTED, 0.5f, new BoundingBox(1, 2, 3, 4), null,
                List.of(), null, List.of());
        assertJson("""
                {"type":"frame","stream":"a","sequence":0,"captureNanos":0,"imageWidth":1,"imageHeight":1,\
                "latencyMicros":{},"people":[{"id":5,"state":"predicted","score":0.5,"box":[1,2,3,4],\
                "topology2d":null,"joints2d":[],"topology3d":null,"joints3d":[]}]}""",
                encoder.frame(fileFrame(person), 0));
    }

    @Test
    void shouldWriteALostPerson() {
        PersonPose lost = new PersonPose(5, PersonState.LOST, 0, new BoundingBox(1, 2, 3, 4),
                SkeletonTopology.COCO_17, List.of(), SkeletonTopology.H36M_17, List.of());
        assertJson("""
                {"type":"frame","stream":"a","sequence":0,"captureNanos":0,"imageWidth":1,"imageHeight":1,\
                "latencyMicros":{},"people":[{"id":5,"state":"lost","score":0,"box":[1,2,3,4],\
                "topology2d":"coco17","joints2d":[],"topology3d":"h36m17","joints3d":[]}]}""",
                encoder.frame(fileFrame(lost), 0));
    }

    @Test
    void shouldNotTellAnAgeBelowZero() {
        PoseFrame frame = new PoseFrame("a", 0, 9_000, PoseFrame.UNKNOWN_TIME, 1, 1, 1, List.of(), List.of());
        assertJson("""
                {"type":"frame","stream":"a","sequence":0,"captureNanos":9000,"ageMicros":0,"imageWidth":1,\
                "imageHeight":1,"latencyMicros":{},"people":[]}""", encoder.frame(frame, 1_000));
    }

    @Test
    void shouldWriteAStatus() {
        assertJson("""
                {"type":"status","stream":"hall","state":"backing-off","inStateMillis":1500,"imageWidth":640,\
                "imageHeight":480,"framesPerSecondIn":25.5,"framesPerSecondOut":0,"failedFrames":3,\
                "error":"gone \\"!\\""}""", encoder.status(new StreamStatus("hall", CameraState.BACKING_OFF, 1500,
                        640, 480, 25.5, 0, 3, Optional.of("gone \"!\""))));
    }

    @Test
    void shouldLeaveOutOfAStatusWhatIsNotKnown() {
        assertJson("""
                {"type":"status","stream":"hall","state":"connecting","inStateMillis":0,\
                "framesPerSecondIn":0,"framesPerSecondOut":0,"failedFrames":0}""",
                encoder.status(new StreamStatus("hall", CameraState.CONNECTING, 0, 0, 0, 0, 0, 0, Optional.empty())));
    }

    @Test
    void shouldWriteLag() {
        assertJson("{\"type\":\"lag\",\"stream\":\"hall\",\"lost\":12,\"lostTotal\":40}",
                encoder.lag(new LagNotice("hall", 12, 40)));
    }

    @Test
    void shouldWriteTheTime() {
        assertJson("{\"type\":\"time\",\"id\":7,\"clientMicros\":-1,\"captureNanos\":300,\"unixMicros\":9}",
                encoder.time(new TimeReply(7, -1, 300, 9)));
    }

    @Test
    void shouldWriteAnError() {
        assertJson("{\"type\":\"error\",\"code\":\"unknown-option\",\"reason\":\"no\"}",
                encoder.error(new ProtocolException(ErrorCode.UNKNOWN_OPTION, "no")));
    }

    @Test
    void shouldWriteHello() {
        SubscribeOptions options = new SubscribeOptions(SkeletonTopology.H36M_17, PeopleFilter.ofIds(List.of(7L, 3L)),
                29.97, CoordinatePreset.UNREAL, Dimensions.SPACE);
        StreamStatus status = new StreamStatus("hall", CameraState.STREAMING, 5, 640, 480, 30, 29.5, 0,
                Optional.empty());
        int length = encoder.hello(new Hello("0.1.0", "*", options, 1, 2, List.of(SkeletonTopology.H36M_17),
                List.of(status, status)));
        String text = text(length);
        int joints = text.indexOf("{\"name\":\"right_knee\"");
        assertEquals("""
                {"type":"hello","protocol":"posestream.v1","server":"0.1.0","stream":"*",\
                "options":{"joints":"h36m17","people":"3,7","maxRate":29.97,"coordinates":"unreal",\
                "dimensions":"3d"},"coordinates":{"preset":"unreal","handedness":"left","x":"forward","y":"right",\
                "z":"up","unit":"centimetre"},"captureNanos":1,"unixMicros":2,"topologies":[{"id":"h36m17",\
                "joints":[{"name":"pelvis","parent":-1,"mirror":0},{"name":"right_hip","parent":0,"mirror":4},""",
                text.substring(0, joints));
        assertEquals("""
                {"name":"right_wrist","parent":15,"mirror":13}]}],"streams":[\
                {"stream":"hall","state":"streaming","inStateMillis":5,"imageWidth":640,"imageHeight":480,\
                "framesPerSecondIn":30,"framesPerSecondOut":29.5,"failedFrames":0},\
                {"stream":"hall","state":"streaming","inStateMillis":5,"imageWidth":640,"imageHeight":480,\
                "framesPerSecondIn":30,"framesPerSecondOut":29.5,"failedFrames":0}]}""",
                text.substring(text.indexOf("{\"name\":\"right_wrist\"")));
    }

    @Test
    void shouldTellNoTopologyWhereJointsComeAsTheyAre() {
        int length = encoder.hello(new Hello("0.1.0", "hall", SubscribeOptions.DEFAULT, 1, 2, List.of(), List.of()));
        assertJson("""
                {"type":"hello","protocol":"posestream.v1","server":"0.1.0","stream":"hall",\
                "options":{"joints":null,"people":"all","maxRate":0,"coordinates":"opencv","dimensions":"2d3d"},\
                "coordinates":{"preset":"opencv","handedness":"right","x":"right","y":"down","z":"forward",\
                "unit":"metre"},"captureNanos":1,"unixMicros":2,"topologies":[],"streams":[]}""", length);
    }

    @Test
    void shouldUseItsBytesAgain() {
        encoder.lag(new LagNotice("hall", 1, 1));
        byte[] bytes = encoder.bytes();
        encoder.time(new TimeReply(1, 2, 3, 4));
        assertSame(bytes, encoder.bytes());
    }

    private static PoseFrame fileFrame(PersonPose... people) {
        return new PoseFrame("a", 0, 0, 1, 1, List.of(), List.of(people));
    }

    private void assertJson(String expected, int length) {
        assertEquals(expected, text(length));
    }

    private String text(int length) {
        return new String(encoder.bytes(), 0, length, StandardCharsets.UTF_8);
    }
}
