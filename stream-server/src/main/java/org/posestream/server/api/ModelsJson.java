package org.posestream.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.posestream.inference.ModelEntry;
import org.posestream.inference.ModelSpec;
import org.posestream.server.operations.NetworkHealth;
import org.posestream.server.web.Reply;

/** The networks as they are told: what their cards say, and what computes those in use. */
final class ModelsJson {

    private ModelsJson() {
    }

    static Reply reply(List<ModelEntry> known, List<NetworkHealth> used) {
        ObjectNode json = JsonBody.object();
        ArrayNode models = json.putArray("models");
        known.forEach(entry -> models.add(model(entry, used)));
        return JsonBody.reply(200, json);
    }

    private static ObjectNode model(ModelEntry entry, List<NetworkHealth> used) {
        ObjectNode json = JsonBody.object().put("name", entry.name()).put("origin", lower(entry.origin()));
        if (entry.problem() != null) {
            return json.put("problem", entry.problem());
        }
        ModelSpec spec = entry.spec();
        json.put("task", lower(spec.task())).put("bytes", spec.file().bytes()).put("sha256", spec.file().sha256())
                .put("licence", spec.about().licence()).put("parameters", spec.about().parameters())
                .put("gflop", spec.about().gflop());
        if (spec.head().topology() != null) {
            json.put("topology", spec.head().topology().id());
        }
        used.stream().filter(network -> network.name().equals(entry.name())).findFirst()
                .ifPresent(network -> json.put("computedBy", network.computedBy()));
        return json;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
