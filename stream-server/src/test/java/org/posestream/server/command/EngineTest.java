package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.inference.ExecutionProvider;
import org.posestream.pipeline.PipelineOptions;

class EngineTest {

    @TempDir
    private Path folder;

    /** The tiny lifter that remembers takes the place of ours. */
    @Test
    void shouldLiftWithTheTemporalLifterUnlessAnotherIsNamed() throws IOException {
        TinyNetworks.options(folder);
        JsonMapper json = new JsonMapper();
        ObjectNode card = (ObjectNode) json.readTree(folder.resolve("lifter-temporal.json").toFile());
        Files.writeString(folder.resolve("posestream-lifter-temporal.json"),
                card.put("name", "posestream-lifter-temporal").toString());

        assertEquals("bright-detector on cpu, standing-pose on cpu, posestream-lifter-temporal on cpu", status(null));
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
