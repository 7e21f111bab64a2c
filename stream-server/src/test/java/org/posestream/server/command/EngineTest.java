package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.inference.ExecutionProvider;
import org.posestream.inference.ModelException;
import org.posestream.pipeline.DegradationOptions;
import org.posestream.pipeline.PipelineOptions;

class EngineTest {

    @TempDir
    private Path folder;

    @Test
    void shouldLiftWithTheLifterThatIsNamed() throws IOException {
        TinyNetworks.options(folder);

        assertEquals("bright-detector on cpu, standing-pose on cpu, lifter on cpu", status("lifter"));
        assertEquals("bright-detector on cpu, standing-pose on cpu, lifter-temporal on cpu",
                status("lifter-temporal"));
    }

    @Test
    void shouldLoadALighterNetworkWhereItMayBeNeeded() throws IOException {
        TinyNetworks.options(folder);
        otherJoints();

        assertEquals("bright-detector on cpu, standing-pose on cpu, posestream-pose-light on cpu, lifter on cpu",
                status(EngineSettings.LIGHTER_POSE, DegradationOptions.OFF.on()));
        assertEquals("bright-detector on cpu, standing-pose on cpu, lifter on cpu",
                status("standing-pose", DegradationOptions.OFF.on()));
        assertEquals("bright-detector on cpu, standing-pose on cpu, lifter on cpu",
                status("other-pose", DegradationOptions.OFF));
        ModelException error = assertThrows(ModelException.class,
                () -> status("other-pose", DegradationOptions.OFF.on()));
        assertEquals("other-pose does not find the same joints as standing-pose, so it cannot take over; name another "
                + "lighter network, or the same one to do without", error.getMessage());
    }

    /** The same network with a card that gives its joints other names. */
    private void otherJoints() throws IOException {
        String card = Files.readString(folder.resolve("standing-pose.json"));
        Files.writeString(folder.resolve("other-pose.json"),
                card.replace("\"standing-pose\"", "\"other-pose\"").replace("\"coco17\"", "\"h36m17\""));
    }

    private String status(String lifter) {
        return status(new EngineSettings(folder, "bright-detector", "standing-pose", lifter, ExecutionProvider.CPU, 1,
                PipelineOptions.DEFAULTS));
    }

    private String status(String lighterPose, DegradationOptions degradation) {
        return status(new EngineSettings(folder, "bright-detector", "standing-pose", lighterPose, "lifter",
                ExecutionProvider.CPU, 1, PipelineOptions.DEFAULTS.withDegradation(degradation)));
    }

    private static String status(EngineSettings settings) {
        try (Engine engine = Engine.open(settings, List.of())) {
            return engine.status();
        }
    }
}
