package org.posestream.server.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.posestream.server.access.AccessRules;
import org.posestream.server.access.AccessToken;
import org.posestream.server.access.AccessTokens;
import org.posestream.server.access.AddressRange;
import org.posestream.server.access.CameraGuard;

/**
 * Who may do what.
 *
 * @param open whether everybody may do everything where no tokens are, though other machines reach the server
 * @param tokens by name; where there are some, everybody must show one
 * @param origins of pages that may use the server beside its own
 * @param hosts names by which the server may be addressed, beside localhost and addresses in numbers
 * @param cameraSchemes of addresses of cameras that are given over the network
 * @param cameraNetworks in which such cameras may be; empty for all but those that are special
 */
public record AccessConfig(boolean open,
        @Matching(regex = AccessConfig.TOKEN_NAME, meaning = "1 to 64 letters, digits, - and _")
        Map<String, TokenConfig> tokens,
        @Matching(regex = "https?://[^/?#@\\s]+", meaning = "an origin such as https://app.example, without a path")
        List<String> origins,
        @Matching(regex = "[A-Za-z0-9.-]+", meaning = "a host's name, without a port")
        List<String> hosts,
        @Matching(regex = "rtsps?|rtmps?|https?", meaning = "one of rtsp, rtsps, rtmp, rtmps, http, https")
        List<String> cameraSchemes,
        List<AddressRange> cameraNetworks) {

    static final String TOKEN_NAME = "[A-Za-z0-9_-]{1,64}";

    public static final AccessConfig DEFAULT = new AccessConfig(false, Map.of(), List.of(), List.of(),
            List.of("rtsp", "rtsps", "rtmp", "rtmps"), List.of());

    public AccessConfig {
        tokens = Collections.unmodifiableMap(new LinkedHashMap<>(tokens));
        origins = List.copyOf(origins);
        hosts = List.copyOf(hosts);
        cameraSchemes = List.copyOf(cameraSchemes);
        cameraNetworks = List.copyOf(cameraNetworks);
    }

    /** The same, letting everybody in or not. */
    public AccessConfig withOpen(boolean other) {
        return new AccessConfig(other, tokens, origins, hosts, cameraSchemes, cameraNetworks);
    }

    AccessConfig withTokens(Map<String, TokenConfig> others) {
        return new AccessConfig(open, others, origins, hosts, cameraSchemes, cameraNetworks);
    }

    /**
     * As it is judged by.
     *
     * @param loopback whether only this machine reaches the server
     */
    public AccessRules rules(boolean loopback) {
        List<AccessToken> known = new ArrayList<>();
        tokens.forEach((name, token) -> known.add(new AccessToken(name, token.scope(), token.value().orElseThrow())));
        return new AccessRules(known.isEmpty() ? AccessTokens.NONE : new AccessTokens(known), loopback,
                Set.copyOf(origins), Set.copyOf(hosts));
    }

    /** What cameras may be named over the network. */
    public CameraGuard cameraGuard() {
        return new CameraGuard(Set.copyOf(cameraSchemes), cameraNetworks);
    }

    /** Whether strangers of other machines could do everything without anybody having said so. */
    public boolean isUnguarded(boolean loopback) {
        return !loopback && !open && tokens.isEmpty();
    }
}
