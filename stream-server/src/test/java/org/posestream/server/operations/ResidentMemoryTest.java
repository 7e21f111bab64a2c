package org.posestream.server.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ResidentMemoryTest {

    @Test
    void shouldReadWhatTheSystemWrites() {
        assertEquals(OptionalLong.of(123_456L * 1024),
                ResidentMemory.bytes(Stream.of("Name:\tjava", "VmHWM:\t  200000 kB", "VmRSS:\t  123456 kB")));
        assertEquals(OptionalLong.empty(), ResidentMemory.bytes(Stream.of("Name:\tjava")));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldKnowThatThisProcessHoldsItsHeap() {
        assertTrue(ResidentMemory.bytes().orElseThrow() > 10_000_000);
    }
}
