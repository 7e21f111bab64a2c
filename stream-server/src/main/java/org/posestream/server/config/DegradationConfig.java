package org.posestream.server.config;

import java.time.Duration;
import org.posestream.pipeline.DegradationOptions;

/** When a pipeline with too much to do gives something up; the components are those of {@link DegradationOptions}. */
public record DegradationConfig(boolean enabled,
        @Between(least = "0.01", most = "1") double lateShare,
        @Between(least = "1s", most = "10min") Duration window,
        @Between(least = "2s", most = "24h") Duration quietTime,
        @Between(least = "2s", most = "24h") Duration longestQuietTime) {

    static final DegradationConfig DEFAULT = of(DegradationOptions.OFF);

    private static DegradationConfig of(DegradationOptions options) {
        return new DegradationConfig(options.enabled(), options.lateShare(), options.window(), options.quietTime(),
                options.longestQuietTime());
    }

    public DegradationOptions options() {
        return new DegradationOptions(enabled, lateShare, window, quietTime, longestQuietTime);
    }
}
