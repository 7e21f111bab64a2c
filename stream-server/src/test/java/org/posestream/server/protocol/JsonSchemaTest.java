package org.posestream.server.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final MessageEncoder encoder = MessageEncoder.of(WireFormat.JSON);

    @Property(tries = 200)
    void shouldDescribeEveryFrame(@ForAll long seed, @ForAll @IntRange(max = 6) int people) {
        assertValid(encoder.frame(Samples.frame(new Random(seed), people), seed));
    }

    @Property(tries = 200)
    void shouldDescribeEveryHello(@ForAll long seed) {
        assertValid(encoder.hello(Samples.hello(new Random(seed))));
    }

    @Property(tries = 200)
    void shouldDescribeEveryStatusAndTime(@ForAll long seed, @ForAll long time) {
        assertValid(encoder.status(Samples.status(new Random(seed))));
        assertValid(encoder.time(new TimeReply(seed, time, ~seed, ~time)));
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void shouldDescribeEveryError(ErrorCode code) {
        assertValid(encoder.error(new ProtocolException(code, "some \"reason\"")));
        assertValid(encoder.lag(new LagNotice("hall", 1, 2)));
    }

    /** So that the tests above can fail: whatever is taken away or changed is noticed. */
    @Property(tries = 200)
    void shouldMissEveryFieldThatIsTakenAway(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        ObjectNode message = (ObjectNode) JSON.readTree(text(encoder.hello(Samples.hello(random))));
        Set<String> names = new HashSet<>();
        message.fieldNames().forEachRemaining(names::add);
        String name = Samples.oneOf(random, names.stream().sorted().toArray(String[]::new));
        JsonNode taken = message.remove(name);
        assertNotEquals(List.of(), JsonSchemas.problems(JsonSchemas.SERVER, message.toString()), name);
        message.set(name, JSON.createArrayNode().add(taken).add(1));
        assertNotEquals(List.of(), JsonSchemas.problems(JsonSchemas.SERVER, message.toString()), name);
    }

    @Test
    void shouldLetLaterServersSayMore() {
        String more = "{\"type\":\"lag\",\"stream\":\"hall\",\"lost\":1,\"lostTotal\":2,\"since\":3}";
        assertEquals(List.of(), JsonSchemas.problems(JsonSchemas.SERVER, more));
        assertNotEquals(List.of(), JsonSchemas.problems(JsonSchemas.SERVER_TODAY, more));
    }

    /** What the schema allows is taken, and what it does not is refused. */
    @ParameterizedTest
    @ValueSource(strings = {
        "{\"type\":\"subscribe\"}",
        "{\"maxRate\":30,\"type\":\"subscribe\"}",
        "{\"type\":\"subscribe\",\"joints\":null,\"people\":\"all\",\"maxRate\":0,\"coordinates\":\"opencv\","
            + "\"dimensions\":\"2d3d\"}",
        "{\"type\":\"subscribe\",\"joints\":\"h36m17\",\"people\":\"largest\",\"maxRate\":0.001}",
        "{\"type\":\"subscribe\",\"joints\":\"coco17\",\"people\":\"7,3\",\"maxRate\":1e3,\"dimensions\":\"2d\"}",
        "{\"type\":\"subscribe\",\"coordinates\":\"gltf\",\"dimensions\":\"3d\",\"maxRate\":0.0}",
        "{\"type\":\"time\",\"id\":1,\"clientMicros\":2}",
        "{\"type\":\"time\",\"clientMicros\":-9223372036854775808,\"id\":9223372036854775807}"})
    void shouldAgreeWithTheReaderOnWhatIsRight(String message) throws ProtocolException {
        assertEquals(List.of(), JsonSchemas.problems(JsonSchemas.CLIENT, message));
        ClientMessage.parse(WireFormat.JSON, message.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{}", "[]", "1", "\"subscribe\"", "null", "{\"type\":1}", "{\"type\":null}", "{\"type\":\"hello\"}",
        "{\"joints\":\"h36m17\"}",
        "{\"type\":\"subscribe\",\"joint\":\"h36m17\"}",
        "{\"type\":\"subscribe\",\"joints\":\"h36m\"}",
        "{\"type\":\"subscribe\",\"joints\":17}",
        "{\"type\":\"subscribe\",\"joints\":[\"h36m17\"]}",
        "{\"type\":\"subscribe\",\"people\":null}",
        "{\"type\":\"subscribe\",\"people\":\"\"}",
        "{\"type\":\"subscribe\",\"people\":\"0\"}",
        "{\"type\":\"subscribe\",\"people\":\"1,\"}",
        "{\"type\":\"subscribe\",\"people\":\"1, 2\"}",
        "{\"type\":\"subscribe\",\"people\":\"1234567890123456789\"}",
        "{\"type\":\"subscribe\",\"people\":[1,2]}",
        "{\"type\":\"subscribe\",\"maxRate\":-1}",
        "{\"type\":\"subscribe\",\"maxRate\":0.0009}",
        "{\"type\":\"subscribe\",\"maxRate\":1000.5}",
        "{\"type\":\"subscribe\",\"maxRate\":\"30\"}",
        "{\"type\":\"subscribe\",\"maxRate\":null}",
        "{\"type\":\"subscribe\",\"coordinates\":\"Unity\"}",
        "{\"type\":\"subscribe\",\"coordinates\":null}",
        "{\"type\":\"subscribe\",\"dimensions\":\"4d\"}",
        "{\"type\":\"subscribe\",\"dimensions\":true}",
        "{\"type\":\"subscribe\",\"options\":{\"joints\":\"h36m17\"}}",
        "{\"type\":\"time\"}",
        "{\"type\":\"time\",\"id\":1}",
        "{\"type\":\"time\",\"id\":1.5,\"clientMicros\":2}",
        "{\"type\":\"time\",\"id\":1,\"clientMicros\":9223372036854775808}",
        "{\"type\":\"time\",\"id\":\"1\",\"clientMicros\":2}",
        "{\"type\":\"time\",\"id\":1,\"clientMicros\":2,\"more\":3}"})
    void shouldAgreeWithTheReaderOnWhatIsWrong(String message) {
        assertNotEquals(List.of(), JsonSchemas.problems(JsonSchemas.CLIENT, message));
        assertThrows(ProtocolException.class,
                () -> ClientMessage.parse(WireFormat.JSON, message.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVER", "CLIENT"})
    void shouldBeSchemasThemselves(SchemaFile file) {
        Schema metaSchema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));
        assertTrue(metaSchema.validate(JsonSchemas.node(file).toString(), InputFormat.JSON).isEmpty());
    }

    private void assertValid(int length) {
        String message = text(length);
        assertEquals(List.of(), JsonSchemas.problems(JsonSchemas.SERVER_TODAY, message), message);
        assertEquals(List.of(), JsonSchemas.problems(JsonSchemas.SERVER, message), message);
    }

    private String text(int length) {
        return new String(encoder.bytes(), 0, length, StandardCharsets.UTF_8);
    }
}
