package org.posestream.render;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * A scene that is ready to be rendered.
 *
 * @param number of the picture
 * @param background a photo behind the people, or null for none
 */
record TrainingScene(int number, Scene scene, PinholeCamera camera, Path background, RandomGenerator random) {

    private static final float JPEG_QUALITY = 0.9f;
    private static final double LEAST_ZOOM = 0.5;

    /** Renders and writes the picture; gives its line of truth. */
    String writeTo(Path file) throws IOException {
        Renderer renderer = new Renderer(camera);
        Picture picture = renderer.render(scene, camera);
        double exposure = 0.6 + 0.7 * random.nextDouble();
        if (background != null) {
            putBehind(picture, renderer, exposure);
        }
        Film film = new Film(camera.width(), camera.height(), exposure);
        film.expose(picture, number);
        writeJpeg(film.image(), file);
        return new TrainingTruth(camera, renderer).line(number, file.getFileName().toString(), scene);
    }

    private void putBehind(Picture picture, Renderer renderer, double exposure) throws IOException {
        BufferedImage photo = cutOut(ImageIO.read(background.toFile()));
        Surface light = new Surface();
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                float free = (float) ((1 - renderer.coverageAt(x, y)) / exposure);
                light.color(photo.getRGB(x, y), free);
                int at = 3 * (y * picture.width() + x);
                picture.pixels()[at] += light.red;
                picture.pixels()[at + 1] += light.green;
                picture.pixels()[at + 2] += light.blue;
            }
        }
    }

    /** A part of the photo of at least half its size, mirrored now and then, in the size of the picture. */
    private BufferedImage cutOut(BufferedImage photo) {
        int width = camera.width();
        int height = camera.height();
        double widest = Math.min(photo.getWidth(), photo.getHeight() * (double) width / height);
        double wide = widest * (LEAST_ZOOM + (1 - LEAST_ZOOM) * random.nextDouble());
        double tall = wide * height / width;
        int x = (int) ((photo.getWidth() - wide) * random.nextDouble());
        int y = (int) ((photo.getHeight() - tall) * random.nextDouble());
        int right = x + (int) wide;
        boolean mirrored = random.nextBoolean();
        BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = out.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(photo, 0, 0, width, height, mirrored ? right : x, y, mirrored ? x : right, y + (int) tall,
                null);
        graphics.dispose();
        return out;
    }

    private static void writeJpeg(BufferedImage image, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        ImageWriteParam options = writer.getDefaultWriteParam();
        options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        options.setCompressionQuality(JPEG_QUALITY);
        Files.deleteIfExists(file);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), options);
        } finally {
            writer.dispose();
        }
    }
}
