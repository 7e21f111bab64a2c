package org.posestream.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.posestream.source.ImageFolderSource;

/**
 * Some images of many, by chance but the same ones every time. A folder that is laid out as the recipes' data (with
 * {@code lspet/images}, {@code ccp/images} or {@code hmdb} in it) gives images that no recipe trains on; another one
 * gives those that lie in it.
 */
public final class ImageChoice {

    /** Set to the folder of its images. */
    private static final Map<String, Path> SETS = Map.of("lspet", Path.of("lspet", "images"), "ccp",
            Path.of("ccp", "images"), "hmdb", Path.of("hmdb"));

    private ImageChoice() {
    }

    /**
     * The choice: from all sets and folders alike, as far as they have enough.
     *
     * @param count how many at most
     * @param seed another one gives others
     * @throws IOException in one line, when a folder cannot be read or has no images
     */
    public static List<Path> of(List<Path> folders, int count, long seed) throws IOException {
        List<List<Path>> groups = new ArrayList<>();
        for (Path folder : folders) {
            groups.addAll(groups(folder));
        }
        Random random = new Random(seed);
        groups.forEach(group -> Collections.shuffle(group, random));
        List<Path> chosen = new ArrayList<>();
        int largest = groups.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < largest; i++) {
            for (List<Path> group : groups) {
                if (i < group.size() && chosen.size() < count) {
                    chosen.add(group.get(i));
                }
            }
        }
        return chosen;
    }

    private static List<List<Path>> groups(Path folder) throws IOException {
        List<List<Path>> groups = new ArrayList<>();
        for (String set : SETS.keySet().stream().sorted().toList()) {
            if (Files.isDirectory(folder.resolve(SETS.get(set)))) {
                List<Path> images = images(folder.resolve(SETS.get(set)));
                images.removeIf(image -> !DataSplit.VALIDATION.holds(set, key(set, image)));
                groups.add(images);
            }
        }
        return groups.isEmpty() ? List.of(images(folder)) : groups;
    }

    /** The name that decides; the stills of one clip stay together. */
    private static String key(String set, Path image) {
        String stem = image.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        return set.equals("hmdb") ? stem.replaceFirst("-[^-]*$", "") : stem;
    }

    private static List<Path> images(Path folder) throws IOException {
        List<Path> images;
        try (Stream<Path> files = Files.list(folder)) {
            images = new ArrayList<>(files.filter(ImageFolderSource::isImage).sorted().toList());
        } catch (IOException e) {
            throw new IOException("the folder '" + folder + "' cannot be read; give one with images", e);
        }
        if (images.isEmpty()) {
            throw new IOException("the folder '" + folder + "' has no images; give one with .png, .jpg or .bmp files");
        }
        return images;
    }
}
