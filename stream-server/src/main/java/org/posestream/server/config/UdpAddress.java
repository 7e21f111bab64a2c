package org.posestream.server.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where datagrams go, by a name that is resolved later.
 *
 * @param host a name or an address
 * @param port 1..65535
 */
public record UdpAddress(String host, int port) {

    private static final Pattern FORM = Pattern.compile(
            "(?:\\[([0-9A-Fa-f:.]+(?:%[A-Za-z0-9_.-]+)?)]|([^\\s\\[\\]:/@]+))(?::(\\d{1,5}))?");

    /**
     * Reads {@code HOST:PORT}, {@code [IPV6]:PORT}, or either without the port.
     *
     * @param defaultPort what stands for a port that is left out; 0 where it must be given
     * @throws IllegalArgumentException in one line, when it is no such address
     */
    public static UdpAddress parse(String text, int defaultPort) {
        Matcher matcher = FORM.matcher(text.strip());
        boolean matches = matcher.matches();
        int port = matches && matcher.group(3) != null ? Integer.parseInt(matcher.group(3)) : defaultPort;
        if (!matches || port < 1 || port > 65535) {
            throw new IllegalArgumentException("must be HOST:PORT with a port from 1 to 65535, such as "
                    + "192.168.0.5:39539 or [::1]:39539, but was '" + text + "'");
        }
        return new UdpAddress(matcher.group(1) == null ? matcher.group(2) : matcher.group(1), port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
