package org.posestream.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code posestream.yaml} tells the truth. */
class ManualTest {

    @Test
    void shouldHoldTheDefaults() throws ConfigException {
        ConfigFile manual = ConfigFile.parse("posestream.yaml", ConfigFile.manual(), Map.of());

        assertEquals(PoseStreamConfig.DEFAULT, manual.config());
    }

    @Test
    void shouldHoldEveryKey() {
        List<String> missing = new ArrayList<>();
        collectMissing(PoseStreamConfig.DEFAULT, 0, missing);

        assertEquals(List.of(), missing);
    }

    /** What the file allows is what the parts of the program allow. */
    @Test
    void shouldAllowNoMoreThanTheProgram() {
        for (boolean most : new boolean[] {false, true}) {
            atBounds(PipelineConfig.DEFAULT, most).options(Duration.ofSeconds(1));
            atBounds(LatencyBudgetConfig.DEFAULT, most).budget();
            CameraConfig camera = atBounds(CameraConfig.DEFAULT, most);
            camera.cameraOptions();
            camera.sourceOptions();
            atBounds(DegradationConfig.DEFAULT, most).options();
        }
    }

    private static <R extends Record> R atBounds(R section, boolean most) {
        Object[] values = Arrays.stream(section.getClass().getRecordComponents()).map(component -> {
            Between range = component.getAnnotation(Between.class);
            return range == null ? RecordAccess.value(component, section)
                    : ScalarType.of(component).parse(most ? range.most() : range.least());
        }).toArray();
        return RecordAccess.create(section, values);
    }

    @Test
    void shouldHoldExamplesThatAreValid() throws ConfigException {
        String examples = ConfigFile.manual().replaceAll("(?m)^#   (?=( {2})*[a-z_-]+:)", "  ")
                .replaceAll("(?m)^cameras: \\{}$", "").replaceFirst("(?m)^# Cameras by name", "cameras:\n$0");
        String file = examples.substring(examples.indexOf("cameras:\n# Cameras"));

        PoseStreamConfig config = ConfigFile.parse("posestream.yaml", file,
                Map.of("HALL_USER", "me", "HALL_PASSWORD", "secret")).config();

        assertEquals(List.of("hall", "desk", "attic"), List.copyOf(config.cameras().keySet()));
        assertEquals("rtsp://me:secret@10.0.0.7/stream", config.cameras().get("hall").address());
    }

    @Test
    void shouldHoldExamplesOfTargetsThatAreValid() throws ConfigException {
        String manual = ConfigFile.manual();
        String targets = manual.substring(manual.indexOf("# Avatars"), manual.indexOf("# What a camera has"))
                .replace("vmc: {}\n", "").replace("osc: {}\n", "").replaceAll("(?m)^#   (?=( {2})*[a-z_-]+:)", "  ")
                .replaceFirst("(?m)^(?=# Avatars)", "vmc:\n").replaceFirst("(?m)^(?=# Receivers)", "osc:\n");

        PoseStreamConfig config = ConfigFile.parse("posestream.yaml", targets, Map.of()).config();

        assertEquals(List.of("avatar", "guest"), List.copyOf(config.vmc().keySet()));
        assertEquals(List.of("patch"), List.copyOf(config.osc().keySet()));
    }

    /** A key and a comment that explains it, or that of its section. */
    private static void collectMissing(Record section, int depth, List<String> missing) {
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            String key = RecordAccess.key(component);
            Object value = RecordAccess.value(component, section);
            boolean example = key.equals("address");
            if (!Pattern.compile("(?m)^" + (example ? "#.*" : "  ".repeat(depth)) + key + ":").matcher(
                    ConfigFile.manual()).find()) {
                missing.add(key);
            }
            if (value instanceof Record inner) {
                collectMissing(inner, depth + 1, missing);
            }
        }
    }
}
