package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateSheetIT {

    @TempDir
    private Path folder;

    private Path images;
    private Path videos;
    private Path sheet;
    private List<String> networks;

    @BeforeEach
    void prepare() throws IOException {
        networks = TinyNetworks.options(Files.createDirectory(folder.resolve("networks")));
        images = Files.createDirectory(folder.resolve("images"));
        videos = Files.createDirectory(folder.resolve("videos"));
        sheet = folder.resolve("sheet.png");
        for (int i = 0; i < 4; i++) {
            image(images.resolve(i + ".png"), Color.LIGHT_GRAY);
        }
        TinyVideos.bright(videos.resolve("bright.mp4"), 6);
        TinyVideos.dark(videos.resolve("dark.mp4"), 6);
        image(videos.resolve("dark.png"), Color.BLACK);
        Files.writeString(videos.resolve("README.md"), "These are videos.");
    }

    @Test
    void shouldShowImagesAndFramesOfVideos() throws IOException {
        CommandRun run = evaluate("--images", images.toString(), "--videos", videos.toString(), "--out",
                sheet.toString(), "--count", "3", "--frames", "2");

        assertEquals(0, run.code(), run.errors().toString());
        List<String> legend = run.out().stream().filter(line -> line.matches("\\d+: .*")).toList();
        assertEquals(8, legend.size(), run.out().toString());
        assertTrue(legend.get(0).matches("1: .*[0-3]\\.png, frame 0: 1 \\(.*\\)"), legend.get(0));
        assertTrue(legend.get(3).matches("4: .*bright\\.mp4, frame 1: 1 \\(.*\\)"), legend.get(3));
        assertTrue(legend.get(6).endsWith("dark.mp4, frame 4: nobody"), legend.get(6));
        assertTrue(legend.get(7).endsWith("dark.png, frame 0: nobody"), legend.get(7));
        assertEquals("8 pictures -> " + sheet, run.out().get(run.out().size() - 1));
        BufferedImage picture = ImageIO.read(sheet.toFile());
        assertEquals(8 * 320, picture.getWidth());
        assertEquals(320, picture.getHeight());
    }

    @Test
    void shouldGoOnWithoutABrokenFile() throws IOException {
        Path broken = Files.writeString(videos.resolve("broken.mp4"), "no video");

        CommandRun run = evaluate("--videos", videos.toString(), "--out", sheet.toString(), "--frames", "1");

        assertTrue(run.onlyError(1).startsWith("posestream: '" + broken + "' is not a video or image"));
        assertEquals("3 pictures -> " + sheet, run.out().get(run.out().size() - 1));
        assertTrue(Files.exists(sheet));
    }

    @Test
    void shouldRefuseWrongUsageBeforeItWorks() {
        assertEquals("posestream: one of --images and --videos is missing (see posestream evaluate sheet --help)",
                evaluate("--out", sheet.toString()).onlyError(2));
        assertEquals("posestream: --frames must be between 1 and 1000, but was 0 (see posestream evaluate sheet"
                + " --help)",
                evaluate("--images", images.toString(), "--out", sheet.toString(), "--frames", "0").onlyError(2));
        assertEquals("posestream: the folder '" + folder + "' has no images; give one with .png, .jpg or .bmp files",
                evaluate("--images", folder.toString(), "--out", sheet.toString()).onlyError(1));
        assertFalse(Files.exists(sheet));
    }

    private CommandRun evaluate(String... arguments) {
        List<String> all = new ArrayList<>(List.of("evaluate", "sheet"));
        all.addAll(List.of(arguments));
        all.addAll(networks);
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static void image(Path file, Color color) throws IOException {
        BufferedImage image = new BufferedImage(TinyVideos.WIDTH, TinyVideos.HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(color);
        canvas.fillRect(0, 0, TinyVideos.WIDTH, TinyVideos.HEIGHT);
        canvas.dispose();
        ImageIO.write(image, "png", file.toFile());
    }
}
