package org.posestream.server.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posestream.pipeline.CameraState;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PersonState;
import org.posestream.pose.PoseFrame;

/**
 * The bytes of messages, written down by hand from the documentation of the format: a tag is the field's number times
 * eight plus the type (0 a varint, 1 eight bytes, 2 a length and so many bytes, 5 four bytes).
 */
class ProtoMessageEncoderTest {

    private static final String PERSON = """
            08 05                                   id 5
            %s
            1d 00 00 00 3f                          score 0.5
            22 10 00 00 80 3f 00 00 00 40 00 00 40 40 00 00 80 40   box 1 2 3 4
            2a 06 63 6f 63 6f 31 37                 topology2d "coco17"
            32 18 00 00 c0 3f 00 00 00 c0 00 00 80 3e   joints2d 1.5 -2 0.25
                  00 00 00 00 00 00 00 41 00 00 80 3f            0 8 1
            3a 06 68 33 36 6d 31 37                 topology3d "h36m17"
            42 10 00 00 00 3f 00 00 80 be 00 00 00 40 00 00 40 3f   joints3d 0.5 -0.25 2 0.75
            """;

    private final MessageEncoder encoder = MessageEncoder.of(WireFormat.PROTO);

    @Test
    void shouldWriteAFrame() {
        int length = encoder.frame(Samples.smallFrame(Samples.smallPerson(5, PersonState.TRACKED),
                Samples.smallPerson(5, PersonState.LOST)), 1_009_000);
        assertBytes("""
                12 d5 01                                frame, 213 bytes
                0a 04 68 61 6c 6c                       stream "hall"
                10 ac 02                                sequence 300
                18 c0 84 3d                             capture_nanos 1000000
                20 d0 0f                                capture_unix_micros 2000
                28 09                                   age_micros 9
                30 80 05                                image_width 640
                38 e0 03                                image_height 480
                42 09 0a 05 74 72 61 63 6b 10 07        latency_micros "track" 7
                4a 57                                   a person, 87 bytes
                """ + PERSON.formatted("10 01                 state tracked") + """
                4a 57                                   a person, 87 bytes
                """ + PERSON.formatted("10 03                 state lost"), length);
    }

    @Test
    void shouldTellWhichJointsArePredicted() {
        int length = encoder.frame(new PoseFrame("", 0, 0, 1, 1, List.of(),
                List.of(Samples.smallPerson(5, PersonState.PREDICTED))), 0);
        assertBytes("""
                12 64                                   frame, 100 bytes
                30 01 38 01                             image_width, image_height
                4a 5e                                   a person, 94 bytes
                """ + PERSON.formatted("10 02                 state predicted") + """
                4a 02 00 01                             predicted2d 0 1
                52 01 00                                predicted3d 0
                """, length);
    }

    @Test
    void shouldWriteALostPersonWithoutJoints() {
        PersonPose lost = new PersonPose(300, PersonState.LOST, 0, new BoundingBox(0, 0, 1, 1), null, List.of(), null,
                List.of());
        assertBytes("""
                12 1d 30 01 38 01                       frame, image_width, image_height
                4a 17 08 ac 02 10 03                    a person, id 300, state lost
                22 10 00 00 00 00 00 00 00 00 00 00 80 3f 00 00 80 3f   box
                """, encoder.frame(new PoseFrame("", 0, 0, 1, 1, List.of(), List.of(lost)), 0));
    }

    @Test
    void shouldWriteJointsThatAreNotFiniteAsUnknown() {
        PersonPose person = new PersonPose(0, PersonState.TRACKED, Float.NaN,
                new BoundingBox(Float.NaN, 0, Float.POSITIVE_INFINITY, 0), null,
                List.of(new Keypoint2D(1, Float.NaN, 1)), null,
                List.of(new Keypoint3D(1, 1, Float.NEGATIVE_INFINITY, 1), new Keypoint3D(0, 0, 0, Float.NaN)));
        assertBytes("""
                12 4a 30 01 38 01                       frame, image_width, image_height
                4a 44 10 01                             a person, state tracked
                22 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00   box
                32 0c 00 00 00 00 00 00 00 00 00 00 00 00               joints2d
                42 20 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00   joints3d
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                """, encoder.frame(new PoseFrame("", 0, 0, 1, 1, List.of(), List.of(person)), 0));
    }

