package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole program on the bundled clip, whose joints are exactly known: from pixels to millimetres. */
class DemoClipIT {

    private static final Logger log = LoggerFactory.getLogger(DemoClipIT.class);

    private static final String CLIP = "/org/posestream/models/demo.";

    /** What is reached, and 7 (embedded) to 15 % more for another processor's rounding and a retrained lifter. */
    private record Limits(double minPck, double maxMpjpe, double maxNormalised, double maxProcrustes) {

        static Limits of(RealVideoIT.Networks networks) {
            return switch (networks) {
                case MOVENET -> new Limits(0.93, 94, 92, 76);
                case BLAZEPOSE -> new Limits(0.92, 109, 107, 89);
                case EMBEDDED -> new Limits(0.78, 160, 160, 125);
            };
        }
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(RealVideoIT.Networks.class)
    void shouldFollowThePersonFromPixelsToMillimetres(RealVideoIT.Networks networks) throws IOException {
        ProcessedVideo video = ProcessedVideo.of(clip(), folder, networks.options());
        JsonNode truth = truth();
        PoseScore score = new PoseScore();

        assertEquals(truth.size(), video.frames().size());
        for (int frame = 0; frame < truth.size(); frame++) {
            JsonNode exact = truth.get(frame).get("people").get(0);
            JsonNode pelvis = exact.get("projected3d").get(0);
            score.add(video.personAt(frame, pelvis.get(0).asDouble(), pelvis.get(1).asDouble()), exact);
        }

        log.info("demo clip, {}: {}", networks, score);
        Limits limits = Limits.of(networks);
        assertTrue(score.recall() >= 0.95 && score.identityRecall() >= 0.95 && score.pck() >= limits.minPck
                && score.mpjpeMillimetres() <= limits.maxMpjpe
                && score.normalisedMpjpeMillimetres() <= limits.maxNormalised
                && score.procrustesMpjpeMillimetres() <= limits.maxProcrustes, score + ", but asked are " + limits);
    }

    private Path clip() throws IOException {
        Path clip = folder.resolve("demo.mp4");
        try (InputStream in = DemoClipIT.class.getResourceAsStream(CLIP + "mp4")) {
            Files.copy(in, clip);
        }
        return clip;
    }

    /** Frames as the test tools' {@code TruthWriter} describes them. */
    private static JsonNode truth() throws IOException {
        try (InputStream in = DemoClipIT.class.getResourceAsStream(CLIP + "json")) {
            return new ObjectMapper().readTree(in).get("frames");
        }
    }
}
