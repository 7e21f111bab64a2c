package org.posestream.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class SubscriberTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final Subscriber subscriber = new Subscriber(channel.pipeline().firstContext());
    private final ByteBuf first = message(1);
    private final ByteBuf second = message(2);
    private final ByteBuf third = message(3);

    @Test
    void shouldKeepOnlyTheNewestMessageForASlowClient() {
        setWritable(false);
        subscriber.offer(first);
        subscriber.offer(second);
        subscriber.drain();
        assertNull(channel.readOutbound());
        assertEquals(1, subscriber.dropped());
        assertEquals(1, first.refCnt(), "let go of");

        setWritable(true);
        subscriber.drain();
        assertSent(2);
        subscriber.drain();
        assertNull(channel.readOutbound());
    }

    @Test
    void shouldNeverSendAnOlderMessageAfterANewerOne() {
        setWritable(false);
        subscriber.offer(first);
        setWritable(true);
        subscriber.offer(third);
        subscriber.drain();
        assertSent(3);
        assertNull(channel.readOutbound());
        assertEquals(1, first.refCnt(), "let go of");
    }

    @Test
    void shouldLetGoOfWhatWaitedWhenTheClientLeaves() {
        setWritable(false);
        subscriber.offer(first);
        assertEquals(2, first.refCnt());
        subscriber.release();
        assertEquals(1, first.refCnt());
    }

    private void setWritable(boolean writable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
    }

    private void assertSent(int content) {
        ByteBuf sent = channel.readOutbound();
        assertEquals(content, sent.readByte());
        sent.release();
    }

    private static ByteBuf message(int content) {
        return Unpooled.buffer(1).writeByte(content);
    }
}
