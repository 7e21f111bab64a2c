package org.posestream.server.config;

/**
 * Pictures of cameras for people who look.
 *
 * @param enabled whether there are any
 * @param maxRate pictures a second that a viewer may ask for
 * @param maxWidth pixels that a viewer may ask for, and what is sent where nobody says otherwise
 * @param quality of JPEG
 * @param viewers who may look at a time, at all cameras together
 */
public record PreviewConfig(boolean enabled,
        @Between(least = "1", most = "30") double maxRate,
        @Between(least = "16", most = "7680") int maxWidth,
        @Between(least = "1", most = "100") int quality,
        @Between(least = "1", most = "1000") int viewers) {

    public static final PreviewConfig DEFAULT = new PreviewConfig(true, 30, 1280, 75, 32);
}
