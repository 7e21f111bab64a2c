package org.posestream.server.access;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges cameras that somebody names over the network, since this server then connects to whatever they name: to
 * services of this machine, to the metadata of a cloud, to files. Cameras of the configuration file are not judged.
 *
 * <p>A name is looked up here, every address of it must count, and the address to be opened holds one of them in place
 * of the name, so that the name cannot point elsewhere a moment later. Where TLS may need the name it stays.
 */
public final class CameraGuard {

    /**
     * FFmpeg's options that change how a stream is read, and nothing about from where, by which protocol, or what else
     * is opened, written or sent.
     */
    static final Set<String> OPTIONS = Set.of("analyzeduration", "buffer_size", "fflags", "flags",
            "fpsprobesize", "max_delay", "pkt_size", "probesize", "reorder_queue_size", "rtbufsize", "rtmp_buffer",
            "rtmp_live", "use_wallclock_as_timestamps", "user_agent");

    private static final Set<String> ENCRYPTED = Set.of("rtsps", "rtmps", "https");

    /**
     * Scheme, whatever stands before the last at sign of the authority, host, port, and the rest: the parts that FFmpeg
     * makes of it ({@code av_url_split}).
     */
    private static final Pattern ADDRESS = Pattern.compile("(?s)([a-z]+)://((?:[^/?#]*@)?)(\\[[0-9A-Fa-f:.]+\\]"
            + "|[A-Za-z0-9._-]+)((?::[0-9]{1,5})?)((?:[/?#].*)?)");

    private static final Map<String, String> PROTOCOLS = Map.of("rtsp", "rtsp,rtp,udp,tcp", "rtsps",
            "rtsp,rtsps,rtp,srtp,udp,tcp,tls", "rtmp", "rtmp,tcp", "rtmps", "rtmps,tls,tcp", "http", "http,tcp",
            "https", "https,tls,tcp");

    /** Containers that hold their pictures themselves; playlists name other addresses, which nobody would judge. */
    private static final String CONTAINERS = "mpjpeg,mjpeg,mov,matroska,webm,mpegts,flv,h264,hevc,jpeg_pipe,png_pipe";

    /** Cameras of the usual schemes, wherever nothing special is. */
    public static final CameraGuard DEFAULT = new CameraGuard(Set.of("rtsp", "rtsps", "rtmp", "rtmps"), List.of(),
            new SystemResolver());

    private final Set<String> schemes;
    private final List<AddressRange> networks;
    private final Resolver resolver;

    /** Looks names and addresses up. */
    interface Resolver {
        /** All addresses of a name. */
        InetAddress[] resolve(String name) throws UnknownHostException;

        /** Whether an address is one of this machine. */
        boolean isOwn(InetAddress address);
    }

    /** The system's, which may take as long as the network does. */
    private static final class SystemResolver implements Resolver {

        @Override
        public InetAddress[] resolve(String name) throws UnknownHostException {
            return InetAddress.getAllByName(name);
        }

        @Override
        public boolean isOwn(InetAddress address) {
            try {
                return NetworkInterface.getByInetAddress(address) != null;
            } catch (SocketException e) {
                return false;
            }
        }
    }

    /** One that looks names up as the system does. */
    public CameraGuard(Set<String> schemes, List<AddressRange> networks) {
        this(schemes, networks, new SystemResolver());
    }

    /**
     * @param schemes of addresses that may be opened, in lower case
     * @param networks in which they may be; empty for all but the special ones. A special one counts only where it, or
     *        a part of it, is named itself, so that {@code 0.0.0.0/0} does not open this machine
     */
    CameraGuard(Set<String> schemes, List<AddressRange> networks, Resolver resolver) {
        this.schemes = Set.copyOf(schemes);
        this.networks = List.copyOf(networks);
        this.resolver = resolver;
    }

    /**
     * Judges what can be judged without looking anything up; a name is judged by its addresses when it is opened.
     *
     * @throws CameraRefusedException when it must not be opened
     */
    public void require(String address, Map<String, String> options) throws CameraRefusedException {
        Optional<InetAddress> literal = literal(host(parts(address)));
        if (literal.isPresent()) {
            requireAllowed(literal.get());
        }
        options(address, options);
    }

