package org.posestream.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses by which somebody would have the server connect to what only it reaches. */
class CameraGuardTest {

    private static final Set<String> SCHEMES = Set.of("rtsp", "rtsps", "rtmp", "http", "https");

    /** A name tells its addresses: {@code 10-0-0-7.test}, several with {@code _} between them. */
    private static final CameraGuard.Resolver NAMES = new CameraGuard.Resolver() {
        @Override
        public InetAddress[] resolve(String name) throws UnknownHostException {
            if (!name.endsWith(".test")) {
                throw new UnknownHostException(name);
            }
            return Arrays.stream(name.replace(".test", "").split("_")).map(each -> address(each.replace('-', '.')))
                    .toArray(InetAddress[]::new);
        }

        @Override
        public boolean isOwn(InetAddress address) {
            return address.equals(address("10.0.0.99"));
        }
    };

    private final CameraGuard guard = new CameraGuard(SCHEMES, List.of(), NAMES);

    @ParameterizedTest
    @CsvSource({
        "rtsp://10.0.0.7/stream, rtsp://10.0.0.7/stream",
        "rtsp://10-0-0-7.test:554/a?b#c, rtsp://10.0.0.7:554/a?b#c",
        "rtsp://me:p%40ss@10-0-0-7.test, rtsp://me:p%40ss@10.0.0.7",
        "rtsp://me:p@ss@10-0-0-7.test/, rtsp://me:p@ss@10.0.0.7/",
        "rtmp://192-168-1-4.test/app, rtmp://192.168.1.4/app",
        "http://[fd12:3456::7]:80/, http://[fd12:3456:0:0:0:0:0:7]:80/",
        "rtsp://[::ffff:10.0.0.7]/, rtsp://10.0.0.7/",
        "rtsps://10-0-0-7.test/, rtsps://10-0-0-7.test/",
    })
    void shouldOpenTheVeryAddressThatItJudged(String given, String opened) throws Exception {
        assertEquals(opened, guard.pinned(given));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp://127.0.0.1/", "rtsp://127.9.9.9/", "rtsp://0.0.0.0/", "rtsp://[::1]/",
        "rtsp://[::]/",
        "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[fd00:ec2::254]/",
        "http://100.100.100.200/", "http://168.63.129.16/", "http://192.0.0.192/", "rtsp://224.0.0.1/",
        "rtsp://255.255.255.255/", "rtsp://[ff02::1]/", "rtsp://[::ffff:127.0.0.1]/", "rtsp://[::ffff:a9fe:a9fe]/",
        "rtsp://[::127.0.0.1]/", "rtsp://[64:ff9b::7f00:1]/", "rtsp://[64:ff9b::169.254.169.254]/",
        "rtsp://[2002:7f00:1::]/", "rtsp://[2001::1]/", "rtsp://[fec0::1]/", "rtsp://10.0.0.99/",
        "rtsp://127-0-0-1.test/", "rtsp://10-0-0-7_127-0-0-1.test/", "rtsps://127-0-0-1.test/",
        "rtsp://user@10.0.0.7@127.0.0.1/", "rtsp://10.0.0.7\\@127.0.0.1/",
        "rtsp://10.0.0.7:80@127.0.0.1/", "rtsp://10-0-0-7.test@127.0.0.1:554/"})
    void shouldNotReachWhatTrustsThisMachine(String address) {
        assertTrue(assertThrows(CameraRefusedException.class, () -> guard.pinned(address)).getMessage()
                .contains("camera-networks"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp://0x7f.1/", "rtsp://0x7f000001/", "rtsp://2130706433/", "rtsp://0177.0.0.1/",
        "rtsp://127.1/", "rtsp://127.0.1/", "rtsp://127.0.0.1./", "rtsp://127.0.0.01/", "rtsp://0/",
        "rtsp://256.1.1.1/",
        "rtsp://a.0x1/"})
    void shouldNotGuessWhatAnOddNumberMeans(String address) {
        assertTrue(assertThrows(CameraRefusedException.class, () -> guard.pinned(address)).getMessage()
                .contains("four decimal numbers"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "file:///etc/passwd", "file:/etc/passwd", "/dev/video0", "video=Cam",
        "device:lavfi:movie=/etc/passwd", "lavfi:testsrc", "concat:/etc/passwd", "unix:///run/docker.sock",
        "tcp://10.0.0.7:22", "udp://10.0.0.7:9", "gopher://10.0.0.7/", "ftp://10.0.0.7/", "RTSP://10.0.0.7/",
        "srt://:9000", "rtp://10.0.0.7:1", "subfile,,start,0,end,9,,:/etc/passwd", "rtsp:10.0.0.7", "rtsp:///path",
        "rtsp://10.0.0.7 127.0.0.1/", "rtsp://10.0.0.7/\r\nX: y",
        "rtsp://[fe80::1%25lo]/",
        "rtsp://10.0.0.7:99999999/", "rtsp://10.0.0.7:80:81/", "rtsp://%31%32%37.0.0.1/", "rtsp://１２７.0.0.1/",
        "crypto+http://10.0.0.7/", "rtmps://10.0.0.7/", ""})
    void shouldTakeNothingButAddressesOfTheListedSchemes(String address) {
        assertTrue(assertThrows(CameraRefusedException.class, () -> guard.pinned(address)).getMessage()
                .contains("http, https, rtmp, rtsp, rtsps"));
    }

    @Test
    void shouldSayThatAHostIsNotKnown() {
        assertEquals("the host 'nobody.invalid' is not known", assertThrows(CameraRefusedException.class,
                () -> guard.pinned("rtsp://nobody.invalid/")).getMessage());
    }

    @Test
    void shouldKeepToTheListedNetworks() throws Exception {
        CameraGuard listed = guard("10.0.0.0/8", "fd00::/8");

        assertEquals("rtsp://10.1.2.3/", listed.pinned("rtsp://10.1.2.3/"));
        assertEquals("rtsp://[fd00:0:0:0:0:0:0:1]/", listed.pinned("rtsp://[fd00::1]/"));
        for (String address : List.of("rtsp://192.168.1.1/", "rtsp://11.0.0.1/", "rtsp://[fc00::1]/",
                "rtsp://[fd00:ec2::254]/", "rtsp://10.0.0.99/", "rtsp://127.0.0.1/")) {
            assertThrows(CameraRefusedException.class, () -> listed.pinned(address), address);
        }
    }

    @Test
    void shouldOpenASpecialNetworkOnlyWhereItIsNamedItself() throws Exception {
        CameraGuard everywhere = guard("0.0.0.0/0", "::/0");
        CameraGuard relay = guard("127.0.0.1", "10.0.0.99/32");

        assertThrows(CameraRefusedException.class, () -> everywhere.pinned("rtsp://127.0.0.1/"));
        assertThrows(CameraRefusedException.class, () -> everywhere.pinned("rtsp://169.254.169.254/"));
        assertEquals("rtsp://127.0.0.1/", relay.pinned("rtsp://127.0.0.1/"));
        assertEquals("rtsp://10.0.0.99/", relay.pinned("rtsp://10.0.0.99/"));
        assertThrows(CameraRefusedException.class, () -> relay.pinned("rtsp://127.0.0.2/"));
    }

    @Test
    void shouldKeepFfmpegToTheSchemesOwnProtocols() throws Exception {
        assertEquals(Map.of("probesize", "1000", "protocol_whitelist", "rtsp,rtp,udp,tcp"),
                guard.options("rtsp://10.0.0.7/", Map.of("probesize", "1000")));
        Map<String, String> web = guard.options("http://10.0.0.7/", Map.of());
        assertEquals("http,tcp", web.get("protocol_whitelist"));
        assertTrue(Arrays.stream(web.get("format_whitelist").split(",")).noneMatch(
                Set.of("hls", "dash", "concat", "sdp", "rtsp", "image2", "tty", "imf")::contains));
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol_whitelist", "protocol_blacklist", "format_whitelist", "headers", "cookies",
        "http_proxy", "rtsp_flags", "listen", "listen_timeout", "timeout", "localaddr", "cert_file", "key_file",
        "ca_file", "dump_separator", "safe", "allowed_extensions", "enable_drefs", "rtmp_tcurl", "rtmp_swfurl",
        "post_data",
        "method", "seekable", "location", "codec_whitelist", "Probesize", ""})
    void shouldTakeNoOptionThatOpensOrSendsMore(String name) {
        assertThrows(CameraRefusedException.class, () -> guard.options("rtsp://10.0.0.7/", Map.of(name, "x")));
    }

    @Test
    void shouldTakeNoHeaderByWayOfAnOption() {
        assertThrows(CameraRefusedException.class, () -> guard.options("http://10.0.0.7/",
                Map.of("user_agent", "a\r\nX-Admin: 1")));
    }

    private static CameraGuard guard(String... networks) {
        return new CameraGuard(SCHEMES, Arrays.stream(networks).map(AddressRange::parse).toList(), NAMES);
    }

    private static InetAddress address(String number) {
        try {
            return InetAddress.getByName(number);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(number, e);
        }
    }
}
