package org.posestream.server.config;

import java.util.Optional;

/**
 * What a camera of this machine is asked for; what is left out is its own choice.
 *
 * @param pixelFormat a pixel format or codec by FFmpeg's name, for example {@code mjpeg}
 * @param size width and height in pixels, for example {@code 1280x720}
 * @param frameRate frames a second
 */
public record DeviceConfig(Optional<String> pixelFormat,
        @Matching(regex = "[1-9]\\d{0,4}x[1-9]\\d{0,4}", meaning = "a width and height such as 1280x720")
        Optional<String> size,
        @Between(least = "0.1", most = "1000") Optional<Double> frameRate) {

    static final DeviceConfig DEFAULT = new DeviceConfig(Optional.empty(), Optional.empty(), Optional.empty());
}
