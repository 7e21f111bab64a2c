package org.posestream.server.config;

import java.util.List;

/** Settings that cannot be used, with everything that is wrong with them. */
public final class InvalidSettingsException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<ConfigFault> faults;

    InvalidSettingsException(List<ConfigFault> faults) {
        super(faults.size() + " of the settings cannot be used");
        this.faults = List.copyOf(faults);
    }

    /** At least one. */
    public List<ConfigFault> faults() {
        return faults;
    }
}
