package org.posestream.server.page;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.posestream.export.PoseJsonEncoder;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.pipeline.CameraState;
import org.posestream.pipeline.CameraStatus;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.pose.StageLatency;
import org.posestream.server.access.AccessRules;
import org.posestream.server.access.AccessToken;
import org.posestream.server.access.AccessTokens;
import org.posestream.server.access.Scope;
import org.posestream.server.access.TokenDigest;
import org.posestream.server.config.PreviewConfig;
import org.posestream.server.preview.Previews;
import org.posestream.server.protocol.StreamStatus;
import org.posestream.server.web.Endpoint;
import org.posestream.server.web.StreamFacts;
import org.posestream.server.web.WebServer;
import org.posestream.server.web.WebSettings;
import org.posestream.source.SourceFormat;

/** A server with the page whose cameras show two people who wave, by numbers that tests know. */
final class MadeUpServer implements AutoCloseable {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final long PERIOD_MILLIS = 33;
    /** Metres from the pelvis, y down, in the order of H36M-17. */
    private static final double[][] STANDING = {{0, 0}, {-0.12, 0}, {-0.13, 0.42}, {-0.14, 0.84}, {0.12, 0},
        {0.13, 0.42}, {0.14, 0.84}, {0, -0.25}, {0, -0.5}, {0, -0.58}, {0, -0.72}, {0.18, -0.48}, {0.3, -0.25},
        {0.35, -0.05}, {-0.18, -0.48}, {-0.3, -0.25}, {-0.35, -0.05}};

    private final WebSettings settings;
    private final WebServer web;
    private final Previews previews = new Previews(PreviewConfig.DEFAULT);
    private final FrameBuffer pixels = grey();
    private final Map<String, Long> sequences = new ConcurrentHashMap<>();
    private final Map<String, CameraState> states = new ConcurrentHashMap<>();
    private final Map<String, Boolean> playing = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "made-up cameras");
        thread.setDaemon(true);
        return thread;
    });

    /** @param port 0 for any */
    MadeUpServer(int port) throws IOException {
        List<Endpoint> endpoints = new ArrayList<>(Page.endpoints());
        endpoints.addAll(previews.endpoints());
        settings = WebSettings.local(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        web = new WebServer(settings, endpoints);
        previews.watch(name -> Optional.ofNullable(states.get(name)).map(state -> new CameraStatus(name, state,
                Duration.ZERO, SourceFormat.UNKNOWN, 30, 30, 0, 0, Optional.empty())));
        web.broadcaster().setFacts(new StreamFacts("0.1.0", SkeletonTopology.COCO_17, SkeletonTopology.H36M_17));
        clock.scheduleAtFixedRate(this::tick, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    int port() {
        return web.port();
    }

    String address(String place) {
        return "http://127.0.0.1:" + web.port() + "/" + place;
    }

    /** From now on only who has this token may look. */
    void requireToken(String token) {
        AccessToken viewer = new AccessToken("viewer", Scope.VIEW, TokenDigest.of(token));
        settings.access().setRules(new AccessRules(new AccessTokens(List.of(viewer)), true, Set.of(), Set.of()));
    }

    /** Adds a camera that is live. */
    void open(String name) {
        web.broadcaster().open(name);
        tell(name, CameraState.STREAMING, Optional.empty());
    }

    void fail(String name, String error) {
        playing.remove(name);
        tell(name, CameraState.BACKING_OFF, Optional.of(error));
    }

    void remove(String name) {
        playing.remove(name);
        states.remove(name);
        web.broadcaster().close(name);
    }

    /** Sends frames from now on. */
    void play(String name) {
        playing.put(name, true);
    }

    /** Sends frames until something holds. */
    void playUntil(String name, Callable<Boolean> holds) throws Exception {
        play(name);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!holds.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it does not hold within 30 s");
            }
        }
    }

    /** Sends no more; what was the last frame stays so. */
    void pause() throws Exception {
        clock.submit(playing::clear).get();
    }

    /** Sends a frame that comes some frames later. */
    void skip(String name, int frames) throws Exception {
        clock.submit(() -> publish(name, frames)).get();
    }

    long lastSequence(String name) {
        return sequences.get(name);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        previews.close();
        web.close();
    }

    private void tick() {
        playing.keySet().forEach(name -> publish(name, 1));
    }

    private void publish(String name, int step) {
        PoseFrame frame = frame(name, sequences.merge(name, (long) step, Long::sum));
        web.broadcaster().publish(frame, pixels);
        previews.publish(frame, pixels);
    }

    private void tell(String name, CameraState state, Optional<String> error) {
        states.put(name, state);
        web.broadcaster().setStatuses(List.of(new StreamStatus(name, state, 1000, WIDTH, HEIGHT, 30, 30, 0, error)));
    }

    private static FrameBuffer grey() {
        FrameBuffer picture = new FrameBuffer(0);
        picture.resize(WIDTH, HEIGHT, ColorMatrix.BT601_LIMITED);
        ByteBuffer bytes = picture.pixels();
        while (bytes.hasRemaining()) {
            bytes.put((byte) 128);
        }
        bytes.rewind();
        return picture;
    }

    /** The line of a file that the frame of this number would be. */
    static String line(String name, long sequence) {
        PoseJsonEncoder encoder = new PoseJsonEncoder();
        int length = encoder.encode(frame(name, sequence));
        return new String(encoder.bytes(), 0, length, StandardCharsets.UTF_8);
    }

    /** The joints in space of a person in the frame of this number, metres. */
    static List<double[]> joints(long sequence, long person) {
        return IntStream.range(0, STANDING.length).mapToObj(k -> new double[] {
            STANDING[k][0] + 0.06 * Math.sin(0.3 * sequence + k + person),
            STANDING[k][1] + 0.03 * Math.cos(0.2 * sequence + k),
            0.08 * Math.sin(0.25 * sequence + 2 * k)}).toList();
    }

    private static PoseFrame frame(String name, long sequence) {
        List<PersonPose> people = LongStream.of(1, 2).mapToObj(id -> person(sequence, id)).toList();
        return new PoseFrame(name, sequence, sequence * PERIOD_MILLIS * 1_000_000, WIDTH, HEIGHT,
                List.of(new StageLatency("decode", 2100), new StageLatency("estimate", 9000)), people);
    }

    private static PersonPose person(long sequence, long id) {
        List<double[]> joints = joints(sequence, id);
        List<Keypoint3D> deep = joints.stream()
                .map(j -> new Keypoint3D((float) j[0], (float) j[1], (float) j[2], 0.9f)).toList();
        float left = 200 * id;
        List<Keypoint2D> flat = new ArrayList<>(Collections.nCopies(17, null));
        for (int k = 0; k < flat.size(); k++) {
            double[] joint = joints.get(k);
            flat.set(k, new Keypoint2D(left + 200 * (float) joint[0], 200 + 200 * (float) joint[1], 0.9f));
        }
        return new PersonPose(id, 0.9f, new BoundingBox(left - 80, 40, 160, 340), SkeletonTopology.COCO_17, flat,
                SkeletonTopology.H36M_17, deep);
    }
}
