package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posestream.server.command.StopRequests.Answer.BEGIN;
import static org.posestream.server.command.StopRequests.Answer.FORCE;
import static org.posestream.server.command.StopRequests.Answer.IGNORE;

import org.junit.jupiter.api.Test;

class StopRequestsTest {

    private static final long BEGIN_NANOS = Long.MAX_VALUE - 1000;

    private final StopRequests requests = new StopRequests();

    @Test
    void shouldIgnoreEchoesForHalfASecondAndNoLonger() {
        assertFalse(requests.any());
        assertEquals(BEGIN, requests.judge("TERM", BEGIN_NANOS));
        assertTrue(requests.any());
        assertEquals(IGNORE, requests.judge("TERM", BEGIN_NANOS));
        assertEquals(IGNORE, requests.judge("TERM", BEGIN_NANOS + 499_999_999));
        assertEquals(FORCE, requests.judge("TERM", BEGIN_NANOS + 500_000_000));
    }

    @Test
    void shouldTakeAnotherSignalAtItsWord() {
        assertEquals(BEGIN, requests.judge("TERM", BEGIN_NANOS));
        assertEquals(FORCE, requests.judge("INT", BEGIN_NANOS + 1));
    }
}
