package org.posestream.server.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code docs/8-protocol.md} says is what the schemas and the code say. */
class ProtocolDocTest {

    private static final Path FOLDER = Path.of("..", "docs");
    private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
    /** Of a field: its name in JSON, in Protobuf, its number. */
    private static final Pattern FIELD =
            Pattern.compile("\\| \\*?`(\\w+)`\\*? \\| [^|]+ \\| \\*?`(\\w+)`\\*? = (\\d+) \\|");

    private final String text = read(FOLDER.resolve("8-protocol.md"));

    @Test
    void shouldGiveAnExampleOfEveryMessage() throws IOException {
        Set<String> said = new TreeSet<>();
        Set<String> heard = new TreeSet<>();
        for (String example : EXAMPLE.matcher(text).results().map(found -> found.group(1)).toList()) {
            String type = new ObjectMapper().readTree(example).get("type").asText();
            List<String> asServer = JsonSchemas.problems(JsonSchemas.SERVER_TODAY, example);
            List<String> asClient = JsonSchemas.problems(JsonSchemas.CLIENT, example);
            assertTrue(asServer.isEmpty() != asClient.isEmpty(), example + asServer + asClient);
            (asServer.isEmpty() ? said : heard).add(type);
        }
        assertEquals(Set.of("hello", "frame", "status", "lag", "time", "error"), said);
        assertEquals(Set.of("subscribe", "time"), heard);
    }

    @Test
    void shouldGiveExamplesThatTheReaderTakes() throws ProtocolException {
        List<ClientMessage> messages = new ArrayList<>();
        String heard = text.substring(text.indexOf("## What a client says"));
        for (String example : EXAMPLE.matcher(heard).results().map(found -> found.group(1)).toList()) {
            messages.add(ClientMessage.parse(WireFormat.JSON, example.getBytes(StandardCharsets.UTF_8)));
        }
        assertEquals(2, messages.size());
    }

    @ParameterizedTest
    @CsvSource({
        "hello, Hello, hello, SERVER",
        "frame, Frame, frame, SERVER",
        "person, Person, person, SERVER",
        "status, StreamStatus, status, SERVER",
        "lag, Lag, lag, SERVER",
        "time, TimeReply, time, SERVER",
        "error, Error, error, SERVER",
        "subscribe, SubscribeOptions, subscribe, CLIENT",
        "'time, asked', TimeRequest, time, CLIENT"})
    void shouldListTheFieldsOfEverySchema(String heading, String message, String definition, SchemaFile schema) {
        List<MatchResult> rows = FIELD.matcher(section("### " + heading)).results().toList();
        Map<Integer, String> numbers = new TreeMap<>();
        rows.forEach(row -> numbers.put(Integer.valueOf(row.group(3)), row.group(2)));
        Descriptor descriptor = SchemaProto.file().findMessageTypeByName(message);
        Map<Integer, String> inProtobuf = new TreeMap<>();
        descriptor.getFields().forEach(field -> inProtobuf.put(field.getNumber(), field.getName()));
        assertEquals(inProtobuf, numbers);
        assertEquals(propertiesOf(JsonSchemas.node(schema).at("/$defs/" + definition + "/properties")),
                new TreeSet<>(rows.stream().map(row -> row.group(1)).toList()));
        for (MatchResult row : rows) {
            FieldDescriptor field = descriptor.findFieldByName(row.group(2));
            assertEquals(row.group(1), field.getJsonName(), "Protobuf's own rule of naming");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldListThePresetsWithTheirAxes(CoordinatePreset preset) {
        String row = String.join(" | ", "| `" + preset.label() + "`", preset.handedness(), preset.x().label(),
                preset.y().label(), preset.z().label(), preset.unit().label());
        assertTrue(section("### Axes").contains(row), row);
    }

    @ParameterizedTest
    @EnumSource
    void shouldListTheErrorsWithTheirCloseCodes(ErrorCode code) {
        assertTrue(section("### error").lines().anyMatch(line -> line.startsWith("| " + code.closeCode() + " ")
                && line.contains("`" + code.label() + "`")), code.label());
    }

    @ParameterizedTest
    @EnumSource
    void shouldShipTheFilesThatItLinks(SchemaFile file) throws IOException {
        assertTrue(text.contains("](protocol/" + file.fileName() + ")"), file.fileName());
        assertEquals(read(FOLDER.resolve("protocol").resolve(file.fileName())),
                new String(file.read(), StandardCharsets.UTF_8));
    }

    private static Set<String> propertiesOf(JsonNode properties) {
        Set<String> names = new HashSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        names.remove("type");
        return new TreeSet<>(names);
    }

    /** From the heading to the next one. */
    private String section(String heading) {
        int start = text.indexOf("\n" + heading + "\n");
        assertTrue(start >= 0, heading);
        int end = text.indexOf("\n#", start + heading.length());
        return text.substring(start, end < 0 ? text.length() : end);
    }

    private static String read(Path path) {
        try {
            return Files.readString(path).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
