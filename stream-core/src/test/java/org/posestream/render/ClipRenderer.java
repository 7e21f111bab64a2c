package org.posestream.render;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;
import org.posestream.export.VideoEncoder;
import org.posestream.frame.FrameBuffer;

/**
 * Renders people who move in a room as a video with the exact truth beside it, or single frames of it as PNG. Nothing
 * is left to chance: the same scene gives the same clip.
 */
final class ClipRenderer {

    private final Scene scene;
    private final List<Actor> actors;
    private final IntFunction<PinholeCamera> camera;
    private final Renderer renderer;
    private final Film film;

    /**
     * One person of the clip.
     *
     * @param body whose body; in no other place of the scene
     * @param poses one a frame
     */
    record Actor(BodyMesh body, List<BodyPose> poses) {
    }

    /**
     * @param room with its light and nobody in it
     * @param actors with as many poses as the clip has frames; their order is that of the truth
     * @param camera of every frame, all of the same size
     * @param exposure factor on the light
     */
    ClipRenderer(Scene room, List<Actor> actors, IntFunction<PinholeCamera> camera, double exposure) {
        this.scene = room;
        this.actors = List.copyOf(actors);
        this.camera = camera;
        renderer = new Renderer(camera.apply(0));
        film = new Film(camera.apply(0).width(), camera.apply(0).height(), exposure);
    }

    /** Writes {@code NAME.mp4} and {@code NAME.json}. */
    void writeVideo(Path folder, String name, long bitsPerSecond) throws IOException {
        FrameBuffer frame = new FrameBuffer(0);
        PinholeCamera format = camera.apply(0);
        TruthWriter truth = new TruthWriter(format, name + ".mp4");
        Path part = folder.resolve(name + ".mp4.part");
        try (VideoEncoder encoder = VideoEncoder.open(part, format.width(), format.height(),
                MocapClip.FRAMES_PER_SECOND, bitsPerSecond)) {
            for (int t = 0; t < actors.get(0).poses().size(); t++) {
                expose(t);
                film.copyTo(frame);
                encoder.write(frame, Math.round(t * 1e9 / MocapClip.FRAMES_PER_SECOND));
                truth.add(camera.apply(t), scene.poses(), renderer);
            }
        }
        Files.move(part, folder.resolve(name + ".mp4"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(folder.resolve(name + ".json"), truth.json());
    }

    /** Writes {@code NAME-FRAME.png} for each of the frames. */
    void writeStills(Path folder, String name, int[] frames) throws IOException {
        for (int t : frames) {
            expose(t);
            ImageIO.write(film.image(), "png", folder.resolve("%s-%03d.png".formatted(name, t)).toFile());
        }
    }

    private void expose(int t) {
        scene.clearPeople();
        actors.forEach(actor -> scene.add(actor.body(), actor.poses().get(t)));
        film.expose(renderer.render(scene, camera.apply(t)), t);
    }
}
