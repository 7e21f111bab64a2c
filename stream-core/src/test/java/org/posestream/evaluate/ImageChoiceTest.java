package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageChoiceTest {

    @TempDir
    private Path folder;

    /** Who is held out, by the recipes' own Python. */
    @Test
    void shouldTakeOnlyHeldOutImagesOfTheRecipesData() throws IOException {
        for (int i = 1; i < 60; i++) {
            make("lspet/images/%05d.jpg".formatted(i));
            make("ccp/images/%04d.jpg".formatted(i));
            make("hmdb/walk-%d-012.png".formatted(i));
        }

        assertEquals(List.of("ccp/images/0010.jpg", "ccp/images/0029.jpg", "ccp/images/0044.jpg",
                "ccp/images/0055.jpg", "hmdb/walk-1-012.png", "hmdb/walk-24-012.png", "hmdb/walk-30-012.png",
                "hmdb/walk-47-012.png", "lspet/images/00014.jpg", "lspet/images/00046.jpg"), sorted(chosen(100, 1)));
    }

    @Test
    void shouldTakeAlikeFromAllFolders() throws IOException {
        for (int i = 0; i < 9; i++) {
            make("a/%d.jpg".formatted(i));
        }
        make("b/1.jpg");
        make("b/2.bmp");
        make("b/notes.txt");

        List<Path> chosen = ImageChoice.of(List.of(folder.resolve("a"), folder.resolve("b")), 6, 1);

        assertEquals(6, chosen.size());
        assertEquals(2, chosen.stream().filter(image -> image.startsWith(folder.resolve("b"))).count());
        assertEquals(folder.resolve("a"), chosen.get(0).getParent());
        assertEquals(folder.resolve("b"), chosen.get(1).getParent());
    }

    @Test
    void shouldChooseTheSameForTheSameSeed() throws IOException {
        IntStream.range(0, 50).forEach(i -> make("%d.png".formatted(i)));

        assertEquals(chosen(10, 7), chosen(10, 7));
        assertNotEquals(chosen(10, 7), chosen(10, 8));
        assertEquals(10, new TreeSet<>(chosen(10, 7)).size());
    }

    @Test
    void shouldRefuseFoldersWithoutImages() throws IOException {
        Path missing = folder.resolve("missing");
        assertEquals("the folder '" + folder + "' has no images; give one with .png, .jpg or .bmp files",
                assertThrows(IOException.class, () -> chosen(1, 1)).getMessage());
        assertEquals("the folder '" + missing + "' cannot be read; give one with images",
                assertThrows(IOException.class, () -> ImageChoice.of(List.of(missing), 1, 1)).getMessage());
    }

    private List<String> chosen(int count, long seed) throws IOException {
        return ImageChoice.of(List.of(folder), count, seed).stream()
                .map(image -> folder.relativize(image).toString().replace('\\', '/')).toList();
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted().toList();
    }

    private void make(String file) {
        try {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.createFile(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
