package org.posestream.server.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** Requests of HTTP/1.1: right ones, ones with odd parts, and ones whose bytes are spoilt. */
final class FuzzedRequests {

    /**
     * A request that is right.
     *
     * @param body null for none
     */
    record Sample(String method, String target, String body) {
    }

    private static final String CRLF = "\r\n";
    private static final String[] ODD_METHODS = {"get", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PRI", "BREW",
        "G\u00c9T", "A".repeat(300), "", "GET\t", "DELETE", "PATCH"};
    private static final String[] ODD_TARGETS = {"*", "http://127.0.0.1/", "//", "/../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd", "/%", "/%zz", "/%00", "/\u00e9", "/a b", "/;a=b", "/?", "/?a", "/?a=%", "/#a", "",
        "/v1/streams/", "/v1/streams//", "/v1/streams/%2e%2e", "/v1/streams/hall/more", "/v1/streams/hall%00",
        "/v1/cameras", "/v1/cameras/hall", "/v1/cameras/%00/pause", "/v1/streams/hall/latest?joints=%ff", "/v1/session",
        "/" + "a".repeat(5000), "/?" + "a=b&".repeat(1500), "/v1/" + "x/".repeat(500), "/" + "%2f".repeat(200)};
    private static final String[] ODD_VERSIONS = {"HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/1.1 ", "http/1.1",
        "HTTP/1.", "HTTP/99999999999.1", "", "RTSP/1.0"};
    private static final String[] ODD_HEADERS = {"Host: evil.example", "Host:", "Host: [::1", "Host: a\0b",
        "Content-Length: -1", "Content-Length: 5", "Content-Length: 99999999999999999999", "Content-Length: 0x10",
        "Content-Length: 3, 3", "Content-Length: +1", "Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: gzip", "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding: xchunked", "Expect: 100-continue", "Expect: 200-ok", "Connection: close",
        "Connection: upgrade", "Connection: keep-alive", "Upgrade: h2c", "Upgrade: websocket",
        "Upgrade: WebSocket, websocket", "HTTP2-Settings: AAMAAABkAAQAAP__", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Version: 8", "Sec-WebSocket-Key: x", "Sec-WebSocket-Key:",
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits", "Sec-WebSocket-Protocol: ,,,",
        "Origin: null", "Origin: http://evil.example", "Origin: ://", "Authorization: Bearer ",
        "Authorization: Basic eA==", "Authorization: Bearer " + "t".repeat(3000), "Cookie: posestream=1; posestream=2",
        "Cookie: =;=;", "Accept: ,;q=x", "If-None-Match: \"x\"", "Range: bytes=0-", "Content-Type: application/json",
        "Content-Type: text/plain", "Content-Encoding: gzip", "Accept-Encoding: gzip, br", "X: " + "y".repeat(9000),
        " folded: on", "NoColon", ": nothing", "Sp ace: x", "\u00e9: x", "X-Forwarded-For: 10.0.0.1", "Trailer: X",
        "TE: trailers"};
    private static final String[] ODD_CHUNK_SIZES = {"0", "5", "-1", "fffffffff", "7fffffffffffffff", "g", "", "5;x=y",
        "00000005", "0x5", " 5", "5 "};

    private final SplittableRandom random;
    private final Mutation mutation;
    private final List<Sample> samples;

    FuzzedRequests(SplittableRandom random, List<Sample> samples) {
        this.random = random;
        this.samples = samples;
        mutation = new Mutation(random);
    }

    /** One that must be answered, and leaves the connection as it was. */
    byte[] right() {
        Sample sample = any(samples);
        return bytes(head(sample.method(), sample.target(), "HTTP/1.1", "Host: 127.0.0.1:8080") + rest(sample.body()));
    }

    /** One of which anything may be wrong; seldom nothing is. */
    byte[] odd() {
        byte[] request = oddParts();
        return switch (random.nextInt(20)) {
            case 0 -> mutation.randomBytes(1 + random.nextInt(200));
            case 1, 2, 3, 4, 5, 6 -> mutation.of(request);
            default -> request;
        };
    }

    private byte[] oddParts() {
        Sample sample = any(samples);
        String method = oneIn(8) ? any(ODD_METHODS) : sample.method();
        String target = oneIn(5) ? any(ODD_TARGETS) : sample.target();
        if (oneIn(6)) {
            target = new String(mutation.of(bytes(target)), StandardCharsets.UTF_8);
        }
        StringBuilder request = new StringBuilder(
                head(method, target, oneIn(12) ? any(ODD_VERSIONS) : "HTTP/1.1", oneIn(10) ? "" : "Host: 127.0.0.1"));
        for (int more = random.nextInt(4); more > 0; more--) {
            request.append(any(ODD_HEADERS)).append(CRLF);
        }
        String body = sample.body();
        if (body != null && oneIn(2)) {
            body = new String(mutation.of(bytes(body)), StandardCharsets.UTF_8);
        }
        if (oneIn(8)) {
            return bytes(request.append(chunked(body == null ? "abcde" : body)).toString());
        }
        return bytes(request.append(rest(body)).toString());
    }

    private static String head(String method, String target, String version, String host) {
        return method + " " + target + " " + version + CRLF + (host.isEmpty() ? "" : host + CRLF);
    }

    private static String rest(String body) {
        return body == null ? CRLF : "Content-Type: application/json" + CRLF + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + CRLF + CRLF + body;
    }

    private String chunked(String body) {
        StringBuilder chunks = new StringBuilder("Transfer-Encoding: chunked" + CRLF + CRLF);
        for (int chunk = random.nextInt(4); chunk > 0; chunk--) {
            String size = oneIn(3) ? any(ODD_CHUNK_SIZES) : Integer.toHexString(bytes(body).length);
            chunks.append(size).append(CRLF).append(body).append(oneIn(8) ? "" : CRLF);
        }
        return chunks.append("0").append(CRLF).append(oneIn(6) ? "Trailer: x" + CRLF : "").append(CRLF).toString();
    }

    private boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String any(String[] of) {
        return of[random.nextInt(of.length)];
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
