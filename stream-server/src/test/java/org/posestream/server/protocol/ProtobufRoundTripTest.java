package org.posestream.server.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.posestream.export.JsonBuffer;
import org.posestream.pipeline.CameraState;
import org.posestream.pose.Joint;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PersonState;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.pose.StageLatency;

/** Our encoder and reader against Google's, which reads and writes by what protoc makes of {@code posestream.proto}. */
class ProtobufRoundTripTest {

    private final MessageEncoder encoder = MessageEncoder.of(WireFormat.PROTO);

    @Property(tries = 300)
    void shouldWriteFramesThatParseToThemselves(@ForAll long seed, @ForAll @IntRange(max = 12) int people)
            throws InvalidProtocolBufferException {
        PoseFrame frame = Samples.frame(new Random(seed), people);
        long nowNanos = frame.captureNanos() + 5_000_000;
        Message message = parse(encoder.frame(frame, nowNanos), "frame");
        assertEquals(frame.stream(), get(message, "stream"));
        assertEquals(frame.sequence(), get(message, "sequence"));
        assertEquals(frame.captureNanos(), get(message, "capture_nanos"));
        assertOptional(frame.captureUnixNanos() != PoseFrame.UNKNOWN_TIME, frame.captureUnixNanos() / 1000, message,
                "capture_unix_micros");
        assertOptional(frame.ageNanos() != PoseFrame.UNKNOWN_TIME, 5_000L, message, "age_micros");
        assertEquals(frame.imageWidth(), get(message, "image_width"));
        assertEquals(frame.imageHeight(), get(message, "image_height"));
        assertLatencies(frame.latencies(), list(message, "latency_micros"));
        List<Message> persons = list(message, "people");
        assertEquals(people, persons.size());
        for (int i = 0; i < people; i++) {
            assertPerson(frame.people().get(i), persons.get(i));
        }
    }

    @Property(tries = 200)
    void shouldWriteHelloThatParsesToItself(@ForAll long seed) throws InvalidProtocolBufferException {
        Hello hello = Samples.hello(new Random(seed));
        Message message = parse(encoder.hello(hello), "hello");
        assertEquals("posestream.v1", get(message, "protocol"));
        assertEquals(hello.server(), get(message, "server"));
        assertEquals(hello.stream(), get(message, "stream"));
        assertEquals(hello.captureNanos(), get(message, "capture_nanos"));
        assertEquals(hello.unixMicros(), get(message, "unix_micros"));
        CoordinatePreset preset = hello.options().coordinates();
        Message coordinates = (Message) get(message, "coordinates");
        assertEquals(List.of(preset.label(), preset.handedness(), preset.x().label(), preset.y().label(),
                preset.z().label(), preset.unit().label()),
                coordinates.getDescriptorForType().getFields().stream().map(coordinates::getField).toList());
        List<Message> topologies = list(message, "topologies");
        for (int i = 0; i < hello.topologies().size(); i++) {
            assertTopology(hello.topologies().get(i), topologies.get(i));
        }
        List<Message> streams = list(message, "streams");
        for (int i = 0; i < hello.streams().size(); i++) {
            assertStatus(hello.streams().get(i), streams.get(i));
        }
    }

    @Property(tries = 200)
    void shouldTellOptionsThatAClientMaySendBack(@ForAll long seed) throws Exception {
        Hello hello = Samples.hello(new Random(seed));
        Message options = (Message) get(parse(encoder.hello(hello), "hello"), "options");
        byte[] subscribe = client("subscribe", options);
        assertEquals(new ClientMessage.Subscribe(hello.options()), ClientMessage.parse(WireFormat.PROTO, subscribe));
    }

    @Property(tries = 200)
    void shouldWriteStatusLagAndTimeThatParseToThemselves(@ForAll long seed, @ForAll long id, @ForAll long time)
            throws InvalidProtocolBufferException {
        StreamStatus status = Samples.status(new Random(seed));
        assertStatus(status, parse(encoder.status(status), "status"));
        Message lag = parse(encoder.lag(new LagNotice("hall", id, time)), "lag");
        assertEquals(List.of("hall", id, time), fields(lag, "stream", "lost", "lost_total"));
        Message reply = parse(encoder.time(new TimeReply(id, seed, time, ~time)), "time");
        assertEquals(List.of(id, seed, time, ~time), fields(reply, "id", "client_micros", "capture_nanos",
                "unix_micros"));
    }

    @Property(tries = 200)
    void shouldReadTimeRequests(@ForAll long id, @ForAll long clientMicros) throws Exception {
        DynamicMessage.Builder time = DynamicMessage.newBuilder(
                SchemaProto.CLIENT_MESSAGE.findFieldByName("time").getMessageType());
        time.setField(time.getDescriptorForType().findFieldByName("id"), id);
        time.setField(time.getDescriptorForType().findFieldByName("client_micros"), clientMicros);
        assertEquals(new ClientMessage.TimeRequest(id, clientMicros),
                ClientMessage.parse(WireFormat.PROTO, client("time", time.build())));
    }

    @Test
    void shouldNumberEveryStateAsTheSchemaDoes() throws InvalidProtocolBufferException {
        for (CameraState state : CameraState.values()) {
            Message status = parse(encoder.status(new StreamStatus("", state, 0, 0, 0, 0, 0, 0,
                    Optional.empty())), "status");
            assertEquals("STREAM_STATE_" + state.name(), ((EnumValueDescriptor) get(status, "state")).getName());
        }
        assertEquals(CameraState.values().length + 1,
                SchemaProto.file().findEnumTypeByName("StreamState").getValues().size());
        assertEquals(PersonState.values().length + 1,
                SchemaProto.file().findEnumTypeByName("PersonState").getValues().size());
    }

