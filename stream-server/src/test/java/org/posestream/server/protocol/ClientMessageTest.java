package org.posestream.server.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posestream.pose.SkeletonTopology.H36M_17;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessageTest {

    private static final String[] JSON = {
        "{\"type\":\"subscribe\",\"joints\":\"h36m17\",\"people\":\"1,2,3\",\"maxRate\":29.97,\"dimensions\":\"3d\"}",
        "{\"type\":\"time\",\"id\":1,\"clientMicros\":-5}"};
    private static final String[] PROTO = {
        "0a 1a 0a 06 68 33 36 6d 31 37 12 03 33 2c 37 19 00 00 00 00 00 00 3e 40 2a 02 33 64",
        "12 04 08 07 10 05"};

    @Test
    void shouldReadOptionsInJson() throws ProtocolException {
        assertEquals(subscribe(), json("""
                {"type": "subscribe", "joints": "h36m17", "people": "3,7", "maxRate": 30, "dimensions": "3d"}"""));
        assertEquals(subscribe(), json("""
                {"dimensions":"3d","maxRate":30.0,"people":"7,3","joints":"h36m17","type":"subscribe"}"""));
        assertEquals(new ClientMessage.Subscribe(SubscribeOptions.DEFAULT), json("{\"type\":\"subscribe\"}"));
    }

    @Test
    void shouldReadOptionsInProtobuf() throws ProtocolException {
        assertEquals(subscribe(), proto("""
                0a 1a 0a 06 68 33 36 6d 31 37 12 03 33 2c 37 19 00 00 00 00 00 00 3e 40 2a 02 33 64"""));
        assertEquals(subscribe(), proto("""
                0a 1a 2a 02 33 64 19 00 00 00 00 00 00 3e 40 12 03 37 2c 33 0a 06 68 33 36 6d 31 37"""));
        assertEquals(new ClientMessage.Subscribe(SubscribeOptions.DEFAULT), proto("0a 00"));
    }

    @Test
    void shouldReadRequestsForTheTime() throws ProtocolException {
        assertEquals(new ClientMessage.TimeRequest(7, -1), json("{\"type\":\"time\",\"id\":7,\"clientMicros\":-1}"));
        assertEquals(new ClientMessage.TimeRequest(7, -1), proto("12 0d 08 07 10 ff ff ff ff ff ff ff ff ff 01"));
        assertEquals(new ClientMessage.TimeRequest(0, 0), proto("12 00"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "[] | MALFORMED_MESSAGE | a message must be a JSON object",
        "`` | MALFORMED_MESSAGE | a message must be a JSON object",
        "{\"id\":1} | MALFORMED_MESSAGE | a message must have a \"type\", subscribe or time",
        "{\"type\":\"subscribe\"} {} | MALFORMED_MESSAGE | a message must be one JSON object and nothing behind it",
        "{\"type\":\"subcribe\"} | UNKNOWN_MESSAGE | clients send messages of type subscribe or time, but this was "
            + "'subcribe'; did you mean 'subscribe'?",
        "{\"type\":\"subscribe\",\"maxRate\":\"5\"} | MALFORMED_MESSAGE | maxRate must be a number",
        "{\"type\":\"subscribe\",\"people\":5} | MALFORMED_MESSAGE | people must be a string",
        "{\"type\":\"subscribe\",\"people\":[5]} | MALFORMED_MESSAGE | 'people' must be a string or a number",
        "{\"type\":\"subscribe\",\"rate\":5} | UNKNOWN_OPTION | option 'rate' is not known; known are joints, people, "
            + "maxRate, coordinates, dimensions",
        "{\"type\":\"subscribe\",\"maxRate\":2000} | INVALID_OPTION | maxRate must be 0 (every frame) or a number of "
            + "frames a second from 0.001 to 1000, but was '2000.0'",
        "{\"type\":\"time\",\"id\":1} | MALFORMED_MESSAGE | a time message needs 'clientMicros', a whole number of "
            + "64 bits",
        "{\"type\":\"time\",\"id\":1,\"clientMicros\":2,\"x\":3} | MALFORMED_MESSAGE | a time message has id and "
            + "clientMicros, but no 'x'",
        "{\"type\":\"time\",\"id\":1,\"id\":1,\"clientMicros\":2} | MALFORMED_MESSAGE | the message is not JSON: "
            + "Duplicate field 'id'"})
    void shouldSayWhatIsWrongInJson(String message, ErrorCode code, String reason) {
        assertRefused(WireFormat.JSON, message == null ? new byte[0] : bytes(message), code, reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`` | MALFORMED_MESSAGE | a message must be one of subscribe and time, but is empty",
        "1a 00 | UNKNOWN_MESSAGE | clients send subscribe (1) or time (2), but this was neither",
        "12 00 12 00 | MALFORMED_MESSAGE | a message must be one of subscribe and time, and nothing behind it",
        "0a 02 32 00 | UNKNOWN_OPTION | option 6 is not known; known are 1 to 5: joints, people, maxRate, coordinates, "
            + "dimensions",
        "0a 04 12 00 12 00 | INVALID_OPTION | people must be all, largest or up to 64 ids such as 3,7, but was ''",
        "0a 0a 12 03 61 6c 6c 12 03 61 6c 6c | INVALID_OPTION | option 'people' is given twice",
        "0a 02 10 01 | MALFORMED_MESSAGE | the message is not of posestream.proto: a field has another type than in "
            + "posestream.proto",
        "12 02 18 01 | MALFORMED_MESSAGE | a time message has id (1) and clientMicros (2), but no field 3",
        "0a 05 12 | MALFORMED_MESSAGE | the message is not of posestream.proto: a field is longer than the message",
        "12 02 08 80 | MALFORMED_MESSAGE | the message is not of posestream.proto: the message ends within a number",
        "0a 02 19 00 | MALFORMED_MESSAGE | the message is not of posestream.proto: the message ends within a number",
        "12 0c 08 80 80 80 80 80 80 80 80 80 80 01 | MALFORMED_MESSAGE | the message is not of posestream.proto: a "
            + "number is longer than 64 bits",
        "02 00 | MALFORMED_MESSAGE | the message is not of posestream.proto: a field's number is out of range",
        "0a 04 12 02 ff fe | MALFORMED_MESSAGE | the message is not of posestream.proto: a string is not UTF-8"})
    void shouldSayWhatIsWrongInProtobuf(String hex, ErrorCode code, String reason) {
        assertRefused(WireFormat.PROTO, hex == null ? new byte[0] : fromHex(hex), code, reason);
    }

    @Test
    void shouldRefuseOtherEncodingsThanUtf8() {
        assertRefused(WireFormat.JSON, "{\"type\":\"subscribe\"}".getBytes(StandardCharsets.UTF_16BE),
                ErrorCode.MALFORMED_MESSAGE, null);
        assertRefused(WireFormat.JSON, new byte[] {'"', (byte) 0xFF, '"'}, ErrorCode.MALFORMED_MESSAGE,
                "the message is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "{\"a\":", "\""})
    void shouldNotBeTiredByNesting(String part) {
        assertRefused(WireFormat.JSON, bytes(part.repeat(400)), ErrorCode.MALFORMED_MESSAGE, null);
    }

    @ParameterizedTest
    @CsvSource({"JSON", "PROTO"})
    void shouldRefuseMessagesThatAreTooLong(WireFormat format) {
        assertRefused(format, new byte[2049], ErrorCode.MESSAGE_TOO_LONG,
                "a message must be at most 2048 bytes long, but was 2049");
        assertRefused(format, new byte[2048], ErrorCode.MALFORMED_MESSAGE, null);
    }

    @Test
    void shouldRepeatNothingThatBreaksALine() {
        ProtocolException refusal = assertThrows(ProtocolException.class,
                () -> json("{\"type\":\"a\\r\\n\\u001b[2J\ud83d\ude00" + "x".repeat(500) + "\"}"));
        assertEquals("clients send messages of type subscribe or time, but this was 'a???[2J??" + "x".repeat(31)
                + "...'", refusal.getMessage());
    }

    @Property(tries = 3000)
    void shouldSurviveAnyBytes(@ForAll @Size(max = 80) byte[] bytes) {
        assertHarmless(WireFormat.JSON, bytes);
        assertHarmless(WireFormat.PROTO, bytes);
    }

    @Property(tries = 5000)
    void shouldSurviveAnythingNearAMessage(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] json = bytes(Samples.oneOf(random, JSON));
        byte[] proto = fromHex(Samples.oneOf(random, PROTO));
        for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
            json[random.nextInt(json.length)] = (byte) random.nextInt();
            proto[random.nextInt(proto.length)] ^= (byte) (1 << random.nextInt(8));
        }
        assertHarmless(WireFormat.JSON, json);
        assertHarmless(WireFormat.PROTO, proto);
    }

    private static void assertHarmless(WireFormat format, byte[] bytes) {
        try {
            ClientMessage.parse(format, bytes);
        } catch (ProtocolException e) {
            assertFalse(e.getMessage().isBlank());
            assertTrue(e.getMessage().chars().noneMatch(Character::isISOControl), e.getMessage());
            assertTrue(e.closeReason().getBytes(StandardCharsets.UTF_8).length <= 123, e.closeReason());
        }
    }

    private static ClientMessage subscribe() {
        return new ClientMessage.Subscribe(new SubscribeOptions(H36M_17, PeopleFilter.ofIds(List.of(3L, 7L)),
                30, CoordinatePreset.OPENCV, Dimensions.SPACE));
    }

    private static void assertRefused(WireFormat format, byte[] message, ErrorCode code, String reason) {
        ProtocolException refusal = assertThrows(ProtocolException.class, () -> ClientMessage.parse(format, message));
        assertEquals(code, refusal.code(), refusal.getMessage());
        if (reason != null) {
            assertEquals(reason, refusal.getMessage());
        }
    }

    private static ClientMessage json(String message) throws ProtocolException {
        return ClientMessage.parse(WireFormat.JSON, bytes(message));
    }

    private static ClientMessage proto(String hex) throws ProtocolException {
        return ClientMessage.parse(WireFormat.PROTO, fromHex(hex));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] fromHex(String hex) {
        return HexFormat.ofDelimiter(" ").parseHex(hex);
    }
}
