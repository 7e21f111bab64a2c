package org.posestream.server.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.server.web.StreamFacts;
import org.posestream.server.web.WebServer;

/** The programs of {@code docs/9-clients.md}, as they stand there, against a server. */
@Timeout(120)
class DocumentedClientsIT {

    private static final Path DOCS = Path.of("../docs");
    private static final long FRAME_MILLIS = 20;
    /** Joint k lies at 0.1 k, 0.2 k, 0.3 k; Unity's y goes up. */
    private static final String LEFT_WRIST = "frame \\d+ person 7: 1\\.3 -2\\.6 3\\.9";

    private final ScheduledExecutorService camera = Executors.newSingleThreadScheduledExecutor();
    private final FrameBuffer pixels = new FrameBuffer(0);
    @TempDir
    private Path folder;
    private WebServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new WebServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
        server.broadcaster().setFacts(new StreamFacts("0.0", SkeletonTopology.COCO_17, SkeletonTopology.H36M_17));
        server.broadcaster().open("hall");
        AtomicLong sequence = new AtomicLong();
        camera.scheduleAtFixedRate(() -> server.broadcaster().publish(frame(sequence.getAndIncrement()), pixels),
                0, FRAME_MILLIS, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void close() throws InterruptedException {
        camera.shutdownNow();
        assertTrue(camera.awaitTermination(10, TimeUnit.SECONDS));
        server.close();
    }

    @Test
    void shouldWatchInJavaScript() throws Exception {
        List<String> node = node();
        write("watch.mjs");
        node.add("watch.mjs");
        ForeignProgram.awaitLine(folder, LEFT_WRIST, node);
    }

    @Test
    void shouldDrawInJavaScript() throws Exception {
        List<String> node = node();
        write("draw.mjs");
        Files.writeString(folder.resolve("page.mjs"), """
                globalThis.requestAnimationFrame = task => setTimeout(() => task(performance.now()), 10);
                globalThis.drawLine = (from, to, side) => console.log(`${side} ${from} ${to}`);
                """);
        node.addAll(List.of("--import", "./page.mjs", "draw.mjs"));
        // Joints 5 and 7 of COCO-17, which lie at 10 k, 20 k and stand still.
        ForeignProgram.awaitLine(folder, "left 50,100,0\\.9 70,140,0\\.9", node);
    }

    @Test
    void shouldWatchInPython() throws Exception {
        ForeignProgram.require(folder, "python3", "-c", "import websockets");
        write("watch.py");
        ForeignProgram.awaitLine(folder, LEFT_WRIST, List.of("python3", "watch.py"));
    }

    @Test
    void shouldWatchInPythonByProtobuf() throws Exception {
        ForeignProgram.require(folder, "python3", "-c", "import websockets, grpc_tools.protoc");
        write("watch_proto.py");
        Files.copy(DOCS.resolve("protocol/posestream.proto"), folder.resolve("posestream.proto"));
        ForeignProgram.output(folder, List.of(command("python3 -m grpc_tools.protoc").split(" ")));
        ForeignProgram.awaitLine(folder, LEFT_WRIST, List.of("python3", "watch_proto.py"));
    }

    @Test
    void shouldShowJointsInUnity() throws Exception {
        ForeignProgram.require(folder, "mcs", "--version");
        ForeignProgram.require(folder, "mono", "--version");
        write("PoseReceiver.cs");
        write("PoseStreamPuppet.cs");
        Files.copy(Path.of("src/test/csharp/Unity.cs"), folder.resolve("Unity.cs"));
        ForeignProgram.output(folder, List.of("mcs", "-warnaserror", "-out:scene.exe",
                "-r:System.Runtime.Serialization.dll", "PoseReceiver.cs", "PoseStreamPuppet.cs", "Unity.cs"));

        String[] spheres = ForeignProgram.output(folder, List.of("mono", "scene.exe",
                address() + "?coordinates=unity&people=largest")).split("\n");

        assertEquals(SkeletonTopology.H36M_17.jointCount(), spheres.length);
        assertEquals("13 True 1.3 -2.6 3.9", spheres[13]);
    }

    /** The command for Node, with WebSockets and the client beside. */
    private List<String> node() throws Exception {
        int version = JavaScriptClientIT.copyClient(folder);
        List<String> node = new ArrayList<>(List.of("node"));
        if (version < JavaScriptClientIT.NODE_WITH_WEB_SOCKET) {
            String flag = "--experimental-websocket";
            ForeignProgram.require(folder, "node", flag, "--version");
            node.add(flag);
        }
        return node;
    }

    /** Puts the program of that name from the page into the folder, for this server. */
    private void write(String name) throws IOException {
        Pattern program = Pattern.compile("```\\w+\n(?:// |# )" + Pattern.quote(name) + "\n(.*?)```", Pattern.DOTALL);
        Matcher found = program.matcher(Files.readString(DOCS.resolve("9-clients.md")));
        assertTrue(found.find(), name + " does not stand in the page");
        Files.writeString(folder.resolve(name),
                found.group(1).replace("ws://127.0.0.1:8080/v1/streams/hall", address()));
    }

    /** The line of the page that begins so, which is indented. */
    private static String command(String beginning) throws IOException {
        return Files.readString(DOCS.resolve("9-clients.md")).lines().map(String::strip)
                .filter(line -> line.startsWith(beginning)).findFirst().orElseThrow();
    }

    private String address() {
        return "ws://127.0.0.1:" + server.port() + "/v1/streams/hall";
    }

    private static PoseFrame frame(long sequence) {
        List<Keypoint2D> image = new ArrayList<>();
        List<Keypoint3D> space = new ArrayList<>();
        for (int k = 0; k < SkeletonTopology.COCO_17.jointCount(); k++) {
            image.add(new Keypoint2D(10 * k, 20 * k, 0.9f));
            space.add(new Keypoint3D(0.1f * k, 0.2f * k, 0.3f * k, 0.9f));
        }
        PersonPose person = new PersonPose(7, 0.9f, new BoundingBox(0, 0, 160, 320), SkeletonTopology.COCO_17, image,
                SkeletonTopology.H36M_17, space);
        return new PoseFrame("hall", sequence, sequence * FRAME_MILLIS * 1_000_000, 640, 480, List.of(),
                List.of(person));
    }
}
