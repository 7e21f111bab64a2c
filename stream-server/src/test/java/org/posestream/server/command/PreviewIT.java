package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.server.preview.MultipartReader;

/** Pictures of the bundled clip, through the embedded networks, from the program as it is installed. */
@Timeout(120)
class PreviewIT {

    private static final String CAMERA = "/v1/cameras/demo/";

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void shouldShowTheDemoUntilItIsTerminated() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, List.of("demo"))) {
            BufferedImage plain = snapshot(server, "snapshot.jpg?width=640");
            assertEquals(640, plain.getWidth());
            assertEquals(360, plain.getHeight());
            assertEquals(1280, snapshot(server, "snapshot.jpg").getWidth());
            try (MultipartReader stream = MultipartReader.open(server.port(),
                    CAMERA + "preview.mjpg?overlay=true&width=640&rate=5")) {
                int most = 0;
                for (int i = 0; i < 10; i++) {
                    most = Math.max(most, gaudyPixels(image(stream.next())));
                }
                int without = gaudyPixels(plain);
                assertTrue(most > without + 500, "skeletons are drawn in " + (most - without) + " pixels");

                assertEquals(0, server.terminate());

                stream.skipToEnd();
            }
        }
    }

    private BufferedImage snapshot(ServerProcess server, String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + CAMERA + path)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode());
        return image(answer.body());
    }

    private static BufferedImage image(byte[] jpeg) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(jpeg));
    }

    /** Pixels of colours that the painter uses and the room does not have. */
    private static int gaudyPixels(BufferedImage image) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                int red = rgb >> 16 & 255;
                int green = rgb >> 8 & 255;
                int blue = rgb & 255;
                int most = Math.max(red, Math.max(green, blue));
                count += most - Math.min(red, Math.min(green, blue)) > 140 ? 1 : 0;
            }
        }
        return count;
    }
}
