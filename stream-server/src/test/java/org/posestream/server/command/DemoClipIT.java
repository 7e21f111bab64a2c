package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole program on the bundled clip, whose joints are exactly known: from pixels to millimetres. */
class DemoClipIT {

    private static final Logger log = LoggerFactory.getLogger(DemoClipIT.class);

    /** What is reached, and 7 (embedded) to 15 % more for another processor's rounding and a retrained lifter. */
    private record Limits(double minPckPercent, double maxMpjpe, double maxNormalised, double maxProcrustes) {

        static Limits of(RealVideoIT.Networks networks) {
            return switch (networks) {
                case MOVENET -> new Limits(93, 94, 92, 76);
                case BLAZEPOSE -> new Limits(92, 109, 107, 89);
                case EMBEDDED -> new Limits(87, 125, 120, 104);
            };
        }
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(RealVideoIT.Networks.class)
    void shouldFollowThePersonFromPixelsToMillimetres(RealVideoIT.Networks networks) throws IOException {
        Path report = folder.resolve("report.json");
        List<String> arguments = new ArrayList<>(List.of("evaluate", "chain", "--json", report.toString()));
        arguments.addAll(List.of(networks.options()));

        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));

        assertEquals(0, run.code(), run.errors().toString());
        JsonNode demo = new ObjectMapper().readTree(report.toFile()).get("tables").get(0).get("rows").get(0);
        log.info("demo clip, {}: {}", networks, demo);
        Limits limits = Limits.of(networks);
        assertEquals(360, demo.get("frames").asInt());
        assertTrue(demo.get("missedPercent").asDouble() <= 5 && demo.get("identityRecallPercent").asDouble() >= 95
                && demo.get("pckPercent").asDouble() >= limits.minPckPercent
                && demo.get("mpjpeMillimetres").asDouble() <= limits.maxMpjpe
                && demo.get("normalisedMpjpeMillimetres").asDouble() <= limits.maxNormalised
                && demo.get("procrustesMpjpeMillimetres").asDouble() <= limits.maxProcrustes,
                demo + ", but asked are " + limits);
    }
}
