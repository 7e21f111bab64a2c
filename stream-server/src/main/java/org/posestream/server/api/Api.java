package org.posestream.server.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.posestream.server.access.Scope;
import org.posestream.server.camera.CameraView;
import org.posestream.server.config.CameraConfig;
import org.posestream.server.protocol.SchemaFile;
import org.posestream.server.web.Endpoint;
import org.posestream.server.web.Problem;
import org.posestream.server.web.ProblemType;
import org.posestream.server.web.Reply;
import org.posestream.server.web.Request;
import org.posestream.server.web.Route;

/**
 * Answers everything below {@code /v1} that is no picture and no WebSocket. What only looks is answered on the event
 * loop; orders wait for their turn on a thread of their own.
 */
public final class Api implements AutoCloseable {

    private static final String CAMERA = CameraRoutes.PATH + "/{name}";

    private final CameraOrders orders = new CameraOrders();
    /** Null while the networks are being loaded. */
    private volatile Routes routes;

    /** What to serve. */
    public List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>(List.of(
                Endpoint.get(CameraRoutes.PATH, Scope.VIEW, told((its, request) -> its.cameras.list())),
                new Endpoint("POST", CameraRoutes.PATH, Scope.CONTROL,
                        ordered((its, request) -> its.cameras.add(request))),
                Endpoint.get(CAMERA, Scope.VIEW, told((its, request) -> its.cameras.show(request))),
                new Endpoint("PUT", CAMERA, Scope.CONTROL, ordered((its, request) -> its.cameras.replace(request))),
                new Endpoint("PATCH", CAMERA, Scope.CONTROL, ordered((its, request) -> its.cameras.change(request))),
                new Endpoint("DELETE", CAMERA, Scope.CONTROL, ordered((its, request) -> its.cameras.remove(request))),
                new Endpoint("POST", CAMERA + "/pause", Scope.CONTROL,
                        ordered((its, request) -> its.cameras.pause(request))),
                new Endpoint("POST", CAMERA + "/resume", Scope.CONTROL,
                        ordered((its, request) -> its.cameras.resume(request))),
                Endpoint.get("/v1/streams", Scope.VIEW, told((its, request) -> its.streams.list())),
                Endpoint.get("/v1/streams/{name}/latest", Scope.VIEW,
                        told((its, request) -> its.streams.latest(request))),
                Endpoint.get("/v1/models", Scope.VIEW, told((its, request) -> its.models)),
                Endpoint.get("/v1/config", Scope.VIEW, told((its, request) -> config(its.served)))));
        Arrays.stream(SchemaFile.values()).forEach(file -> all.add(Documents.schema(file)));
        all.add(Documents.openApi());
        all.add(Documents.problemTypes());
        return all;
    }

    /** From now on there are cameras. */
    public void begin(Served served) {
        routes = new Routes(served, new CameraRoutes(served.cameras(), served.config()), new StreamRoutes(served),
                ModelsJson.reply(served.known(), served.used()));
    }

    /** Takes no more orders; what is told is told until the end. */
    @Override
    public void close() {
        orders.close();
    }

    private static Reply config(Served served) {
        Map<String, CameraConfig> cameras = new LinkedHashMap<>();
        for (CameraView camera : served.cameras().list()) {
            cameras.put(camera.name(), camera.config());
        }
        return JsonBody.reply(200, served.config().shown(cameras));
    }

    private Route told(Telling telling) {
        return Route.of(request -> {
            try {
                return telling.reply(begun(), request);
            } catch (ProblemException e) {
                return e.problem().reply();
            }
        });
    }

    private Route ordered(Telling order) {
        return request -> {
            Routes its = routes;
            // Refused at once: orders given too early should not fill the queue.
            return its == null ? CompletableFuture.completedStage(starting().reply())
                    : orders.take(() -> order.reply(its, request));
        };
    }

    private Routes begun() throws ProblemException {
        Routes its = routes;
        if (its == null) {
            throw new ProblemException(starting());
        }
        return its;
    }

    private static Problem starting() {
        return Problem.of(ProblemType.STARTING, "networks are being loaded and cameras added; /ready tells when that"
                + " is done");
    }

    /** An answer, once there are cameras. */
    private interface Telling {
        Reply reply(Routes routes, Request request) throws ProblemException;
    }

    private record Routes(Served served, CameraRoutes cameras, StreamRoutes streams, Reply models) {
    }
}
