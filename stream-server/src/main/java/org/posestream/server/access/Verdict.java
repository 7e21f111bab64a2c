package org.posestream.server.access;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/** Whether a request is answered. */
public sealed interface Verdict {

    /** It is. */
    record Granted(Caller caller) implements Verdict {
        public Granted {
            requireNonNull(caller, "caller is null");
        }
    }

    /**
     * It is not.
     *
     * @param status of HTTP
     * @param reason one line with the mend
     * @param headers that go with it, by name
     */
    record Refused(int status, String reason, Map<String, String> headers) implements Verdict {
        public Refused {
            requireNonNull(reason, "reason is null");
            headers = Map.copyOf(headers);
        }

        Refused(int status, String reason) {
            this(status, reason, Map.of());
        }
    }
}
