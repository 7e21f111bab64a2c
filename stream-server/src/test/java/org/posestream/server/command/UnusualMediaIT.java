package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posestream.frame.FrameBuffer;
import org.posestream.source.FrameSource;
import org.posestream.source.FrameSources;
import org.posestream.source.SourceOptions;

/** Sizes, formats and damages that come up in the wild: processed as far as there is something to process. */
class UnusualMediaIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** In COCO-17; at half the height of the standing person's crop, which lies in the middle of the image. */
    private static final int LEFT_WRIST = 9;

    @TempDir
    private Path folder;

    private List<String> networks;

    @BeforeEach
    void prepare() throws IOException {
        networks = TinyNetworks.options(Files.createDirectory(folder.resolve("networks")));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,9", "3,5", "101,67", "7680,4320"})
    void shouldProcessImagesOfAnySize(int width, int height) throws Exception {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        image.createGraphics().fillRect(0, 0, width, height);
        Path file = folder.resolve("image.bmp");
        ImageIO.write(image, "bmp", file.toFile());

        List<JsonNode> frames = process(file, "--overlay");

        assertEquals(1, frames.size());
        assertEquals(width, frames.get(0).get("imageWidth").asInt());
        assertEquals(height, frames.get(0).get("imageHeight").asInt());
        JsonNode person = frames.get(0).get("people").get(0);
        assertEquals((height - 1) / 2.0, person.get("joints2d").get(LEFT_WRIST).get(1).asDouble(), 0.05);
        assertEquals(Math.max(16, width) & ~1, overlayWidth("image.overlay.mp4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gray", "yuv420p10le", "yuv422p", "yuv444p", "gray10le"})
    void shouldProcessEveryPixelFormat(String pixelFormat) throws IOException {
        Path file = TinyVideos.lossless(folder.resolve("video.mkv"), pixelFormat, 161, 121, 6);

        List<JsonNode> frames = process(file);

        assertEquals(6, frames.size());
        for (JsonNode frame : frames) {
            assertEquals(161, frame.get("imageWidth").asInt());
            assertEquals(1, frame.get("people").size());
            assertEquals(1, frame.get("people").get(0).get("id").asInt());
        }
    }

    @Test
    void shouldWriteEmptyListsWhereNobodyIs() throws IOException {
        List<JsonNode> frames = process(TinyVideos.dark(folder.resolve("dark.mp4"), 9));

        assertEquals(9, frames.size());
        for (JsonNode frame : frames) {
            assertTrue(frame.get("people").isArray() && frame.get("people").isEmpty(), frame::toString);
        }
    }

    @Test
    void shouldDeliverTheFramesBeforeACutAndSayThatMoreIsMissing() throws IOException {
        byte[] whole = TinyVideos.indexFirst(Files.readAllBytes(TinyVideos.bright(folder.resolve("whole.mp4"), 90)));
        Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(whole, whole.length / 2));

        CommandRun run = run(cut);

        assertTrue(run.onlyError(0).matches(".* WARN +'\\Q" + cut + "\\E' was cut off: \\d\\.\\d s of its 3\\.0 s could"
                + " be read; fetch the whole file if the rest matters"), run.errors()::toString);
        int frames = frames("cut.jsonl").size();
        assertTrue(frames >= 30 && frames <= 60, "about half of 90 frames, but " + frames);
    }

    @Test
    void shouldReadAVideoWithItsIndexFirst() throws IOException {
        byte[] whole = TinyVideos.indexFirst(Files.readAllBytes(TinyVideos.bright(folder.resolve("whole.mp4"), 90)));

        assertEquals(90, process(Files.write(folder.resolve("moved.mp4"), whole)).size());
    }

    @Test
    void shouldSkipABrokenImageAmongSoundOnes() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        for (String name : List.of("1.png", "3.png")) {
            ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", images.resolve(name).toFile());
        }
        Files.writeString(images.resolve("2.png"), "no image");

        CommandRun run = run(images);

        assertTrue(run.onlyError(0).contains("skipped an image: '" + images.resolve("2.png") + "'"));
        assertEquals(2, frames("images.jsonl").size());
    }

    private List<JsonNode> process(Path file, String... options) throws IOException {
        CommandRun run = run(file, options);
        assertEquals(0, run.code(), run.errors()::toString);
        assertEquals(List.of(), run.errors());
        return frames(file.getFileName().toString().replaceFirst("\\.[^.]+$", "") + ".jsonl");
    }

    private CommandRun run(Path file, String... options) {
        List<String> arguments = new ArrayList<>(List.of("process", file.toString(), "--out",
                folder.resolve("results").toString()));
        arguments.addAll(List.of(options));
        arguments.addAll(networks);
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private List<JsonNode> frames(String name) throws IOException {
        List<JsonNode> frames = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("results").resolve(name))) {
            frames.add(JSON.readTree(line));
        }
        return frames;
    }

    private int overlayWidth(String name) throws Exception {
        try (FrameSource source = FrameSources.open(folder.resolve("results").resolve(name).toString(),
                SourceOptions.DEFAULT)) {
            assertTrue(source.advance());
            FrameBuffer buffer = new FrameBuffer(0);
            source.copyTo(buffer);
            return buffer.width();
        }
    }
}
