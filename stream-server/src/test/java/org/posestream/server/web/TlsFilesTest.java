package org.posestream.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posestream.server.access.AccessGate;
import org.posestream.server.access.AccessRules;
import org.posestream.server.access.Scope;

/** Certificates as they come and go; the JDK's keytool makes them. */
@Timeout(120)
class TlsFilesTest {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String FIRST = "first";
    private static final String SECOND = "second";

    @TempDir
    private static Path pairs;
    @TempDir
    private Path folder;

    /** An RSA pair and an elliptic one. */
    @BeforeAll
    static void make() throws Exception {
        make(FIRST, "RSA", "2048");
        make(SECOND, "EC", "secp256r1");
    }

    private static void make(String name, String algorithm, String size) throws Exception {
        Path store = pairs.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", name, "-keyalg", algorithm,
                size.matches("\\d+") ? "-keysize" : "-groupname", size, "-dname", "CN=" + name,
                "-ext", "san=ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-keystore", store.toString(),
                "-storepass", new String(PASSWORD)).inheritIO().start();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        pem(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
        pem(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded());
    }

    private static void pem(String file, String kind, byte[] der) throws IOException {
        Files.writeString(pairs.resolve(file), "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind + "-----\n");
    }

    @Test
    void shouldGiveNewConnectionsTheCertificateThatReplacedTheOther() throws Exception {
        put(FIRST, FIRST);
        TlsFiles files = open();
        try (WebServer server = server(files)) {
            assertEquals("CN=first", subject(server, "TLSv1.3"));
            assertEquals("CN=first", subject(server, "TLSv1.2"));

            put(SECOND, FIRST);
            files.refresh();
            assertEquals("CN=first", subject(server, "TLSv1.3"), "the certificate came before its key");
            put(SECOND, SECOND);
            files.refresh();
            assertEquals("CN=second", subject(server, "TLSv1.3"));
            Files.delete(folder.resolve("key.pem"));
            files.refresh();
            assertEquals("CN=second", subject(server, "TLSv1.2"));
            put(FIRST, FIRST);
            files.refresh();
            assertEquals("CN=first", subject(server, "TLSv1.3"));
        }
    }

    @Test
    void shouldAnswerByTlsAlone() throws Exception {
        put(FIRST, FIRST);
        try (WebServer server = server(open())) {
            HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(
                    URI.create("https://127.0.0.1:" + server.port() + "/seen")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals("seen\n", answer.body());

            assertThrows(IOException.class, () -> client.send(HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + server.port() + "/seen")).build(),
                    HttpResponse.BodyHandlers.ofString()));
            assertThrows(SSLHandshakeException.class, () -> subject(server, "TLSv1.1"));
        }
    }

    @Test
    void shouldPromiseTlsToWhoIsOnAnotherMachine() throws Exception {
        put(FIRST, FIRST);
        WebSettings settings = new WebSettings(new InetSocketAddress("0.0.0.0", 0),
                new AccessGate(AccessRules.LOCAL, 9),
                WebLimits.WIDE, Optional.of(open()));
        HttpHeaders answer = new DefaultHttpHeaders();

        settings.newGate().dress(answer);

        assertEquals("max-age=31536000", answer.get("Strict-Transport-Security"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void shouldRefuseWhatIsNoCertificate(String text) throws IOException {
        put(FIRST, FIRST);
        Files.writeString(folder.resolve("certificate.pem"), text);

        assertTrue(refusal().matches("'.*certificate\\.pem' (is no|holds no) certificate.*"), this::refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"})
    void shouldSayHowAKeyOfAnotherFormIsTurnedIntoOne(String text) throws IOException {
        put(FIRST, FIRST);
        Files.writeString(folder.resolve("key.pem"), text);

        assertTrue(refusal().contains("openssl pkcs8 -topk8 -nodes"), this::refusal);
    }

    @Test
    void shouldRefuseTheKeyOfAnotherCertificate() throws Exception {
        make("third", "RSA", "2048");
        put(FIRST, "third");
        assertTrue(refusal().contains("is not the key of the certificate in"), this::refusal);
        put(FIRST, SECOND);
        assertTrue(refusal().contains("is not the key of the certificate in"), this::refusal);
    }

    @Test
    void shouldNameAFileThatIsNotThere() throws IOException {
        put(FIRST, FIRST);
        Files.delete(folder.resolve("certificate.pem"));
        assertTrue(refusal().contains("there is no file"), this::refusal);
    }

    private String refusal() {
        return assertThrows(IOException.class, this::open).getMessage();
    }

    private void put(String certificate, String key) throws IOException {
        Files.write(folder.resolve("certificate.pem"), Files.readAllBytes(pairs.resolve(certificate + ".crt")));
        Files.write(folder.resolve("key.pem"), Files.readAllBytes(pairs.resolve(key + ".key")));
    }

    private TlsFiles open() throws IOException {
        return TlsFiles.open(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    }

    private static WebServer server(TlsFiles files) throws IOException {
        return new WebServer(new WebSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new AccessGate(AccessRules.LOCAL, 1000), WebLimits.WIDE, Optional.of(files)),
                List.of(Endpoint.get("/seen", Scope.VIEW, Route.of(() -> Reply.line(200, "seen")))));
    }

    /** Of the certificate that a new connection is shown. */
    private static String subject(WebServer server, String protocol) throws Exception {
        try (SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.setSoTimeout(20_000);
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
        }
    }

    /** Takes any certificate, since these are nobody's. */
    private static SSLContext trusting() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManager all = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String kind) {
                throw new UnsupportedOperationException("no server");
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String kind) {
                assertTrue(chain[0].getSerialNumber().compareTo(BigInteger.ZERO) > 0);
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        context.init(null, new TrustManager[] {all}, null);
        return context;
    }
}
