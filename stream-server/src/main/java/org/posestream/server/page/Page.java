package org.posestream.server.page;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.posestream.server.web.Endpoint;

/**
 * The files of the page. Only what stands in this table is served, each under its own path: no path that is asked for
 * ever becomes the name of a file.
 */
public final class Page {

    private static final String HTML = "text/html; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final String SVG = "image/svg+xml";

    private static final List<String> MODULES = List.of("app", "cameras", "dom", "floor", "mannequin", "notices",
            "overlay", "pace", "people", "picture", "placement", "recorder", "screen", "session", "settings",
            "skeleton", "space", "statistics", "streams", "timeline", "trails");

    /** Where OrbitControls looks for three.js; names without a path would need an import map in the page itself. */
    private static final Map<String, String> IMPORT_OF_THREE = Map.of("from 'three'", "from './three.module.min.js'");

    private Page() {
    }

    /** The page at {@code /}, what it consists of below {@code /page}, and the client that others may use as well. */
    public static List<Endpoint> endpoints() {
        return files().map(PageFile::endpoint).toList();
    }

    static Stream<PageFile> files() {
        Stream<PageFile> modules = MODULES.stream()
                .map(name -> PageFile.of("/page/" + name + ".js", name + ".js", JAVASCRIPT));
        return Stream.concat(modules, Stream.of(
                PageFile.of("/", "index.html", HTML),
                PageFile.of("/page/style.css", "style.css", CSS),
                PageFile.of("/page/icon.svg", "icon.svg", SVG),
                PageFile.of("/page/icons.svg", "icons.svg", SVG),
                PageFile.of("/page/three/three.module.min.js", "three/build/three.module.min.js", JAVASCRIPT),
                PageFile.of("/page/three/three.core.min.js", "three/build/three.core.min.js", JAVASCRIPT),
                PageFile.of("/page/three/OrbitControls.js", "three/examples/jsm/controls/OrbitControls.js",
                        JAVASCRIPT).replacing(IMPORT_OF_THREE),
                PageFile.of("/posestream-client.js", "/org/posestream/server/web/posestream-client.js", JAVASCRIPT)));
    }
}
