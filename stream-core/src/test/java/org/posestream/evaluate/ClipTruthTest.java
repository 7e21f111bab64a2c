package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipTruthTest {

    private static final String END = "; give what the clip's renderer wrote";
    private static final String SEVENTEEN = "[" + String.join(",", Collections.nCopies(17, "1")) + "]";
    private static final String PERSON = "{\"joints3d\":" + rows("[1,2,3]") + ",\"joints2d\":" + rows("[4.5,6]")
            + ",\"visible2d\":" + SEVENTEEN + "}";
    private static final String HEAD = "{\"topology2d\":\"coco17\",\"topology3d\":\"h36m17\",\"framesPerSecond\":30,"
            + "\"imageWidth\":640,\"imageHeight\":360,\"frames\":[";

    @TempDir
    private Path folder;

    @Test
    void shouldReadWhatTheRendererWrote() throws IOException {
        ClipTruth truth;
        try (InputStream in = ClipTruthTest.class.getResourceAsStream("/org/posestream/models/demo.json")) {
            truth = ClipTruth.read(in, "demo.json");
        }
        assertEquals(30, truth.framesPerSecond());
        assertEquals(1280, truth.imageWidth());
        assertEquals(720, truth.imageHeight());
        assertEquals(360, truth.frames().size());
        assertEquals(1, truth.peopleCount());
    }

    @Test
    void shouldReadJointsAndVisibility() throws IOException {
        TruePerson person = read(HEAD + "{\"people\":[" + PERSON.replaceFirst("\\[1,1,", "[0,1,") + "]}]}")
                .frames().get(0).get(0);

        assertArrayEquals(new double[] {1, 2, 3}, person.joints3d()[16]);
        assertArrayEquals(new double[] {4.5, 6}, person.joints2d()[0]);
        assertEquals(false, person.visible2d()[0]);
        assertEquals(true, person.visible2d()[1]);
    }

    @Test
    void shouldSayWhereAFileIsWrong() {
        assertRefused("topology3d must be h36m17", HEAD.replace("h36m17", "smpl24") + "]}");
        assertRefused("framesPerSecond must be above 0", HEAD.replace(":30,", ":0,") + "]}");
        assertRefused("frames must be a list with an object for every frame", HEAD + "]}");
        assertRefused("frames[0].people must be a list", HEAD + "{}]}");
        assertRefused("frames[0].people[0].joints2d must be 17 x 2 numbers",
                HEAD + "{\"people\":[" + PERSON.replaceFirst("4.5,6", "4.5") + "]}]}");
        assertRefused("frames[0].people[0].joints3d must be 17 x 3 numbers",
                HEAD + "{\"people\":[" + PERSON.replaceFirst("1,2,3", "1,2,\\\"3\\\"") + "]}]}");
        assertRefused("frames[0].people[0].visible2d must be 17 numbers",
                HEAD + "{\"people\":[" + PERSON.replace(SEVENTEEN, "[1,1]") + "]}]}");
        assertRefused("frames[1].people must be as many as in frames[0]: a person's place in the list is its identity",
                HEAD + "{\"people\":[" + PERSON + "]},{\"people\":[]}]}");
    }

    @Test
    void shouldSayWhatIsNoTruthAtAll() {
        Path missing = folder.resolve("walk.json");
        assertEquals("there is no truth '" + missing + "'; put it beside the video or name it with --truth",
                assertThrows(IOException.class, () -> ClipTruth.read(missing)).getMessage());
        String message = assertThrows(IOException.class, () -> read("no")).getMessage();
        assertEquals(1, message.lines().count(), message);
        assertEquals("truth '" + folder.resolve("truth.json") + "' is not JSON: ",
                message.substring(0, message.indexOf("JSON: ") + 6));
    }

    private void assertRefused(String problem, String json) {
        assertEquals("truth '" + folder.resolve("truth.json") + "': " + problem + END,
                assertThrows(IOException.class, () -> read(json)).getMessage());
    }

    private ClipTruth read(String json) throws IOException {
        return ClipTruth.read(Files.writeString(folder.resolve("truth.json"), json));
    }

    private static String rows(String row) {
        return "[" + String.join(",", Collections.nCopies(17, row)) + "]";
    }
}
