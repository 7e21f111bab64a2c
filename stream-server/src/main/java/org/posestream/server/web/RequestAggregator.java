package org.posestream.server.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpContentException;

/**
 * Makes whole requests of their pieces. One whose body is too long becomes a request that could not be read, so that it
 * is answered in its turn.
 */
final class RequestAggregator extends HttpObjectAggregator {

    RequestAggregator(int maxBodyBytes) {
        super(maxBodyBytes);
    }

    /** The length of a request that could not be read may be anything but a number. */
    @Override
    protected boolean isContentLengthInvalid(HttpMessage start, int maxContentLength) {
        return start.decoderResult().isSuccess() && super.isContentLengthInvalid(start, maxContentLength);
    }

    /** Other expectations than to be told to go on are not met, which is no reason to refuse. */
    @Override
    protected Object newContinueResponse(HttpMessage start, int maxContentLength, ChannelPipeline pipeline) {
        boolean fits = start.decoderResult().isSuccess()
                && HttpUtil.getContentLength(start, -1L) <= maxContentLength;
        return fits && HttpUtil.is100ContinueExpected(start)
                ? super.newContinueResponse(start, maxContentLength, pipeline) : null;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        HttpRequest head = (HttpRequest) oversized;
        FullHttpRequest unread = new DefaultFullHttpRequest(head.protocolVersion(), head.method(), head.uri(),
                Unpooled.EMPTY_BUFFER);
        unread.setDecoderResult(DecoderResult.failure(new TooLongHttpContentException()));
        context.fireChannelRead(unread);
    }
}
