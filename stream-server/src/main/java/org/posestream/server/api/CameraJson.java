package org.posestream.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.posestream.server.camera.CameraView;
import org.posestream.server.config.ConfigInForce;
import org.posestream.server.protocol.MessageEncoder;
import org.posestream.server.protocol.StreamStatus;
import org.posestream.server.protocol.WireFormat;

/** Cameras and streams as they are told: settings with the keys of the file, facts with those of the protocol. */
final class CameraJson {

    private CameraJson() {
    }

    /** Name, settings without secrets, and status. */
    static ObjectNode camera(CameraView camera, ConfigInForce config) {
        ObjectNode json = JsonBody.object().put("name", camera.name());
        json.setAll(config.shown(camera.config()));
        ObjectNode status = stream(camera);
        status.remove("stream");
        json.set("status", status);
        return json;
    }

    /** What a status message tells. */
    static ObjectNode stream(CameraView camera) {
        MessageEncoder encoder = MessageEncoder.of(WireFormat.JSON);
        int length = encoder.status(StreamStatus.of(camera.status(), camera.failedFrames()));
        ObjectNode status = JsonBody.parse(encoder.bytes(), length);
        status.remove("type");
        return status;
    }
}
