package org.posestream.server.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.posestream.server.web.Endpoint;
import org.posestream.server.web.Reply;
import org.posestream.server.web.Request;

class PageTest {

    private static final Pattern IMPORT = Pattern.compile(
            "(?m)^(?:import|export|\\})[^;]*?\\bfrom\\s*[\"']([^\"']+)[\"']");
    private static final Pattern REFERENCE = Pattern.compile("\\b(?:src|href)=\"(page/[^\"#]+)");
    private static final String FOLDER = "src/main/resources/org/posestream/server/page";

    private final Map<String, String> served = Page.files()
            .collect(Collectors.toMap(PageFile::path, file -> text(file.reply())));

    @Test
    void shouldServeEveryFileThatIsImportedOrNamed() {
        assertEquals(Page.endpoints().stream().map(Endpoint::template).collect(Collectors.toSet()), served.keySet());
        served.forEach((path, text) -> {
            if (path.endsWith(".js")) {
                imports(text).forEach(name -> assertTrue(served.containsKey(resolve(path, name)), path + ": " + name));
            }
        });
        List<String> named = found(REFERENCE, served.get("/"));
        assertTrue(named.size() > 5, named::toString);
        named.forEach(name -> assertTrue(served.containsKey("/" + name), name));
    }

    @Test
    void shouldListAllFilesOfItsFolder() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(FOLDER))) {
            Set<String> there = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
            Set<String> listed = Page.files().map(PageFile::resource).filter(name -> !name.contains("/"))
                    .collect(Collectors.toSet());
            assertEquals(there, listed);
        }
    }

    @Test
    void shouldHaveNothingInlineAndNothingFromElsewhere() {
        assertFalse(served.get("/").matches("(?s).*(<style|<script>| style=| on[a-z]+=|=\"(https?:)?//).*"),
                "inline or foreign");
        served.forEach((path, text) -> assertFalse(text.matches("(?s).*(\\beval\\(|new Function\\().*"), path));
    }

    @Test
    void shouldHaveBrowsersAskWhetherItIsStillTheSame() {
        Reply style = PageFile.of("/page/style.css", "style.css", "text/css").reply();

        assertEquals("no-cache", style.headers().get("Cache-Control"));
        assertTrue(style.headers().get("ETag").matches("W/\"[0-9a-f]{32}\""));
        assertEquals(Page.files().map(file -> file.reply().headers().get("ETag")).distinct().count(), served.size());
    }

    @Test
    void shouldSendNothingTwiceAndPackWhatIsSent() throws Exception {
        PageFile style = PageFile.of("/page/style.css", "style.css", "text/css");
        String tag = style.reply().headers().get("ETag");

        Reply unchanged = ask(style, Map.of("if-none-match", "W/\"0\", " + tag));
        assertEquals(304, unchanged.status());
        assertEquals(0, unchanged.body().length);
        assertEquals(tag, unchanged.headers().get("ETag"));

        Reply packed = ask(style, Map.of("accept-encoding", "br, gzip, deflate", "if-none-match", "W/\"0\""));
        assertEquals("gzip", packed.headers().get("Content-Encoding"));
        assertEquals("Accept-Encoding", packed.headers().get("Vary"));
        assertEquals(text(style.reply()), new String(new GZIPInputStream(new ByteArrayInputStream(packed.body()))
                .readAllBytes(), StandardCharsets.UTF_8));

        Reply plain = ask(style, Map.of("accept-encoding", "x-gzip-not"));
        assertEquals(text(style.reply()), text(plain));
        assertNull(plain.headers().get("Content-Encoding"));
    }

    @Test
    void shouldNameAFileThatIsMissingOrOtherThanExpected() {
        PageFile missing = PageFile.of("/x.js", "x.js", "text/javascript");
        PageFile other = PageFile.of("/page/style.css", "style.css", "text/css").replacing(Map.of("no such text", ""));

        assertTrue(assertThrows(RuntimeException.class, missing::reply).getMessage()
                .endsWith("the program lacks its file x.js"));
        assertEquals("style.css should have \"no such text\" once",
                assertThrows(RuntimeException.class, other::reply).getMessage());
    }

    private static Reply ask(PageFile file, Map<String, String> headers) throws Exception {
        Request request = new Request("GET", file.path(), Map.of(), Map.of(), headers, new byte[0]);
        return (Reply) file.endpoint().route().answer(request).toCompletableFuture().get();
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    private static List<String> imports(String module) {
        return found(IMPORT, module);
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1)).toList();
    }

    private static String resolve(String path, String relative) {
        return URI.create(path).resolve(relative).getPath();
    }
}
