package org.posestream.render;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Renders pictures of people for training and measuring networks, with their exact truth beside them. The same
 * arguments give the same pictures, whatever the number of threads; an interrupted run goes on when given again.
 *
 * <p>The recipe {@code synthesise} of {@code models/training} chooses the motion and runs this:
 * <pre>
 * java -cp ... org.posestream.render.TrainingImages motion.npz backgrounds.txt FOLDER COUNT SEED THREADS
 * </pre>
 * A picture shows one person or several in the middle frames of clips drawn evenly from the archive (so it is the
 * archive that says how often a pose is seen), in a room or before one of the photos that {@code backgrounds.txt}
 * lists, one path a line. FOLDER receives {@code 00000.jpg} and so on and {@code synthetic.json}, in the form of
 * {@link TrainingTruth}.
 */
public final class TrainingImages {

    /** Pictures between two points from which an interrupted run can go on. */
    private static final int BLOCK = 100;
    private static final String TRUTH = "synthetic.json";

    private final SceneSampler sampler;
    private final Path folder;

    private TrainingImages(SceneSampler sampler, Path folder) {
        this.sampler = sampler;
        this.folder = folder;
    }

    /** @param arguments motion archive, list of backgrounds, output folder, count, seed, threads */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        if (arguments.length != 6) {
            throw new IllegalArgumentException("give MOTION.npz BACKGROUNDS.txt FOLDER COUNT SEED THREADS");
        }
        Path folder = Files.createDirectories(Path.of(arguments[2]));
        SceneSampler sampler = new SceneSampler(clips(Path.of(arguments[0])), backgrounds(Path.of(arguments[1])),
                Long.parseLong(arguments[4]));
        new TrainingImages(sampler, folder).write(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[5]));
    }

    private static List<MocapClip> clips(Path archive) throws IOException {
        List<MocapClip> clips = new ArrayList<>();
        try (MocapArchive mocap = new MocapArchive(archive)) {
            for (String name : mocap.names()) {
                clips.add(mocap.clip(name));
            }
        }
        return clips;
    }

    private static List<Path> backgrounds(Path list) throws IOException {
        return Files.readAllLines(list).stream().filter(line -> !line.isBlank()).map(Path::of).toList();
    }

    private void write(int count, int threads) throws IOException, InterruptedException, ExecutionException {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        List<Future<Path>> blocks = new ArrayList<>();
        for (int first = 0; first < count; first += BLOCK) {
            int from = first;
            int to = Math.min(count, first + BLOCK);
            blocks.add(workers.submit(() -> block(from, to)));
        }
        workers.shutdown();
        List<Path> parts = new ArrayList<>();
        for (Future<Path> block : blocks) {
            parts.add(block.get());
        }
        join(parts);
    }

    /** One block's pictures, and last a file with a line of truth for each, which tells that the block is whole. */
    private Path block(int from, int to) throws IOException {
        Path truth = folder.resolve("truth-%05d-%05d.txt".formatted(from, to));
        if (!Files.exists(truth)) {
            StringBuilder lines = new StringBuilder();
            for (int index = from; index < to; index++) {
                String name = "%05d.jpg".formatted(index);
                lines.append(sampler.scene(index).writeTo(folder.resolve(name))).append('\n');
            }
            writeWhole(truth, lines.toString());
        }
        return truth;
    }

    private void join(List<Path> parts) throws IOException {
        StringJoiner images = new StringJoiner(",\n");
        StringJoiner people = new StringJoiner(",\n");
        for (Path part : parts) {
            for (String line : Files.readAllLines(part)) {
                String[] sides = line.split("\t");
                images.add(sides[0]);
                if (sides.length > 1) {
                    people.add(sides[1]);
                }
            }
        }
        writeWhole(folder.resolve(TRUTH), TrainingTruth.file(images.toString(), people.toString()));
        for (Path part : parts) {
            Files.delete(part);
        }
    }

    private static void writeWhole(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
