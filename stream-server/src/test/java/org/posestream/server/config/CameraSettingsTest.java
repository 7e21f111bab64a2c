package org.posestream.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.posestream.source.SourceOptions.Transport;

/** JSON with single quotes for double ones. */
class CameraSettingsTest {

    private static final Optional<CameraConfig> NONE = Optional.empty();
    private static final String HALL = "'address':'rtsp://me:pw@10.0.0.7/stream'";

    private final ConfigInForce config = inForce("camera-defaults:\n  transport: udp\n  max-rate: 12.5\n");
    private final CameraSettings settings = new CameraSettings(config);

    private static ConfigInForce inForce(String file) {
        try {
            return new ConfigInForce(ConfigFile.parse("f.yaml", file, Map.of("PW", "pw", "EXTRA", "from outside")));
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldReadEveryKeyAndTakeTheRestFromTheDefaults() throws Exception {
        CameraConfig hall = settings.whole(json("{" + HALL + ",'max-rate':30,'stall-timeout':'7s','decode-threads':2,"
                + "'enabled':false,'device':{'size':'640x480','frame-rate':25},'options':{'buffer_size':4194304}}"),
                NONE);

        assertEquals("rtsp://me:pw@10.0.0.7/stream", hall.address());
        assertEquals(Transport.UDP, hall.transport());
        assertEquals(30, hall.maxRate());
        assertEquals(Duration.ofSeconds(7), hall.stallTimeout());
        assertEquals(2, hall.decodeThreads());
        assertEquals(false, hall.enabled());
        assertEquals(Optional.of("640x480"), hall.device().size());
        assertEquals(Optional.of(25.0), hall.device().frameRate());
        assertEquals(Map.of("buffer_size", "4194304"), hall.options());
    }

    @Test
    void shouldShowWhatItReadsInTheSameForm() throws Exception {
        CameraConfig hall = settings.whole(json("{'address':'rtsp://10.0.0.7/stream','device':{'size':'640x480'}}"),
                NONE);

        assertEquals(json("{'address':'rtsp://10.0.0.7/stream','enabled':true,'transport':'udp','freshness':'latest',"
                + "'max-rate':12.5,'read-timeout':'8s','open-timeout':'30s','stall-timeout':'5s',"
                + "'longest-pause':'1min','decode-threads':1,"
                + "'device':{'pixel-format':null,'size':'640x480','frame-rate':null},'options':{}}").toString(),
                config.shown(hall).toString());
        assertEquals(hall, settings.whole(config.shown(hall), NONE));
    }

    @Test
    void shouldTellEverythingThatIsWrongAtOnce() {
        assertFaults(() -> settings.whole(json("{'adress':'x','transport':'tcpp','max-rate':-1,'decode-threads':1.5,"
                + "'enabled':null,'stall-timeout':[1],'device':{'size':'big','depth':1},'options':{'a.b':[]}}"), NONE),
                "enabled: has no value; write true or false, or leave the key out",
                "transport: must be one of tcp, udp, but was 'tcpp'; did you mean 'tcp'? (default: udp)",
                "max-rate: must be a number between 0 and 1000, but was '-1' (default: 12.5)",
                "stall-timeout: must be a duration such as 500ms, 5s, 2min or 1h between 100ms and 10min, but is a"
                    + " list",
                "decode-threads: must be a whole number between 1 and 16, but was '1.5' (default: 1)",
                "device.size: must be a width and height such as 1280x720, but was 'big'",
                "device.depth: there is no such key; known here: pixel-format, size, frame-rate",
                "options.a.b: must be text, but is a list",
                "adress: there is no such key; did you mean 'address'?",
                "address: is missing; say what to open, for example rtsp://10.0.0.7/stream");
    }

    @Test
    void shouldJudgeTheAddress() throws Exception {
        assertFaults(() -> settings.whole(json("{'address':'rtsp://'}"), NONE),
                "address: 'rtsp://' names no host; write rtsp://HOST/PATH");
        assertFaults(() -> settings.whole(json("{'address':null}"), NONE),
                "address: has no value; write text, or leave the key out");
        assertFaults(() -> settings.whole(json("{'address':{}}"), NONE), "address: must be text, but is a section");
        assertEquals("gone.mp4", settings.whole(json("{'address':'gone.mp4'}"), NONE).address());
    }

    @Test
    void shouldNotLookIntoTheEnvironment() throws Exception {
        CameraConfig hall = settings.whole(json("{'address':'rtsp://10.0.0.7/${PW}$$','options':{'a':'${HOME:-x}'}}"),
                NONE);

        assertEquals("rtsp://10.0.0.7/${PW}$$", hall.address());
        assertEquals("${HOME:-x}", hall.options().get("a"));
    }

    @Test
    void shouldMergeWhatAPatchNames() throws Exception {
        CameraConfig hall = settings.whole(json("{" + HALL + ",'max-rate':30,'device':{'size':'640x480'},"
                + "'options':{'a':'1','b':'2'}}"), NONE);

        CameraConfig changed = settings.changed(json("{'max-rate':null,'transport':'tcp',"
                + "'device':{'frame-rate':25},'options':{'a':null,'c':'3'}}"), hall);

        assertEquals(hall.address(), changed.address());
        assertEquals(12.5, changed.maxRate(), "as if never said");
        assertEquals(Transport.TCP, changed.transport());
        assertEquals(Optional.of("640x480"), changed.device().size());
        assertEquals(Optional.of(25.0), changed.device().frameRate());
        assertEquals(Map.of("b", "2", "c", "3"), changed.options());
        assertEquals(hall, settings.changed(json("{}"), hall));
        assertFaults(() -> settings.changed(json("{'address':null}"), hall),
                "address: is missing; say what to open, for example rtsp://10.0.0.7/stream");
    }

    @Test
    void shouldTakeWhatWasShownForWhatItStandsFor() throws Exception {
        CameraConfig hall = settings.whole(json("{" + HALL + ",'options':{'password':'secret','b':'2'}}"), NONE);
        ObjectNode shown = config.shown(hall);
        assertEquals("rtsp://10.0.0.7/stream", shown.get("address").asText());
        assertEquals("***", shown.get("options").get("password").asText());

        assertEquals(hall, settings.whole(shown, Optional.of(hall)));
        assertEquals(hall, settings.changed(shown, hall));
        String other = "rtsp://10.0.0.7/other";
        assertEquals(other, settings.changed(json("{'address':'" + other + "'}"), hall).address());
        assertFaults(() -> settings.whole(shown, NONE),
                "options.password: has *** in place of a secret; send the secret, or leave the key out");
        assertFaults(() -> settings.changed(json("{'address':'http://10.0.0.7/?password=***'}"), hall),
                "address: has *** in place of a secret; send the secret");
    }

    @Test
    void shouldShowWhatCameFromTheEnvironmentAsItWasWritten() throws Exception {
        ConfigInForce before = inForce("camera-defaults:\n  options:\n    extra: ${EXTRA}\n"
                + "cameras:\n  hall:\n    address: http://10.0.0.7/${PW}/x\n");
        CameraSettings from = new CameraSettings(before);
        CameraConfig hall = ConfigFile.parse("f.yaml", "cameras: {hall: {address: 'http://10.0.0.7/pw/x'}}", Map.of())
                .config().cameras().get("hall");
        CameraConfig added = from.whole(json("{'address':'gone.mp4'}"), NONE);

        assertEquals("http://10.0.0.7/${PW}/x", before.shown(hall).get("address").asText());
        assertEquals("${EXTRA}", before.shown(added).get("options").get("extra").asText());
        assertEquals(hall.address(), from.changed(json("{'address':'http://10.0.0.7/${PW}/x'}"), hall).address());

        before.set(ConfigFile.parse("f.yaml", "camera-defaults: {options: {more: '${PW}'}}", Map.of("PW", "pw")));
        assertEquals("${EXTRA}", before.shown(added).get("options").get("extra").asText(), "added before");
        ObjectNode all = before.shown(Map.of("added", added));
        assertEquals("{\"more\":\"${PW}\"}", all.get("camera-defaults").get("options").toString());
        assertEquals("{\"extra\":\"${EXTRA}\"}", all.get("cameras").get("added").get("options").toString());
    }

    @Test
    void shouldShowAConfigurationThatReadsAsTheSame() throws Exception {
        ConfigFile manual = ConfigFile.parse("f.yaml", ConfigFile.manual(), Map.of());

        ObjectNode shown = new ConfigInForce(manual).shown(Map.of());

        assertEquals(manual.config(), ConfigFile.parse("f.yaml", shown.toString(), Map.of()).config());
    }

    private static void assertFaults(Executable read, String... faults) {
        InvalidSettingsException refusal = assertThrows(InvalidSettingsException.class, read);
        assertEquals(String.join("\n", faults), String.join("\n",
                refusal.faults().stream().map(fault -> fault.key() + ": " + fault.text()).toList()));
    }
}
