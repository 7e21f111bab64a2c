package org.posestream.server.web;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;
import java.util.Set;

/**
 * What a request says about the form of its answer.
 *
 * @param unread whether more of the request may come, that nobody reads
 * @param keepAlive whether more requests may come after it
 * @param chunked whether the client understands chunks; to others the connection's end is the end of the answer
 * @param headOnly whether the body is to be left out
 * @param crossOrigin headers for a page of another origin that may read the answer
 */
record AnswerForm(boolean unread, boolean keepAlive, boolean chunked, boolean headOnly,
        Map<String, String> crossOrigin) {

    /** What stands there already holds as well: an upgrade besides the end, the packing besides the origin. */
    private static final Set<String> LISTS = Set.of("Connection", "Vary");

    static AnswerForm of(FullHttpRequest request, Map<String, String> crossOrigin) {
        boolean unread = request.decoderResult().isFailure();
        // Where one could not be read, nobody knows where the next begins.
        return new AnswerForm(unread, HttpUtil.isKeepAlive(request) && !unread,
                request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0,
                request.method().equals(HttpMethod.HEAD), crossOrigin);
    }

    /** The whole answer; the codec leaves out the body where the request was HEAD. */
    FullHttpResponse whole(Reply reply) {
        HttpResponseStatus status = HttpResponseStatus.valueOf(reply.status());
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status,
                Unpooled.wrappedBuffer(reply.body()));
        HttpHeaders headers = response.headers();
        // What has no body by its status tells nothing of one; zero would be the length of what is not modified.
        if (!status.equals(HttpResponseStatus.NO_CONTENT) && !status.equals(HttpResponseStatus.NOT_MODIFIED)) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                    .set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
        }
        HttpUtil.setKeepAlive(response, keepAlive);
        crossOrigin.forEach(headers::set);
        reply.headers().forEach((name, value) -> put(headers, name, value));
        return response;
    }

    private static void put(HttpHeaders headers, String name, String value) {
        if (!LISTS.contains(name)) {
            headers.set(name, value);
        } else if (!headers.containsValue(name, value, true)) {
            headers.add(name, value);
        }
    }

    /** The head of an answer without a known end, with which the connection ends. */
    HttpResponse head(StreamedReply reply) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpUtil.setTransferEncodingChunked(head, chunked);
        crossOrigin.forEach(head.headers()::set);
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return head;
    }
}