    @Test
    void shouldWriteAnEmptyFrameOfAFile() {
        assertBytes("12 0c 0a 04 68 61 6c 6c 30 80 05 38 e0 03",
                encoder.frame(new PoseFrame("hall", 0, 0, 640, 480, List.of(), List.of()), 99));
    }

    @Test
    void shouldWriteAStatus() {
        assertBytes("""
                1a 23                                   status
                0a 04 68 61 6c 6c                       stream "hall"
                10 04                                   state backing-off
                18 dc 0b                                in_state_millis 1500
                20 80 05 28 e0 03                       image_width 640, image_height 480
                31 00 00 00 00 00 80 39 40              frames_per_second_in 25.5
                40 03                                   failed_frames 3
                4a 05 67 6f 6e 65 21                    error "gone!"
                """, encoder.status(new StreamStatus("hall", CameraState.BACKING_OFF, 1500, 640, 480, 25.5, 0, 3,
                        Optional.of("gone!"))));
    }

    @Test
    void shouldWriteLag() {
        assertBytes("22 0a 0a 04 68 61 6c 6c 10 0c 18 28", encoder.lag(new LagNotice("hall", 12, 40)));
    }

    @Test
    void shouldWriteTheTime() {
        assertBytes("2a 12 08 07 10 ff ff ff ff ff ff ff ff ff 01 18 ac 02 20 09",
                encoder.time(new TimeReply(7, -1, 300, 9)));
    }

    @Test
    void shouldWriteAnError() {
        assertBytes("32 14 0a 0e 75 6e 6b 6e 6f 77 6e 2d 6f 70 74 69 6f 6e 12 02 6e 6f",
                encoder.error(new ProtocolException(ErrorCode.UNKNOWN_OPTION, "no")));
    }

    @Test
    void shouldWriteTheOptionsAndCoordinatesOfHello() {
        SubscribeOptions options = new SubscribeOptions(null, PeopleFilter.ofIds(List.of(7L, 3L)), 0,
                CoordinatePreset.UNITY, Dimensions.SPACE);
        assertBytes("""
                0a 5e                                   hello
                0a 0d 70 6f 73 65 73 74 72 65 61 6d 2e 76 31   protocol "posestream.v1"
                12 01 30                                server "0"
                1a 01 2a                                stream "*"
                22 19 12 03 33 2c 37                    options: people "3,7"
                      19 00 00 00 00 00 00 00 00        max_rate 0
                      22 05 75 6e 69 74 79              coordinates "unity"
                      2a 02 33 64                       dimensions "3d"
                2a 28 0a 05 75 6e 69 74 79              coordinates: preset "unity"
                      12 04 6c 65 66 74                 handedness "left"
                      1a 05 72 69 67 68 74              x "right"
                      22 02 75 70                       y "up"
                      2a 07 66 6f 72 77 61 72 64        z "forward"
                      32 05 6d 65 74 72 65              unit "metre"
                30 01 38 02                             capture_nanos, unix_micros
                """, encoder.hello(new Hello("0", "*", options, 1, 2, List.of(), List.of())));
    }

    @Test
    void shouldUseItsBytesAgain() {
        encoder.lag(new LagNotice("hall", 1, 1));
        byte[] bytes = encoder.bytes();
        encoder.time(new TimeReply(1, 2, 3, 4));
        assertSame(bytes, encoder.bytes());
    }

    /** Compares with the hexadecimal pairs; what does not look like them is a remark. */
    private void assertBytes(String hexWithRemarks, int length) {
        StringBuilder hex = new StringBuilder();
        for (String line : hexWithRemarks.split("\n")) {
            String start = line.strip().split("   ", 2)[0];
            Arrays.stream(start.split(" ")).takeWhile(word -> word.matches("[0-9a-f]{2}"))
                    .forEach(pair -> hex.append(pair).append(' '));
        }
        assertEquals(hex.toString().strip(),
                HexFormat.ofDelimiter(" ").formatHex(encoder.bytes(), 0, length));
    }
}
