package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posestream.pose.BoundingBox;

class CocoFileTest {

    private static final String IMAGES = """
            {"images": [{"id": 7, "file_name": "a.jpg", "width": 64, "height": 48}, {"id": 9, "file_name": "b.jpg"}],
            """;

    @TempDir
    private Path folder;

    private Path json;

    @BeforeEach
    void makeImages() throws IOException {
        json = folder.resolve("people.json");
        Files.createFile(folder.resolve("a.jpg"));
        Files.createFile(folder.resolve("b.jpg"));
    }

    @Test
    void shouldReadBoxesAndIgnoredRegionsOfPeopleOnly() throws IOException {
        CocoFile coco = read(IMAGES + """
                "categories": [{"id": 3, "name": "dog"}, {"id": 1, "name": "person"}],
                "annotations": [
                  {"image_id": 9, "category_id": 1, "bbox": [1, 2, 3, 4.5], "area": 6},
                  {"image_id": 9, "category_id": 3, "bbox": [1, 1, 1, 1]},
                  {"image_id": 9, "category_id": 1, "iscrowd": 1, "bbox": [0, 0, 9, 9]}]}""");

        assertEquals(new ImageFile(folder.resolve("a.jpg"), 64, 48), coco.images().get(0).file());
        assertEquals(List.of(), coco.images().get(0).people());
        List<CocoFile.Person> people = coco.images().get(1).people();
        assertEquals(2, people.size());
        assertEquals(new BoundingBox(1, 2, 3, 4.5f), people.get(0).box());
        assertEquals(6, people.get(0).area());
        assertTrue(!people.get(0).ignored() && people.get(1).ignored());
        assertNull(people.get(0).joints());
    }

    @Test
    void shouldTakeVisibilityForTrustUnlessTrustIsTold() throws IOException {
        String keypoints = IntStream.range(0, 17).mapToObj(k -> k + ", 5, " + k % 3).collect(Collectors.joining(", "));
        String trust = IntStream.range(0, 17).mapToObj(k -> "0." + k).collect(Collectors.joining(", "));
        CocoFile coco = read(IMAGES + "\"annotations\": [{\"image_id\": 7, \"bbox\": [0, 0, 9, 9], \"keypoints\": ["
                + keypoints + "]}, {\"image_id\": 7, \"bbox\": [0, 0, 9, 9], \"keypoints\": [" + keypoints
                + "], \"trust\": [" + trust + "]}]}");

        float[] seen = coco.images().get(0).people().get(0).joints();
        assertEquals(List.of(0f, 5f, 0f, 1f, 5f, 1f, 2f, 5f, 1f), first(seen, 9));
        float[] trusted = coco.images().get(0).people().get(1).joints();
        assertEquals(List.of(0f, 5f, 0f, 1f, 5f, 0.1f, 2f, 5f, 0.2f), first(trusted, 9));
    }

    @Test
    void shouldFindImagesInAnotherFolder() throws IOException {
        Files.createDirectories(folder.resolve("photos/day"));
        Files.createFile(folder.resolve("photos/day/c.jpg"));
        Files.writeString(json, "{\"images\": [{\"id\": 1, \"file_name\": \"day/c.jpg\"}], \"annotations\": []}");

        assertEquals(folder.resolve("photos/day/c.jpg"),
                CocoFile.read(json, folder.resolve("photos")).images().get(0).file().path());
        assertEquals("'" + json + "' names the image 'day/c.jpg', but '" + folder + "' has none of that name; name the"
                + " folder of the images with --images",
                assertThrows(IOException.class, () -> CocoFile.read(json, null)).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "[]|images must be a list",
        "{\"images\": []}|annotations must be a list",
        "{\"images\": [{\"file_name\": \"a.jpg\"}], \"annotations\": []}|images[0].id must be a whole number",
        "{\"images\": [{\"id\": 1}], \"annotations\": []}|images[0].file_name must be the name of an image file",
        "{\"images\": [], \"annotations\": [{\"image_id\": 1}]}|annotations[0].image_id must be the id of an image",
    })
    void shouldNameWhatIsNotOfTheForm(String text, String problem) {
        assertRefused(text, problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "\"bbox\": [1, 2, 3]|annotations[0].bbox must be 4 numbers",
        "\"bbox\": [1, 2, -3, 4]|annotations[0].bbox must be x, y, width, height",
        "\"bbox\": [1, 2, 3, 4], \"keypoints\": [1, 2, 2]|annotations[0].keypoints must be 51 numbers",
    })
    void shouldNameTheAnnotationThatIsWrong(String fields, String problem) {
        assertRefused(IMAGES + "\"annotations\": [{\"image_id\": 7, " + fields + "}]}", problem);
        assertRefused(IMAGES + "\"categories\": [{\"id\": 1, \"name\": \"dog\"}], \"annotations\": []}",
                "categories must have one that is called person");
    }

    @Test
    void shouldTellWhereAFileIsNoJson() throws IOException {
        Files.writeString(json, "{\"images\": [\n}");

        String message = assertThrows(IOException.class, () -> CocoFile.read(json, null)).getMessage();

        assertTrue(message.startsWith("'" + json + "' is no JSON: ") && message.endsWith(" in line 2"), message);
        assertEquals("there is no file '" + folder.resolve("x.json") + "'; give annotations as COCO's JSON",
                assertThrows(IOException.class, () -> CocoFile.read(folder.resolve("x.json"), null)).getMessage());
    }

    private CocoFile read(String text) throws IOException {
        Files.writeString(json, text);
        return CocoFile.read(json, null);
    }

    private void assertRefused(String text, String problem) {
        assertEquals("'" + json + "' is not of COCO's form: " + problem + "; correct the file",
                assertThrows(IOException.class, () -> read(text)).getMessage());
    }

    private static List<Float> first(float[] values, int count) {
        return IntStream.range(0, count).mapToObj(i -> values[i]).toList();
    }
}
