package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.inference.ExecutionProvider;
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

    private String status(String lifter) {
        EngineSettings settings = new EngineSettings(folder, "bright-detector", "standing-pose", lifter,
                ExecutionProvider.CPU, 1, PipelineOptions.DEFAULTS);
        try (Engine engine = Engine.open(settings, List.of())) {
            return engine.status();
        }
    }
}
