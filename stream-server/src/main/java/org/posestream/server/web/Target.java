package org.posestream.server.web;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a request is aimed at.
 *
 * @param path as it was sent, without the query
 * @param segments of the path, decoded one by one: a slash that was sent as {@code %2F} divides nothing
 * @param query parameters by name, decoded, in the order given
 */
record Target(String path, List<String> segments, Map<String, List<String>> query) {

    private static final int MAX_PARAMETERS = 64;

    /** @throws IllegalArgumentException when it is no path with a query */
    static Target parse(String uri) {
        if (!uri.startsWith("/")) {
            throw new IllegalArgumentException("the address must begin with a slash");
        }
        QueryStringDecoder decoder = new QueryStringDecoder(uri, StandardCharsets.UTF_8, true, MAX_PARAMETERS, true);
        String path = decoder.rawPath();
        return new Target(path, segments(path), decoder.parameters());
    }

    private static List<String> segments(String path) {
        // A plus is a space in a query only.
        return Arrays.stream(path.replace("+", "%2B").split("/", -1)).map(QueryStringDecoder::decodeComponent).toList();
    }
}