    @Test
    void shouldKeepTheNumbersOfWhatIsToCome() {
        var person = SchemaProto.file().findMessageTypeByName("Person");
        assertEquals(List.of("root", "rotations"), person.toProto().getReservedNameList());
        assertEquals(true, person.isReservedNumber(11) && person.isReservedNumber(12));
    }

    /** Nothing may be unknown to the schema, and the same message written by Google's library has the same bytes. */
    private Message parse(int length, String type) throws InvalidProtocolBufferException {
        byte[] bytes = Arrays.copyOf(encoder.bytes(), length);
        DynamicMessage message = DynamicMessage.parseFrom(SchemaProto.SERVER_MESSAGE, ByteString.copyFrom(bytes));
        assertArrayEquals(message.toByteArray(), bytes);
        Message content = (Message) get(message, type);
        assertEquals(0, content.getUnknownFields().getSerializedSize());
        return content;
    }

    private static byte[] client(String type, Message content) {
        FieldDescriptor field = SchemaProto.CLIENT_MESSAGE.findFieldByName(type);
        return DynamicMessage.newBuilder(SchemaProto.CLIENT_MESSAGE).setField(field, content).build().toByteArray();
    }

    private static void assertPerson(PersonPose person, Message message) {
        assertEquals(person.id(), get(message, "id"));
        assertEquals("PERSON_STATE_" + person.state(), ((EnumValueDescriptor) get(message, "state")).getName());
        assertEquals(person.score(), get(message, "score"));
        assertEquals(List.of(known(person.box().x()), known(person.box().y()), known(person.box().width()),
                known(person.box().height())), get(message, "box"));
        assertEquals(person.topology2d() == null ? "" : person.topology2d().id(), get(message, "topology2d"));
        assertEquals(person.topology3d() == null ? "" : person.topology3d().id(), get(message, "topology3d"));
        List<Float> joints2d = new ArrayList<>();
        person.joints2d().forEach(joint -> addKnown(joints2d, joint.x(), joint.y(), joint.confidence()));
        assertEquals(joints2d, get(message, "joints2d"));
        List<Float> joints3d = new ArrayList<>();
        person.joints3d().forEach(joint -> addKnown(joints3d, joint.x(), joint.y(), joint.z(), joint.confidence()));
        assertEquals(joints3d, get(message, "joints3d"));
        boolean predicted = person.state() == PersonState.PREDICTED;
        assertEquals(predicted ? person.joints2d().size() : 0, list(message, "predicted2d").size());
        assertEquals(predicted ? person.joints3d().size() : 0, list(message, "predicted3d").size());
    }

    private static float known(float value) {
        return JsonBuffer.isWritable(value) ? value : 0;
    }

    /** A joint, or zeros where one of its numbers cannot be written. */
    private static void addKnown(List<Float> joints, float... joint) {
        boolean known = true;
        for (float value : joint) {
            known &= JsonBuffer.isWritable(value);
        }
        for (float value : joint) {
            joints.add(known ? value : 0);
        }
    }

    private static void assertLatencies(List<StageLatency> latencies, List<Message> entries) {
        Map<Object, Object> micros = new HashMap<>();
        entries.forEach(entry -> micros.put(get(entry, "key"), get(entry, "value")));
        assertEquals(latencies.size(), entries.size());
        latencies.forEach(latency -> assertEquals(latency.micros(), micros.get(latency.stage())));
    }

    private static void assertTopology(SkeletonTopology topology, Message message) {
        assertEquals(topology.id(), get(message, "id"));
        List<Message> joints = list(message, "joints");
        assertEquals(topology.jointCount(), joints.size());
        for (int k = 0; k < joints.size(); k++) {
            Joint joint = topology.joint(k);
            assertEquals(List.of(joint.name(), joint.parent(), joint.mirror()),
                    fields(joints.get(k), "name", "parent", "mirror"));
        }
    }

    private static void assertStatus(StreamStatus status, Message message) {
        assertEquals(List.of(status.stream(), status.inStateMillis(), status.imageWidth(), status.imageHeight(),
                status.framesPerSecondIn(), status.framesPerSecondOut(), status.failedFrames()),
                fields(message, "stream", "in_state_millis", "image_width", "image_height", "frames_per_second_in",
                        "frames_per_second_out", "failed_frames"));
        assertEquals("STREAM_STATE_" + status.state(), ((EnumValueDescriptor) get(message, "state")).getName());
        assertOptional(status.error().isPresent(), status.error().orElse(""), message, "error");
    }

    private static void assertOptional(boolean present, Object value, Message message, String field) {
        assertEquals(present, message.hasField(message.getDescriptorForType().findFieldByName(field)));
        if (present) {
            assertEquals(value, get(message, field));
        }
    }

    private static List<Object> fields(Message message, String... names) {
        return Arrays.stream(names).map(name -> get(message, name)).toList();
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> list(Message message, String field) {
        return (List<T>) get(message, field);
    }

    private static Object get(Message message, String field) {
        FieldDescriptor descriptor = message.getDescriptorForType().findFieldByName(field);
        assertFalse(descriptor == null, field + " is not in the schema");
        return message.getField(descriptor);
    }
}
