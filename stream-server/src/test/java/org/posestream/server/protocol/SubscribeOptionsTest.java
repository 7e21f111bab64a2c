package org.posestream.server.protocol;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.posestream.pose.SkeletonTopology.BLAZEPOSE_33;
import static org.posestream.pose.SkeletonTopology.COCO_17;
import static org.posestream.pose.SkeletonTopology.H36M_17;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PersonState;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;

class SubscribeOptionsTest {

    @Test
    void shouldTakeEverythingAsItComesByDefault() throws ProtocolException {
        assertEquals(new SubscribeOptions(null, PeopleFilter.ALL, 0, CoordinatePreset.OPENCV, Dimensions.BOTH),
                parse(""));
        assertEquals(SubscribeOptions.DEFAULT, parse(""));
    }

    @Test
    void shouldReadEveryOption() throws ProtocolException {
        assertEquals(new SubscribeOptions(H36M_17, PeopleFilter.ofIds(List.of(3L, 7L)), 29.97,
                CoordinatePreset.UNREAL, Dimensions.SPACE),
                parse("joints=h36m17&people=7,3,7&maxRate=29.97&coordinates=unreal&dimensions=3d"));
        assertEquals(PeopleFilter.LARGEST, parse("people=largest").people());
        assertEquals(0, parse("maxRate=0.0").maxRate());
        assertEquals(1000, parse("maxRate=1000").maxRate());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "joint=h36m17 | UNKNOWN_OPTION | option 'joint' is not known; did you mean 'joints'?; known are joints, "
            + "people, maxRate, coordinates, dimensions",
        "maxrate=5 | UNKNOWN_OPTION | option 'maxrate' is not known; did you mean 'maxRate'?; known are joints, "
            + "people, maxRate, coordinates, dimensions",
        "x=1 | UNKNOWN_OPTION | option 'x' is not known; known are joints, people, maxRate, coordinates, dimensions",
        "joints=coco18 | INVALID_OPTION | joints must be one of coco17, h36m17, blazepose33, but was 'coco18'; did you "
            + "mean 'coco17'?",
        "joints= | INVALID_OPTION | joints must be one of coco17, h36m17, blazepose33, but was ''",
        "people=largst | INVALID_OPTION | people must be all, largest or up to 64 ids such as 3,7, but was 'largst'; "
            + "did you mean 'largest'?",
        "people=1,,2 | INVALID_OPTION | people must be all, largest or up to 64 ids such as 3,7, but was '1,,2'",
        "maxRate=1001 | INVALID_OPTION | maxRate must be 0 (every frame) or a number of frames a second from 0.001 to "
            + "1000, but was '1001'",
        "maxRate=fast | INVALID_OPTION | maxRate must be 0 (every frame) or a number of frames a second from 0.001 to "
            + "1000, but was 'fast'",
        "coordinates=untiy | INVALID_OPTION | coordinates must be one of opencv, unity, unreal, blender, gltf, but was "
            + "'untiy'; did you mean 'unity'?",
        "dimensions=2D | INVALID_OPTION | dimensions must be one of 2d3d, 2d, 3d, but was '2D'; did you mean '2d'?",
        "people=all&people=all | INVALID_OPTION | option 'people' is given twice"})
    void shouldSayWhatIsWrong(String query, ErrorCode code, String reason) {
        ProtocolException refusal = assertThrows(ProtocolException.class, () -> parse(query));
        assertEquals(reason, refusal.getMessage());
        assertEquals(code, refusal.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"maxRate=-1", "maxRate=1e3", "maxRate=NaN", "maxRate=.5", "maxRate=5.", "maxRate=+5",
        "maxRate=0.0001", "people=0", "people=-3", "people=01", "people=all,3", "people= 3"})
    void shouldRefuseWhatOnlyLooksRight(String query) {
        assertEquals(ErrorCode.INVALID_OPTION, assertThrows(ProtocolException.class, () -> parse(query)).code());
    }

    @Test
    void shouldTakeAtMost64People() throws ProtocolException {
        String ids = IntStream.rangeClosed(1, 64).mapToObj(String::valueOf).collect(Collectors.joining(","));
        assertEquals(64, parse("people=" + ids).people().ids().size());
        assertThrows(ProtocolException.class, () -> parse("people=" + ids + ",65"));
    }

    @Test
    void shouldShareFramesAmongRates() throws ProtocolException {
        assertEquals(parse("people=3,7").encodingKey(), parse("people=7,3&maxRate=5").encodingKey());
        assertEquals(SubscribeOptions.DEFAULT,
                new SubscribeOptions(null, PeopleFilter.ALL, -0.0, CoordinatePreset.OPENCV, Dimensions.BOTH));
        assertNotEquals(parse("people=3").encodingKey(), parse("people=7").encodingKey());
        assertNotEquals(parse("").encodingKey(), parse("joints=coco17").encodingKey());
        assertNotEquals(parse("").encodingKey(), parse("coordinates=gltf").encodingKey());
        assertNotEquals(parse("").encodingKey(), parse("dimensions=2d").encodingKey());
    }

    @Test
    void shouldRefuseJointsThatCannotBeMade() throws ProtocolException {
        parse("joints=coco17").requireAvailable(COCO_17, H36M_17);
        parse("joints=h36m17").requireAvailable(COCO_17, null);
        parse("joints=coco17").requireAvailable(BLAZEPOSE_33, BLAZEPOSE_33);
        parse("dimensions=3d").requireAvailable(COCO_17, null);
        assertUnavailable("joints=blazepose33", COCO_17, H36M_17,
                "joints=blazepose33 cannot be made of this stream's coco17 in 2D and h36m17 in 3D");
        assertUnavailable("joints=coco17&dimensions=3d", COCO_17, H36M_17,
                "joints=coco17 cannot be made of this stream's h36m17 in 3D");
        assertUnavailable("joints=coco17&dimensions=3d", COCO_17, null,
                "joints=coco17 cannot be made of this stream's joints, which has none");
    }

    @Test
    void shouldLeaveAFrameAsItIsWhereNothingIsAskedFor() throws ProtocolException {
        PoseFrame frame = Samples.smallFrame(Samples.smallPerson(5, PersonState.TRACKED));
        assertSame(frame, SubscribeOptions.DEFAULT.apply(frame));
        assertSame(frame, parse("maxRate=5").apply(frame));
    }

    @Test
    void shouldKeepEverythingButThePeople() throws ProtocolException {
        PoseFrame frame = Samples.smallFrame(Samples.smallPerson(5, PersonState.TRACKED));
        assertEquals(frame.withPeople(List.of()), parse("people=6").apply(frame));
        assertEquals(frame, parse("people=5").apply(frame));
    }

    @Test
    void shouldChoosePeople() {
        PersonPose small = box(1, PersonState.TRACKED, 10, 10);
        PersonPose large = box(2, PersonState.PREDICTED, 10, 20);
        PersonPose equal = box(3, PersonState.TRACKED, 20, 10);
        PersonPose lost = box(4, PersonState.LOST, 90, 90);
        assertEquals(List.of(2L), ids("people=largest", small, equal, large, lost));
        assertEquals(List.of(4L), ids("people=largest", lost));
        assertEquals(List.of(), ids("people=largest"));
        assertEquals(List.of(4L, 1L), ids("people=1,4,9", lost, large, small));
        assertEquals(List.of(4L, 2L), ids("people=all", lost, large));
    }

    @Test
    void shouldSendOneDimensionOnly() throws ProtocolException {
        PersonPose person = Samples.smallPerson(5, PersonState.TRACKED);
        PersonPose image = apply("dimensions=2d", person);
        assertEquals(person.joints2d(), image.joints2d());
        assertEquals(COCO_17, image.topology2d());
        assertEquals(List.of(), image.joints3d());
        assertEquals(null, image.topology3d());
        PersonPose space = apply("dimensions=3d", person);
        assertEquals(List.of(), space.joints2d());
        assertEquals(null, space.topology2d());
        assertEquals(person.joints3d(), space.joints3d());
        assertEquals(H36M_17, space.topology3d());
    }

    @Test
    void shouldConvertJointsInSpaceAndNothingElse() throws ProtocolException {
        PersonPose person = Samples.smallPerson(5, PersonState.TRACKED);
        PersonPose converted = apply("coordinates=unreal", person);
        assertEquals(List.of(new Keypoint3D(200, 50, 25, 0.75f)), converted.joints3d());
        assertEquals(person.joints2d(), converted.joints2d());
        assertEquals(person.box(), converted.box());
    }

    /** Pelvis and thorax are the means of hips and shoulders; as sure as the less sure of them. */
    @Test
    void shouldMapJoints() throws ProtocolException {
        List<Keypoint2D> joints = new ArrayList<>();
        for (int k = 0; k < 17; k++) {
            joints.add(new Keypoint2D(k, 100 + 2 * k, k / 16f));
        }
        PersonPose person = new PersonPose(1, 1, new BoundingBox(0, 0, 1, 1), COCO_17, joints, H36M_17, threes(17));
        PersonPose mapped = apply("joints=h36m17", person);
        assertEquals(H36M_17, mapped.topology2d());
        assertEquals(17, mapped.joints2d().size());
        assertEquals(new Keypoint2D(11.5f, 123, 11 / 16f), mapped.joints2d().get(0), "pelvis of hips 11 and 12");
        assertEquals(new Keypoint2D(16, 132, 1), mapped.joints2d().get(3), "right ankle");
        assertEquals(new Keypoint2D(5.5f, 111, 5 / 16f), mapped.joints2d().get(8), "thorax of shoulders 5 and 6");
        assertEquals(threes(17), mapped.joints3d(), "which are in that order already");
        PersonPose kept = apply("joints=coco17", person);
        assertEquals(joints, kept.joints2d());
        assertEquals(List.of(), kept.joints3d(), "which cannot be made");
        assertEquals(null, kept.topology3d());
    }

    @Test
    void shouldMapJointsInSpaceBeforeTheyAreConverted() throws ProtocolException {
        PersonPose person = new PersonPose(1, 1, new BoundingBox(0, 0, 1, 1), BLAZEPOSE_33, List.of(), BLAZEPOSE_33,
                threes(33));
        PersonPose mapped = apply("joints=h36m17&coordinates=unity", person);
        assertEquals(17, mapped.joints3d().size());
        assertEquals(new Keypoint3D(23.5f, -24.5f, 25.5f, 1), mapped.joints3d().get(0), "pelvis of hips 23 and 24");
        assertEquals(new Keypoint3D(28, -29, 30, 1), mapped.joints3d().get(3), "right ankle");
        assertEquals(List.of(), mapped.joints2d());
    }

    @Test
    void shouldTellOfTheLostWhateverTheJoints() throws ProtocolException {
        PersonPose lost = new PersonPose(5, PersonState.LOST, 0, new BoundingBox(1, 2, 3, 4), COCO_17, List.of(),
                H36M_17, List.of());
        PersonPose mapped = apply("joints=h36m17&coordinates=gltf", lost);
        assertEquals(PersonState.LOST, mapped.state());
        assertEquals(List.of(), mapped.joints2d());
        assertEquals(List.of(), mapped.joints3d());
    }

    @Test
    void shouldNotBeMadeOfNonsense() {
        assertThrows(IllegalArgumentException.class, () ->
                new SubscribeOptions(null, PeopleFilter.ALL, 1001, CoordinatePreset.OPENCV, Dimensions.BOTH));
        assertThrows(IllegalArgumentException.class, () ->
                new SubscribeOptions(null, PeopleFilter.ALL, Double.NaN, CoordinatePreset.OPENCV, Dimensions.BOTH));
        assertThrows(IllegalArgumentException.class, () -> PeopleFilter.ofIds(List.of()));
        assertDoesNotThrow(() -> PeopleFilter.ofIds(List.of(1L)));
    }

    private static void assertUnavailable(String query, SkeletonTopology topology2d, SkeletonTopology topology3d,
            String reason) throws ProtocolException {
        SubscribeOptions options = parse(query);
        ProtocolException refusal = assertThrows(ProtocolException.class,
                () -> options.requireAvailable(topology2d, topology3d));
        assertEquals(reason + "; leave 'joints' out to take them as they come", refusal.getMessage());
        assertEquals(ErrorCode.UNAVAILABLE_JOINTS, refusal.code());
    }

    private static List<Keypoint3D> threes(int count) {
        return IntStream.range(0, count).mapToObj(k -> new Keypoint3D(k, k + 1, k + 2, 1)).toList();
    }

    private static PersonPose box(long id, PersonState state, float width, float height) {
        return new PersonPose(id, state, 1, new BoundingBox(0, 0, width, height), COCO_17, List.of(), null, List.of());
    }

    private static List<Long> ids(String query, PersonPose... people) {
        SubscribeOptions options = assertDoesNotThrow(() -> parse(query));
        return options.apply(Samples.smallFrame(people)).people().stream().map(PersonPose::id).toList();
    }

    private static PersonPose apply(String query, PersonPose person) throws ProtocolException {
        return parse(query).apply(Samples.smallFrame(person)).people().get(0);
    }

    /** As a query of names and values without escapes. */
    private static SubscribeOptions parse(String query) throws ProtocolException {
        Map<String, List<String>> values = Arrays.stream(query.split("&")).filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2)).collect(Collectors.groupingBy(pair -> pair[0],
                        Collectors.mapping(pair -> pair[1], Collectors.toList())));
        return SubscribeOptions.parse(values);
    }
}
