package org.posestream.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.posestream.server.camera.CameraException;
import org.posestream.server.camera.CameraService;
import org.posestream.server.camera.CameraView;
import org.posestream.server.config.CameraConfig;
import org.posestream.server.config.CameraSettings;
import org.posestream.server.config.ConfigInForce;
import org.posestream.server.config.InvalidSettingsException;
import org.posestream.server.config.PoseStreamConfig;
import org.posestream.server.web.Problem;
import org.posestream.server.web.Problem.Fault;
import org.posestream.server.web.ProblemType;
import org.posestream.server.web.Reply;
import org.posestream.server.web.Request;

/** What is answered about cameras. What gives an order is to be called where it may wait. */
final class CameraRoutes {

    static final String PATH = "/v1/cameras";

    private static final String STATUS = "status";
    private static final List<String> WHOLE = List.of(JsonBody.JSON);
    private static final List<String> PATCH = List.of(JsonBody.MERGE_PATCH, JsonBody.JSON);

    private final CameraService cameras;
    private final ConfigInForce config;
    private final CameraSettings settings;

    CameraRoutes(CameraService cameras, ConfigInForce config) {
        this.cameras = cameras;
        this.config = config;
        settings = new CameraSettings(config);
    }

    Reply list() {
        ObjectNode json = JsonBody.object();
        ArrayNode all = json.putArray("cameras");
        cameras.list().forEach(camera -> all.add(CameraJson.camera(camera, config)));
        return JsonBody.reply(200, json);
    }

    Reply show(Request request) throws ProblemException {
        return shown(200, request.variable("name"));
    }

    Reply add(Request request) throws ProblemException {
        ObjectNode body = JsonBody.of(request, WHOLE);
        String name = Optional.ofNullable(body.remove("name")).filter(JsonNode::isTextual).map(JsonNode::asText)
                .orElseThrow(() -> invalidName("must say how the camera is called"));
        requireName(name);
        body.remove(STATUS);
        CameraConfig camera = whole(body, Optional.empty());
        order(() -> {
            cameras.addFromNetwork(name, camera);
            return null;
        });
        return created(name);
    }

    Reply replace(Request request) throws ProblemException {
        String name = request.variable("name");
        requireName(name);
        ObjectNode body = settingsOf(request, WHOLE);
        boolean isNew = order(() -> cameras.put(name, before -> whole(body, before)));
        return isNew ? created(name) : shown(200, name);
    }

    Reply change(Request request) throws ProblemException {
        String name = request.variable("name");
        requireThere(name);
        ObjectNode body = settingsOf(request, PATCH);
        order(() -> cameras.put(name, before -> changed(body, before.orElseThrow(() -> unknown(name)))));
        return shown(200, name);
    }

    Reply remove(Request request) throws ProblemException {
        return order(() -> {
            cameras.remove(request.variable("name"));
            return Reply.noContent();
        });
    }

    Reply pause(Request request) throws ProblemException {
        return order(() -> {
            cameras.pause(request.variable("name"));
            return show(request);
        });
    }

    Reply resume(Request request) throws ProblemException {
        return order(() -> {
            cameras.resume(request.variable("name"));
            return show(request);
        });
    }

    /** The settings that are sent; what cameras are shown with besides them may be sent back. */
    private static ObjectNode settingsOf(Request request, List<String> types) throws ProblemException {
        ObjectNode body = JsonBody.of(request, types);
        body.remove(STATUS);
        JsonNode name = body.remove("name");
        if (name != null && !name.asText().equals(request.variable("name"))) {
            throw invalidName("must be that of the path, or left out: a camera keeps its name");
        }
        return body;
    }

    private CameraConfig whole(ObjectNode body, Optional<CameraConfig> before) throws ProblemException {
        try {
            return settings.whole(body, before);
        } catch (InvalidSettingsException e) {
            throw invalid(body, e);
        }
    }

    private CameraConfig changed(ObjectNode patch, CameraConfig before) throws ProblemException {
        try {
            return settings.changed(patch, before);
        } catch (InvalidSettingsException e) {
            throw invalid(patch, e);
        }
    }

    private Reply created(String name) throws ProblemException {
        return shown(201, name).with("Location", PATH + "/" + name);
    }

    private Reply shown(int status, String name) throws ProblemException {
        CameraView camera = cameras.get(name).orElseThrow(() -> unknown(name));
        return JsonBody.reply(status, CameraJson.camera(camera, config));
    }

    private void requireThere(String name) throws ProblemException {
        cameras.get(name).orElseThrow(() -> unknown(name));
    }

    private static void requireName(String name) throws ProblemException {
        if (!name.matches(PoseStreamConfig.CAMERA_NAME)) {
            throw invalidName("must be 1 to 64 letters, digits, - and _");
        }
    }

    /** Something that the service does. */
    private interface Order<T> {
        T run() throws CameraException, ProblemException;
    }

    private static <T> T order(Order<T> order) throws ProblemException {
        try {
            return order.run();
        } catch (CameraException e) {
            ProblemType type = switch (e.reason()) {
                case UNKNOWN -> ProblemType.UNKNOWN_CAMERA;
                case NAME_IN_USE -> ProblemType.NAME_IN_USE;
                case FULL -> ProblemType.TOO_MANY_CAMERAS;
                case INVALID -> ProblemType.INVALID_CAMERA;
            };
            throw new ProblemException(Problem.of(type, e.getMessage()));
        }
    }

    private static ProblemException unknown(String name) {
        return new ProblemException(Problem.of(ProblemType.UNKNOWN_CAMERA, "there is no camera '" + name + "'; see "
                + PATH));
    }

    private static ProblemException invalid(ObjectNode body, InvalidSettingsException refusal) {
        return new ProblemException(Problem.of(ProblemType.INVALID_CAMERA, refusal.getMessage()).with(
                refusal.faults().stream().map(fault -> new Fault("#" + JsonPointers.of(body, fault.key()),
                        fault.text())).toList()));
    }

    private static ProblemException invalidName(String detail) {
        return new ProblemException(Problem.of(ProblemType.INVALID_CAMERA, "the name cannot be used")
                .with(List.of(new Fault("#/name", detail))));
    }
}
