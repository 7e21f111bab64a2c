package org.posestream.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import org.posestream.pose.PoseFrame;
import org.posestream.server.protocol.MessageEncoder;
import org.posestream.server.protocol.ProtocolException;
import org.posestream.server.protocol.SubscribeOptions;
import org.posestream.server.protocol.WireFormat;
import org.posestream.server.web.Problem;
import org.posestream.server.web.ProblemType;
import org.posestream.server.web.Reply;
import org.posestream.server.web.Request;

/** What is answered about streams to those who do not subscribe. */
final class StreamRoutes {

    private final Served served;

    StreamRoutes(Served served) {
        this.served = served;
    }

    Reply list() {
        ObjectNode json = JsonBody.object();
        ArrayNode all = json.putArray("streams");
        served.cameras().list().forEach(camera -> all.add(CameraJson.stream(camera)));
        return JsonBody.reply(200, json);
    }

    /** The newest frame as a subscriber of these options would be sent it; 204 before the first one. */
    Reply latest(Request request) throws ProblemException {
        String name = request.variable("name");
        if (served.cameras().get(name).isEmpty()) {
            throw new ProblemException(Problem.of(ProblemType.UNKNOWN_STREAM, "no stream is named '" + name
                    + "'; see /v1/streams"));
        }
        SubscribeOptions options = options(request);
        Optional<PoseFrame> newest = served.frames().latest(name);
        return newest.map(frame -> encoded(options.apply(frame))).orElseGet(Reply::noContent);
    }

    private SubscribeOptions options(Request request) throws ProblemException {
        try {
            SubscribeOptions options = SubscribeOptions.parse(request.query());
            options.requireAvailable(served.facts().topology2d(), served.facts().topology3d());
            return options;
        } catch (ProtocolException e) {
            throw new ProblemException(Problem.of(ProblemType.INVALID_PARAMETER, e.getMessage()));
        }
    }

    private static Reply encoded(PoseFrame frame) {
        MessageEncoder encoder = MessageEncoder.of(WireFormat.JSON);
        int length = encoder.frame(frame, System.nanoTime());
        return Reply.json(200, Arrays.copyOf(encoder.bytes(), length));
    }
}
