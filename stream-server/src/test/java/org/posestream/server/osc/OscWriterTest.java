package org.posestream.server.osc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.posestream.Allocations;

class OscWriterTest {

    private static final String BUNDLE_IMMEDIATELY = "2362756e646c6500 0000000000000001";

    private final OscWriter out = new OscWriter();

    /** The two example messages at the end of the specification of OSC 1.0, in a bundle. */
    @Test
    void shouldWriteTheExamplesOfTheSpecification() {
        out.begin("/oscillator/4/frequency", "f").number(440).end();
        out.begin("/foo", "iisff").integer(1000).integer(-1).string("hello").number(1.234f).number(5.678f).end();

        assertEquals(bytes(BUNDLE_IMMEDIATELY
                + "00000020 2f6f7363 696c6c61 746f722f 342f6672 65717565 6e637900 2c660000 43dc0000"
                + "00000028 2f666f6f 00000000 2c696973 66660000 000003e8 ffffffff 68656c6c 6f000000 3f9df3b6 40b5b22d"),
                datagram(0));
        assertEquals(1, out.count());
    }

    @Test
    void shouldWriteAMessageWithoutArguments() {
        out.begin("/VMC/Ext/Blend/Apply", "").end();

        assertEquals(bytes(BUNDLE_IMMEDIATELY + "0000001c 2f564d43 2f457874 2f426c65 6e642f41 70706c79 00000000"
                + "2c000000"), datagram(0));
    }

    @Test
    void shouldBeginAnotherDatagramWhereOneIsFull() {
        // 8 for the address, 4 for the types, 88 of text, 4 for the size: 11 times that fits behind the header.
        String text = "x".repeat(87);
        for (int i = 0; i < 12; i++) {
            out.begin("/abcd", "s").string(text).end();
        }

        assertEquals(2, out.count());
        assertEquals(16 + 11 * 104, out.datagram(0).remaining());
        assertEquals(16 + 104, out.datagram(1).remaining());
    }

    @Test
    void shouldFillADatagramToTheLastByte() {
        // 1200 - 16 - 4 = 1180 = 8 + 4 + 1168
        out.begin("/abcd", "s").string("x".repeat(1167)).end();

        assertEquals(OscWriter.MAX_DATAGRAM_BYTES, out.datagram(0).remaining());
        out.begin("/a", "").end();
        assertEquals(2, out.count());
    }

    @Test
    void shouldForgetWhatWasWritten() {
        out.begin("/a", "i").integer(1).end();
        out.begin("/unfinished", "i");
        out.clear();
        assertEquals(0, out.count());

        out.begin("/b", "").end();
        assertEquals(List.of(new OscMessage("/b", List.of())), OscMessage.decode(out.datagram(0)));
    }

    @Test
    void shouldRefuseArgumentsThatAreNotThoseOfTheTypes() {
        OscWriter message = out.begin("/a", "if");
        assertThrows(IllegalStateException.class, () -> message.number(1));
        assertThrows(IllegalStateException.class, () -> out.begin("/a", "if").integer(1).end());
        assertThrows(IllegalStateException.class, () -> out.begin("/a", "").string("x"));
        assertThrows(IllegalArgumentException.class, () -> out.begin("/\u00e4", ""));
        assertEquals(0, out.count());
    }

    @Property(tries = 300)
    void shouldBeReadAsItWasWritten(@ForAll long seed) {
        Random random = new Random(seed);
        List<OscMessage> written = new ArrayList<>();
        OscWriter writer = new OscWriter();
        for (int i = random.nextInt(60); i >= 0; i--) {
            OscMessage message = new OscMessage("/" + "a/".repeat(random.nextInt(9)) + i,
                    List.of("t".repeat(random.nextInt(60)), random.nextInt(), random.nextFloat()));
            writer.begin(message.address(), "sif").string(message.text(0)).integer(message.integer(1))
                    .number(message.number(2)).end();
            written.add(message);
        }

        List<OscMessage> read = new ArrayList<>();
        for (int i = 0; i < writer.count(); i++) {
            assertTrue(writer.datagram(i).remaining() <= OscWriter.MAX_DATAGRAM_BYTES);
            read.addAll(OscMessage.decode(writer.datagram(i)));
        }
        assertEquals(written, read);
    }

    @Test
    void shouldAllocateNothingOnceItHasItsDatagrams() {
        StringBuilder address = new StringBuilder("/posestream/hall/person/1/joint/nose");
        Runnable frame = () -> {
            out.clear();
            for (int i = 0; i < 100; i++) {
                out.begin(address, "sfi").string("root").number(i).integer(i).end();
            }
        };

        assertTrue(Allocations.bytesOf(5000, frame) < 5000, "less than a byte each");
    }

    private String datagram(int index) {
        ByteBuffer datagram = out.datagram(index);
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String bytes(String hex) {
        return hex.replace(" ", "");
    }
}
