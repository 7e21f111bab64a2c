package org.posestream.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sections as JSON with the keys of the file. */
final class ConfigJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ConfigJson() {
    }

    /** All of it as it is, secrets too. */
    static ObjectNode of(Record section) {
        ObjectNode json = NODES.objectNode();
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            Object value = RecordAccess.value(component, section);
            if (value != null) {
                json.set(RecordAccess.key(component), node(value));
            }
        }
        return json;
    }

    private static JsonNode node(Object value) {
        if (value instanceof Record section) {
            return of(section);
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode json = NODES.objectNode();
            map.forEach((key, each) -> json.set(String.valueOf(key), node(each)));
            return json;
        }
        if (value instanceof List<?> list) {
            ArrayNode json = NODES.arrayNode();
            list.forEach(each -> json.add(node(each)));
            return json;
        }
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? node(optional.get()) : NODES.nullNode();
        }
        return scalar(value);
    }

    private static JsonNode scalar(Object value) {
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        if (value instanceof Integer number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Double number) {
            boolean isWhole = number == Math.rint(number) && Math.abs(number) < 1e9;
            return isWhole ? NODES.numberNode(number.longValue()) : NODES.numberNode(number);
        }
        return NODES.textNode(ScalarType.format(value));
    }
}
