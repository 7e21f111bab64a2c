package org.posestream.server.web;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/**
 * What a request says about the form of its answer.
 *
 * @param keepAlive whether more requests may come after it
 * @param chunked whether the client understands chunks; to others the connection's end is the end of the answer
 * @param headOnly whether the body is to be left out
 */
record AnswerForm(boolean keepAlive, boolean chunked, boolean headOnly) {

    static AnswerForm of(HttpRequest request) {
        return new AnswerForm(HttpUtil.isKeepAlive(request),
                request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0,
                request.method().equals(HttpMethod.HEAD));
    }

    /** The whole answer; the codec leaves out the body where the request was HEAD. */
    FullHttpResponse whole(Reply reply) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(reply.status()), Unpooled.wrappedBuffer(reply.body()));
        HttpHeaders headers = response.headers();
        setCommon(headers, reply.contentType());
        headers.set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
        reply.headers().forEach(headers::set);
        HttpUtil.setKeepAlive(response, keepAlive);
        return response;
    }

    /** The head of an answer without a known end, with which the connection ends. */
    HttpResponse head(StreamedReply reply) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        setCommon(head.headers(), reply.contentType());
        HttpUtil.setTransferEncodingChunked(head, chunked);
        head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return head;
    }

    private static void setCommon(HttpHeaders headers, String contentType) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, contentType).set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("X-Content-Type-Options", "nosniff");
    }
}
