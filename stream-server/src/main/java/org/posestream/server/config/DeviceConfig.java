package org.posestream.server.config;

import java.util.Optional;
import org.posestream.source.SourceFormat;

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

    SourceFormat format() {
        String[] sides = size.orElse("0x0").split("x");
        return new SourceFormat("", pixelFormat.orElse(""), Integer.parseInt(sides[0]), Integer.parseInt(sides[1]),
                frameRate.orElse(0.0));
    }
}
