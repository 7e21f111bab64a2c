package org.posestream.server.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.Test;
import org.posestream.server.web.Endpoint;
import org.posestream.server.web.Reply;

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
    void shouldForbidWhatIsNotItsOwnAndNeedNothingElse() {
        Reply page = Page.files().filter(file -> file.path().equals("/")).findFirst().orElseThrow().reply();

        assertTrue(page.headers().get("Content-Security-Policy").startsWith("default-src 'self';"));
        assertFalse(text(page).matches("(?s).*(<style|<script>| style=| on[a-z]+=|=\"(https?:)?//).*"),
                "inline or foreign");
        served.forEach((path, text) -> assertFalse(text.matches("(?s).*(\\beval\\(|new Function\\().*"), path));
    }

    @Test
    void shouldHaveBrowsersAskWhetherItIsStillTheSame() {
        Reply style = PageFile.of("/page/style.css", "style.css", "text/css").reply();

        assertEquals("no-cache", style.headers().get("Cache-Control"));
        assertTrue(style.headers().get("ETag").matches("\"[0-9a-f]{32}\""));
        assertEquals(Page.files().map(file -> file.reply().headers().get("ETag")).distinct().count(), served.size());
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
