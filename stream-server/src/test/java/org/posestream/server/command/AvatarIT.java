package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.server.osc.Marionette;
import org.posestream.server.osc.OscMessage;

/** The whole program moves an avatar: from the bundled clip's pixels to bones that arrive over UDP. */
@Timeout(300)
class AvatarIT {

    @TempDir
    private Path folder;

    @Test
    void shouldMoveAnAvatarUntilItIsTerminated() throws Exception {
        try (Marionette marionette = new Marionette();
                ServerProcess server = ServerProcess.start(folder, List.of("demo", "--vmc",
                        "127.0.0.1:" + marionette.port()))) {
            int moved = 0;
            while (moved < 30) {
                boolean tracked = state(marionette).equals(List.of(1, 3, 0, 1));
                moved += tracked ? 1 : 0;
                if (tracked) {
                    assertStandsUpright(marionette);
                }
            }
            assertEquals(55, marionette.bones());

            assertEquals(0, server.terminate());
            List<Object> last = state(marionette);
            while (!last.equals(List.of(0, 0, 0, 0))) {
                last = state(marionette);
            }
        }
    }

    private static List<Object> state(Marionette marionette) throws Exception {
        return marionette.receiveFrame().stream().filter(message -> message.address().equals("/VMC/Ext/OK"))
                .map(OscMessage::arguments).findFirst().orElseThrow();
    }

    private static void assertStandsUpright(Marionette marionette) {
        double head = marionette.position("Head")[1];
        double hips = marionette.position("Hips")[1];
        double foot = Math.min(marionette.position("LeftFoot")[1], marionette.position("RightFoot")[1]);
        assertTrue(head > hips + 0.3 && hips > foot + 0.4 && foot > 0 && foot < 0.3,
                () -> "head at " + head + ", hips at " + hips + ", foot at " + foot);
    }
}