    /**
     * The address to be opened in place of one that was given. Looks names up.
     *
     * @throws CameraRefusedException when it must not be opened, or its name is not known
     */
    public String pinned(String address) throws CameraRefusedException {
        Matcher parts = parts(address);
        List<InetAddress> targets = targets(host(parts));
        for (InetAddress target : targets) {
            requireAllowed(target);
        }
        if (ENCRYPTED.contains(parts.group(1))) {
            return address;
        }
        String number = targets.get(0).getHostAddress();
        return parts.group(1) + "://" + parts.group(2) + (number.indexOf(':') < 0 ? number : "[" + number + "]")
                + parts.group(4) + parts.group(5);
    }

    /**
     * FFmpeg's options for an address that was given, with those that keep it to the scheme's own protocols.
     *
     * @throws CameraRefusedException when one could do more than change how the stream is read
     */
    public Map<String, String> options(String address, Map<String, String> given) throws CameraRefusedException {
        for (Map.Entry<String, String> option : given.entrySet()) {
            if (!OPTIONS.contains(option.getKey())) {
                throw new CameraRefusedException("the option '" + option.getKey() + "' may not be given over the"
                        + " network; name the camera in the file, or use of these: "
                        + String.join(", ", new TreeSet<>(OPTIONS)));
            }
            if (option.getValue().chars().anyMatch(Character::isISOControl)) {
                throw new CameraRefusedException("the option '" + option.getKey() + "' holds a control character");
            }
        }
        String scheme = parts(address).group(1);
        Map<String, String> all = new TreeMap<>(given);
        all.put("protocol_whitelist", PROTOCOLS.get(scheme));
        if (scheme.startsWith("http")) {
            all.put("format_whitelist", CONTAINERS);
        }
        return all;
    }

    private Matcher parts(String address) throws CameraRefusedException {
        Matcher parts = ADDRESS.matcher(address);
        if (address.chars().anyMatch(each -> Character.isISOControl(each) || Character.isWhitespace(each))
                || !parts.matches() || !schemes.contains(parts.group(1)) || !PROTOCOLS.containsKey(parts.group(1))) {
            throw new CameraRefusedException("over the network only addresses such as rtsp://HOST/PATH may be given,"
                    + " with one of the schemes " + String.join(", ", new TreeSet<>(schemes))
                    + "; others must be in the file");
        }
        return parts;
    }

    private static String host(Matcher parts) throws CameraRefusedException {
        String host = parts.group(3);
        if (AddressText.isOddNumber(host)) {
            throw new CameraRefusedException("the host is a number in a form that is read in several ways; write four"
                    + " decimal numbers, such as 10.0.0.7");
        }
        return host;
    }

    private List<InetAddress> targets(String host) throws CameraRefusedException {
        Optional<InetAddress> literal = literal(host);
        if (literal.isPresent()) {
            return List.of(literal.get());
        }
        try {
            return List.of(resolver.resolve(host));
        } catch (UnknownHostException e) {
            throw new CameraRefusedException("the host '" + host + "' is not known", e);
        }
    }

    private static Optional<InetAddress> literal(String host) throws CameraRefusedException {
        if (!host.startsWith("[")) {
            return AddressText.parse(host);
        }
        Optional<InetAddress> literal = AddressText.parse(host.substring(1, host.length() - 1));
        if (literal.isEmpty()) {
            throw new CameraRefusedException("the host '" + host + "' is no address of IPv6");
        }
        return literal;
    }

    private void requireAllowed(InetAddress address) throws CameraRefusedException {
        InetAddress meant = SpecialNetworks.meant(address);
        if (!isAllowed(meant)) {
            throw new CameraRefusedException("cameras in the network of this host may not be given over the network;"
                    + " list it in access.camera-networks, or name the camera in the file");
        }
    }

    private boolean isAllowed(InetAddress address) {
        Optional<AddressRange> special = special(address);
        if (special.isPresent()) {
            return networks.stream().anyMatch(each -> special.get().contains(each) && each.contains(address));
        }
        return networks.isEmpty() || networks.stream().anyMatch(each -> each.contains(address));
    }

    /** The special network that an address is in; this machine's own addresses are one each. */
    private Optional<AddressRange> special(InetAddress address) {
        Optional<AddressRange> known = SpecialNetworks.of(address);
        return known.isPresent() || !resolver.isOwn(address) ? known
                : Optional.of(new AddressRange(address, address.getAddress().length * Byte.SIZE));
    }
}
