package org.posestream.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** JSON as the nodes that a {@link ConfigReader} reads, all of them in the first line. */
final class JsonNodes {

    private static final Mark BEGIN = new Mark("", 0, 0, 0, new int[0], 0);

    private JsonNodes() {
    }

    static Node of(JsonNode json) {
        if (json.isObject()) {
            List<NodeTuple> entries = new ArrayList<>();
            json.properties().forEach(entry -> entries.add(new NodeTuple(scalar(Tag.STR, entry.getKey()),
                    of(entry.getValue()))));
            return new MappingNode(Tag.MAP, true, entries, BEGIN, BEGIN, FlowStyle.FLOW);
        }
        if (json.isArray()) {
            List<Node> values = new ArrayList<>();
            json.forEach(value -> values.add(of(value)));
            return new SequenceNode(Tag.SEQ, true, values, BEGIN, BEGIN, FlowStyle.FLOW);
        }
        return json.isNull() ? scalar(Tag.NULL, "") : scalar(Tag.STR, json.asText());
    }

    private static Node scalar(Tag tag, String text) {
        return new ScalarNode(tag, text, BEGIN, BEGIN, ScalarStyle.PLAIN);
    }
}
