package org.posestream.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.posestream.server.access.Scope;
import org.posestream.server.protocol.SchemaFile;
import org.posestream.server.web.Endpoint;
import org.posestream.server.web.Problem;
import org.posestream.server.web.ProblemType;
import org.posestream.server.web.Reply;
import org.posestream.server.web.Request;
import org.posestream.server.web.Route;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What describes the API to programs; whoever may not use it may still read how it works. */
final class Documents {

    private Documents() {
    }

    /** The OpenAPI document: written as YAML, for the sake of those who write it, and served as JSON. */
    static Endpoint openApi() {
        try (InputStream in = Documents.class.getResourceAsStream("openapi.yaml")) {
            Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            Reply reply = JsonBody.reply(200, document);
            return Endpoint.get("/v1/openapi.json", Scope.NONE, Route.of(() -> reply));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read openapi.yaml in the program's own jar", e);
        }
    }

    static Endpoint schema(SchemaFile file) {
        Reply reply = new Reply(200, file.contentType(), file.read());
        return Endpoint.get("/v1/" + file.fileName(), Scope.NONE, Route.of(() -> reply));
    }

    /** What the types of problems lead to. */
    static Endpoint problemTypes() {
        return Endpoint.get(ProblemType.PATH + "{type}", Scope.NONE, Route.of(Documents::problemType));
    }

    private static Reply problemType(Request request) {
        Optional<ProblemType> type = Arrays.stream(ProblemType.values())
                .filter(each -> each.path().equals(ProblemType.PATH + request.variable("type"))).findFirst();
        return type.map(each -> Reply.line(200, each.status() + " " + each.title()))
                .orElseGet(() -> Problem.of(404, "no type of problems has this address").reply());
    }
}
