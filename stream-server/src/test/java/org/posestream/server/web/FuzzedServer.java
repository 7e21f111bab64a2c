package org.posestream.server.web;

import io.netty.buffer.ByteBufAllocator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.server.access.Scope;
import org.posestream.server.api.Api;

/** The server's handlers, put together as it does, without sockets and threads; its clock is turned by hand. */
final class FuzzedServer {

    /** Requests that are answered by 200, and one that shakes hands only. */
    static final List<FuzzedRequests.Sample> SAMPLES = List.of(
            new FuzzedRequests.Sample("GET", "/", null),
            new FuzzedRequests.Sample("GET", "/v1/session", null),
            new FuzzedRequests.Sample("GET", "/v1/problems/starting", null),
            new FuzzedRequests.Sample("GET", "/v1/streams/hall", null),
            new FuzzedRequests.Sample("PUT", "/v1/echo/a%20b?q=1", "{\"a\":[1,2]}"));

    private final WebSettings settings = WebSettings.local(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final Connections connections = new Connections(settings.limits().connections());
    private final ByteBufAllocator allocator;
    private final PoseBroadcaster broadcaster;
    private final StreamUpgrade upgrade;
    private final Router router;
    private final FrameBuffer pixels = new FrameBuffer(0);
    private final FuzzedConnection healthy;
    private long nowNanos;
    private long published;

    /** @param allocator of everything that goes in and out */
    FuzzedServer(ByteBufAllocator allocator) {
        this.allocator = allocator;
        broadcaster = new PoseBroadcaster(Runnable::run, () -> nowNanos, allocator);
        broadcaster.setFacts(new StreamFacts("0.0", SkeletonTopology.COCO_17, SkeletonTopology.H36M_17));
        broadcaster.open("hall");
        broadcaster.open("attic");
        upgrade = new StreamUpgrade(broadcaster, connections);
        router = new Router(endpoints(), settings);
        healthy = connect();
        healthy.send(FuzzedFrames.handshake("/v1/streams/*", ""));
    }

    /** A new client. */
    FuzzedConnection connect() {
        return new FuzzedConnection(allocator, pipeline -> WebServer.assemble(pipeline.addLast(connections), settings,
                new HttpHandler(router, upgrade)));
    }

    /** Sends a frame to all who are subscribed. */
    void publish() {
        PersonPose person = new PersonPose(1, 0.9f, new BoundingBox(0, 0, 10, 10),
                SkeletonTopology.COCO_17, Collections.nCopies(17, new Keypoint2D(1, 2, 0.5f)),
                SkeletonTopology.H36M_17, Collections.nCopies(17, new Keypoint3D(1, 2, 3, 0.5f)));
        published++;
        broadcaster.publish(new PoseFrame("hall", published, nowNanos, 640, 480, List.of(), List.of(person)), pixels);
    }

    /** Lets time go by for the server, and for one client's connection; another client shows that it lives. */
    void pass(FuzzedConnection connection, long millis) {
        nowNanos += millis * 1_000_000;
        if (millis > 0) {
            healthy.send(FuzzedFrames.ping(new byte[0]));
        }
        broadcaster.tick();
        connection.pass(millis);
    }

    /** Frames that the other client, which did nothing wrong, should have had and has not. */
    long missed() {
        return published - healthy.framesReceived();
    }

    /** Disconnects everybody. */
    void close() {
        broadcaster.closeAll();
        healthy.end();
    }

    /** Those of the API, which says that it is starting; and others that answer at once with what a test needs. */
    private List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>(new Api().endpoints());
        all.addAll(new SessionEndpoints(settings.access(), false).all());
        all.addAll(List.of(
                Endpoint.get("/", Scope.NONE, Route.of(() -> Reply.line(200, "page"))),
                Endpoint.get(StreamUpgrade.TEMPLATE, Scope.VIEW, request -> {
                    throw new IllegalStateException("a WebSocket has no route");
                }),
                Endpoint.get("/v1/pieces", Scope.VIEW, Route.of(() -> new StreamedReply("text/plain", sink -> {
                    sink.send(new byte[] {'a'});
                    sink.end();
                    return () -> { };
                }))),
                new Endpoint("PUT", "/v1/echo/{name}", Scope.CONTROL, request -> CompletableFuture.completedStage(
                        new Reply(200, "application/json", request.body())))));
        return all;
    }
}
