package org.posestream.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posestream.inference.ExecutionProvider;
import org.posestream.metrics.LatencyBudget;
import org.posestream.metrics.Stage;
import org.posestream.pipeline.DegradationOptions;
import org.posestream.pipeline.Freshness;
import org.posestream.pose.SkeletonTopology;
import org.posestream.server.protocol.CoordinatePreset;
import org.posestream.server.protocol.Dimensions;
import org.posestream.server.protocol.PeopleFilter;
import org.posestream.server.protocol.SubscribeOptions;
import org.posestream.source.SourceOptions.Transport;

class ConfigFileTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n", "server:\n", "cameras:\ncamera-defaults:\n  device:\n", "{}"})
    void shouldTakeDefaultsForWhatIsNotThere(String text) throws ConfigException {
        assertEquals(PoseStreamConfig.DEFAULT, parse(text).config());
    }

    @Test
    void shouldReadEveryKindOfValue() throws ConfigException {
        PoseStreamConfig config = parse("""
                server: {host: 0.0.0.0, port: 0, stop-timeout: 1500ms}
                log: {level: debug, format: json}
                networks:
                  models: /srv/networks
                  pose: 'my pose'
                  provider: cuda
                pipeline:
                  max-people: 3
                camera-defaults:
                  max-rate: 12.5
                  device:
                    frame-rate: 29.97
                cameras:
                  hall:
                    address: rtsp://10.0.0.7/stream
                    transport: udp
                    stall-timeout: 2min
                    options: {buffer_size: 4194304, user_agent: "PoseStream"}
                  desk:
                    address: /dev/video0
                    enabled: false
                    freshness: every
                    max-rate: 0
                    device: {size: 1280x720, pixel-format: mjpeg}
                """).config();

        assertEquals(new ServerConfig("0.0.0.0", 0, Duration.ofMillis(1500)), config.server());
        assertEquals(new LogConfig(LogConfig.Level.DEBUG, LogConfig.Format.JSON), config.log());
        assertEquals(new NetworksConfig(Optional.of(Path.of("/srv/networks")), "posestream-detector", "my pose",
                "posestream-pose-light", "posestream-lifter-temporal", ExecutionProvider.CUDA, 1), config.networks());
        assertEquals(3, config.pipeline().maxPeople());
        assertEquals(List.of("hall", "desk"), List.copyOf(config.cameras().keySet()));
        CameraConfig hall = config.cameras().get("hall");
        assertEquals(Transport.UDP, hall.transport());
        assertEquals(12.5, hall.maxRate());
        assertEquals(Duration.ofMinutes(2), hall.stallTimeout());
        assertEquals(Map.of("buffer_size", "4194304", "user_agent", "PoseStream"), hall.options());
        assertEquals(new DeviceConfig(Optional.empty(), Optional.empty(), Optional.of(29.97)), hall.device());
        CameraConfig desk = config.cameras().get("desk");
        assertEquals(new CameraConfig("/dev/video0", false, Transport.TCP, Freshness.EVERY, 0,
                Duration.ofSeconds(8), Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofMinutes(1), 1,
                new DeviceConfig(Optional.of("mjpeg"), Optional.of("1280x720"), Optional.of(29.97)), Map.of()), desk);
    }

    @Test
    void shouldTellAllErrorsAtOnce() {
        assertEquals(List.of(
                "f.yaml:1: sever: there is no such key; did you mean 'server'?",
                "f.yaml:4: log.level: must be one of error, warn, info, debug, but was 'infos'; did you mean 'info'?"
                    + " (default: info)",
                "f.yaml:5: log.format: must be one of text, json, but is a list",
                "f.yaml:7: pipeline.max-people: must be a whole number between 1 and 100, but was '0' (default: 8)",
                "f.yaml:8: pipeline.permits: must be a whole number between 1 and 8, but was 'two' (default: 2)",
                "f.yaml:9: pipeline.permits: is there twice, first in line 8; keep one of them",
                "f.yaml:10: pipeline.depth: there is no such key; known here: detector-interval, empty-interval,"
                    + " max-people, max-cameras, permits, waiting",
                "f.yaml:11: networks: must be a section with keys, but is 'posestream'",
                "f.yaml:13: cameras.front door: the name must be 1 to 64 letters, digits, - and _, but was"
                    + " 'front door'",
                "f.yaml:15: cameras.hall: has no address; say what to open, for example address:"
                    + " rtsp://10.0.0.7/stream",
                "f.yaml:16: cameras.hall.enabled: must be true or false, but was 'yes' (default: true)",
                "f.yaml:17: cameras.hall.stall-timeout: must be a duration such as 500ms, 5s, 2min or 1h between 100ms"
                    + " and 10min, but was '5' (default: 5s)",
                "f.yaml:19: cameras.hall.device.size: must be a width and height such as 1280x720, but was '720p'",
                "f.yaml:20: cameras.hall.device.frame-rate: must be a number between 0.1 and 1000, but was '.inf'",
                "f.yaml:22: cameras.desk.address: 'rtsp:///a' names no host; write rtsp://HOST/PATH",
                "f.yaml:23: cameras.desk.max-rate: has no value; write a number between 0 and 1000, or leave the key"
                    + " out",
                "f.yaml:24: cameras.hall: is there twice, first in line 15; keep one of them"),
                errors("""
                sever:
                  port: 1
                log:
                  level: infos
                  format: [text]
                pipeline:
                  max-people: 0
                  permits: two
                  permits: 3
                  depth: 3
                networks: posestream
                cameras:
                  front door:
                    address: rtsp://10.0.0.7/a
                  hall:
                    enabled: yes
                    stall-timeout: 5
                    device:
                      size: 720p
                      frame-rate: .inf
                  desk:
                    address: rtsp://me:pw@/a
                    max-rate:
                  hall:
                    address: rtsp://10.0.0.7/b
                """));
    }

    @Test
    void shouldOnlyWarnOfFilesThatAreNotThere() throws ConfigException {
        ConfigFile file = parse("cameras:\n  a: {address: \"${CLIP}\"}\n  b: {address: rtsp://b/}\n",
                Map.of("CLIP", "gone.mp4"));

        assertEquals(List.of("f.yaml:2: cameras.a.address: there is no file '${CLIP}'; give the path of a video, an"
                + " image or a folder of images, or an address such as rtsp://host/path or /dev/video0 (serve waits for"
                + " it)"), file.warnings());
        assertEquals("gone.mp4", file.config().cameras().get("a").address());
    }

    @Test
    void shouldSayHowToWriteACameraThatIsAnAddressAlone() {
        assertEquals(List.of("f.yaml:2: cameras.a: must be a section with keys, but is 'rtsp://b/c'; write"
                + " a: {address: …}"), errors("cameras:\n  a: rtsp://me:secret@b/c\n"));
    }

    @Test
    void shouldRefuseMoreCamerasThanThereMayBe() {
        assertEquals(List.of("f.yaml:3: cameras: there may be 1 at most, but there are 2; raise pipeline.max-cameras"),
                errors("""
                pipeline:
                  max-cameras: 1
                cameras:
                  a: {address: rtsp://a/}
                  b: {address: rtsp://b/}
                """));
    }

    @Test
    void shouldReadBudgetAndDegradation() throws ConfigException {
        PoseStreamConfig config = parse("""
                latency-budget: {total: 100ms, estimate: 40ms}
                degradation: {enabled: true, window: 20s, late-share: 0.5}
                """).config();

        LatencyBudget budget = config.latencyBudget().budget();
        assertEquals(100_000_000, budget.totalNanos());
        assertEquals(40_000_000, budget.of(Stage.ESTIMATE));
        assertEquals(0, budget.of(Stage.DECODE));
        assertEquals(new DegradationOptions(true, 0.5, Duration.ofSeconds(20), Duration.ofSeconds(60),
                Duration.ofMinutes(32)), config.degradation().options());
    }

    @Test
    void shouldReadTargetsOfVmcAndOsc() throws ConfigException {
        PoseStreamConfig config = parse("""
                vmc-defaults: {camera: hall, max-rate: 30}
                vmc:
                  avatar: {address: 192.168.0.5}
                  guest: {address: "[::1]:9001", person: 2nd, max-rate: 0}
                osc-defaults: {coordinates: unreal}
                osc:
                  patch: {address: "localhost:9000", people: "3,7", joints: coco17, dimensions: 2d}
                cameras:
                  hall: {address: rtsp://hall/}
                """).config();

        assertEquals(Map.of("avatar", new VmcConfig("192.168.0.5", Optional.of("hall"), "largest", 30),
                "guest", new VmcConfig("[::1]:9001", Optional.of("hall"), "2nd", 0)), config.vmc());
        assertEquals(new UdpAddress("192.168.0.5", 39539), config.vmc().get("avatar").udpAddress());
        OscConfig patch = config.osc().get("patch");
        assertEquals(new UdpAddress("localhost", 9000), patch.udpAddress());
        assertEquals(new SubscribeOptions(SkeletonTopology.COCO_17, PeopleFilter.ofIds(List.of(3L, 7L)), 0,
                CoordinatePreset.UNREAL, Dimensions.IMAGE), patch.options());
    }

    @Test
    void shouldTellWhatIsWrongWithTargets() {
        assertEquals(List.of(
                "f.yaml:2: vmc.a: has no address; say where the receiver listens, for example address:"
                    + " 192.168.0.5:39539",
                "f.yaml:3: vmc.b.person: must be largest, the number of an identity such as 17, or a place such as 1st"
                    + " or 2nd, but was 'smallest' (default: largest)",
                "f.yaml:3: vmc.b.address: must be HOST:PORT with a port from 1 to 65535, such as 192.168.0.5:39539 or"
                    + " [::1]:39539, but was 'udp://x'",
                "f.yaml:5: osc.c.people: must be all, largest or identities such as 3,7, but was '3;7'"
                    + " (default: all)",
                "f.yaml:5: osc.c.address: must be HOST:PORT with a port from 1 to 65535, such as 192.168.0.5:39539 or"
                    + " [::1]:39539, but was 'localhost'",
                "f.yaml:6: osc.d.address: must be HOST:PORT, but the environment's is not"),
                assertThrows(ConfigException.class, () -> parse("""
                vmc:
                  a: {camera: hall}
                  b: {address: "udp://x", person: smallest}
                osc:
                  c: {address: localhost, people: 3;7}
                  d: {address: "${SECRET}"}
                cameras: {hall: {address: rtsp://hall/}}
                """, Map.of("SECRET", "!"))).lines());
    }

    @Test
    void shouldWarnOfTargetsOfCamerasThatAreNotThere() throws ConfigException {
        assertEquals(List.of("f.yaml:2: vmc.a.camera: there is no camera 'hal' here; known are hall (the target waits"
                + " for it)"), parse("""
                vmc:
                  a: {address: localhost, camera: hal}
                cameras: {hall: {address: rtsp://hall/}}
                """).warnings());
    }

    @Test
    void shouldRefuseQuietTimesThatDoNotGoWithTheWindow() {
        assertEquals(List.of("f.yaml:3: degradation.quiet-time: must be at least twice the window, 2min, but is 90s",
                "f.yaml:4: degradation.longest-quiet-time: must be at least quiet-time, 90s, but is 80s"),
                errors("degradation:\n  window: 1min\n  quiet-time: 90s\n  longest-quiet-time: 80s\n"));
    }

    @Test
    void shouldRefuseAnAddressForAllCameras() {
        assertEquals(List.of("f.yaml:2: camera-defaults.address: is each camera's own; move it to the camera"),
                errors("camera-defaults:\n  address: rtsp://a/\n"));
        assertEquals(List.of("f.yaml:2: osc-defaults.address: is each target's own; move it to the target"),
                errors("osc-defaults:\n  address: a:1\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "server: {port: 80|f.yaml:1: is not YAML: while parsing a flow mapping, expected ',' or '}', "
            + "but got <stream end>",
        "server:\\n\\tport: 80|f.yaml:2: is not YAML: while scanning for the next token, found character '\\t(TAB)' "
            + "that cannot start any token. (Do not use \\t(TAB) for indentation)",
        "a: 1\\n--- \\nb: 2|f.yaml:2: is not YAML: expected a single document in the stream, "
            + "but found another document",
        "- a\\n- b|f.yaml:1: must be a section with keys, but is a list",
        "cameras: [a, b]|f.yaml:1: cameras: must be a section with keys, but is a list",
        "hello|f.yaml:1: must be a section with keys, but is 'hello'",
        "? [a]\\n: 1|f.yaml:1: a key must be text, but is a list",
        "server: *x|f.yaml:1: is not YAML: found undefined alias x",
    })
    void shouldNameTheLineOfWhatIsNoSuchYaml(String text, String expected) {
        assertEquals(List.of(expected), errors(text.replace("\\n", "\n").replace("\\t", "\t")));
    }

    @Test
    @Timeout(10)
    void shouldRefuseAliasesThatGrowWithoutEnd() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }
        List<String> lines = errors(text.toString());

        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("aliases"), lines.get(0));
    }

    @Test
    @Timeout(10)
    void shouldNotFollowAnAliasToItself() {
        assertEquals(List.of("f.yaml:2: cameras.hall.hall: there is no such key; known here: address"),
                errors("cameras: &x\n  hall: *x\n").stream()
                        .map(line -> line.replaceAll("(known here: address).*", "$1")).limit(1).toList());
    }

    @Test
    void shouldNameAFileThatCannotBeRead() throws IOException {
        Path missing = folder.resolve("p.yaml");
        assertEquals(List.of("posestream: '" + missing + "' is not there; 'posestream config print > posestream.yaml'"
                + " writes one to begin with"), fileErrors(missing));
        assertEquals(List.of("posestream: '" + folder + "' is a folder; name a YAML file"), fileErrors(folder));
        Path binary = Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xff, (byte) 0xd8, 0, 1});
        assertEquals(List.of("posestream: '" + binary + "' is not text in UTF-8; save it as such"),
                fileErrors(binary));
        Path huge = Files.write(folder.resolve("huge.yaml"), "# filler\n".repeat(10_000_000 / 9).getBytes());
        assertEquals(List.of("posestream: '" + huge + "' has more than 1048576 bytes; that is no configuration"),
                fileErrors(huge));
        Path zeros = Files.write(folder.resolve("zeros.yaml"), new byte[20]);
        assertTrue(fileErrors(zeros).get(0).startsWith(zeros + ":1: is not YAML that can be used: "),
                fileErrors(zeros)::toString);
    }

    @Test
    void shouldReadAFileWithAByteOrderMarkAndWindowsLineEnds() throws Exception {
        Path file = Files.write(folder.resolve("p.yaml"),
                "\uFEFFserver:\r\n  port: 80\r\n".getBytes(StandardCharsets.UTF_8));

        assertEquals(80, ConfigFile.load(file, Map.of()).config().server().port());
    }

    @Test
    void shouldFillInVariablesOfTheEnvironment() throws ConfigException {
        PoseStreamConfig config = parse("""
                server: {port: "${PORT}", host: "${HOST:-::1}"}
                cameras:
                  hall: {address: "rtsp://${NAME}:$${x}$$1@host/"}
                """, Map.of("PORT", "81", "NAME", "a$1\\b")).config();

        assertEquals(81, config.server().port());
        assertEquals("::1", config.server().host());
        assertEquals("rtsp://a$1\\b:${x}$1@host/", config.cameras().get("hall").address());
    }

    @Test
    void shouldNameVariablesThatAreNotThere() {
        assertEquals(List.of(
                "f.yaml:1: server.port: the environment variable PORT is not set; set it, or write ${PORT:-VALUE}",
                "f.yaml:2: log.level: '${' must begin the name of an environment variable and '}' end it; write $${"
                    + " for these characters themselves",
                "f.yaml:3: ${LOG}: there is no such key; known here: server, access, limits, preview, log, networks,"
                    + " pipeline, latency-budget, degradation, vmc-defaults, vmc, osc-defaults, osc,"
                    + " camera-defaults, cameras"),
                errors("server: {port: \"${PORT}\"}\nlog: {level: \"${A B}\"}\n${LOG}: 1\n"));
    }

    @Test
    void shouldNameAllVariablesThatAreNotThere() {
        assertEquals(List.of("f.yaml:1: server.host: the environment variables B, A are not set; set them, or write"
                + " ${B:-VALUE}"), errors("server: {host: \"${B}${A}${B}${C:-c}\"}\n"));
    }

    private static ConfigFile parse(String text) throws ConfigException {
        return parse(text, Map.of());
    }

    private static ConfigFile parse(String text, Map<String, String> environment) throws ConfigException {
        return ConfigFile.parse("f.yaml", text, environment);
    }

    private static List<String> errors(String text) {
        return assertThrows(ConfigException.class, () -> parse(text)).lines();
    }

    private static List<String> fileErrors(Path file) {
        return assertThrows(ConfigException.class, () -> ConfigFile.load(file, Map.of())).lines();
    }
}
