package org.posestream.server.config;

import java.time.Duration;
import java.util.Map;
import org.posestream.pipeline.CameraOptions;
import org.posestream.pipeline.Freshness;
import org.posestream.pipeline.SupervisionOptions;
import org.posestream.source.Redaction;
import org.posestream.source.SourceOptions;
import org.posestream.source.SourceOptions.Transport;

/**
 * One camera.
 *
 * @param address what to open; null only where defaults of cameras are meant
 * @param enabled whether it is opened by itself
 * @param transport how an RTSP stream comes
 * @param freshness which frames are processed when there are too many
 * @param maxRate frames a second that are let in at most; 0 for all
 * @param readTimeout how long a network source may take to connect, or to deliver the next packet
 * @param openTimeout how long opening may take until the first frame
 * @param stallTimeout how long a connected stream may deliver no frame
 * @param longestPause between two tries to open it at most
 * @param decodeThreads threads of the decoder
 * @param device what a camera of this machine is asked for
 * @param options FFmpeg's options of the demuxer, protocol or device
 */
public record CameraConfig(String address, boolean enabled, Transport transport, Freshness freshness,
        @Between(least = "0", most = "1000") double maxRate,
        @Between(least = "100ms", most = "10min") Duration readTimeout,
        @Between(least = "100ms", most = "10min") Duration openTimeout,
        @Between(least = "100ms", most = "10min") Duration stallTimeout,
        @Between(least = "1s", most = "1h") Duration longestPause,
        @Between(least = "1", most = "16") int decodeThreads,
        DeviceConfig device, Map<String, String> options) {

    /** A camera without an address, with everything else as it is when nobody says otherwise. */
    public static final CameraConfig DEFAULT = new CameraConfig(null, true, Transport.TCP, Freshness.LATEST, 0,
            Duration.ofNanos(SourceOptions.DEFAULT.timeoutNanos()), SupervisionOptions.DEFAULT.openTimeout(),
            SupervisionOptions.DEFAULT.stallTimeout(), SupervisionOptions.DEFAULT.longestPause(), 1,
            DeviceConfig.DEFAULT, Map.of());

    public CameraConfig {
        options = Map.copyOf(options);
    }

    /** The same with another address. */
    public CameraConfig withAddress(String other) {
        return new CameraConfig(other, enabled, transport, freshness, maxRate, readTimeout, openTimeout, stallTimeout,
                longestPause, decodeThreads, device, options);
    }

    /** The same, opened by itself or not. */
    public CameraConfig withEnabled(boolean other) {
        return new CameraConfig(address, other, transport, freshness, maxRate, readTimeout, openTimeout, stallTimeout,
                longestPause, decodeThreads, device, options);
    }

    /** How its source is opened. */
    public SourceOptions sourceOptions() {
        return new SourceOptions(readTimeout.toNanos(), decodeThreads, transport, device.format(), options);
    }

    /** How it is read. */
    public CameraOptions cameraOptions() {
        SupervisionOptions defaults = SupervisionOptions.DEFAULT;
        return new CameraOptions(freshness, maxRate, new SupervisionOptions(openTimeout, stallTimeout,
                defaults.abandonTimeout(), defaults.maxAbandoned(), longestPause));
    }

    /** Without credentials. */
    @Override
    public String toString() {
        return "CameraConfig[" + (address == null ? "" : Redaction.of(address)) + "]";
    }
}
