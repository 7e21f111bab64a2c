package org.posestream.server.web;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate and its key, in files that are replaced before the certificate ends. New connections get what the files
 * held when they were last read; those that are there keep what they have. Any thread may use it.
 */
public final class TlsFiles {

    private static final Logger log = LoggerFactory.getLogger(TlsFiles.class);
    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    /** Forward secrecy and authenticated encryption; the first three are those of TLS 1.3. */
    private static final List<String> CIPHERS = List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    /** Whatever the kind of key, the JDK has a signature for it. */
    private static final List<String> SIGNATURES = List.of("SHA256withRSA", "SHA256withECDSA", "Ed25519", "Ed448");

    private final Path certificate;
    private final Path key;
    /** As they were when they were last looked at, sound or not. */
    private byte[] certificateBytes;
    private byte[] keyBytes;
    /** What was wrong with them, or empty. */
    private String problem = "";
    private volatile SslContext context;

    private TlsFiles(Path certificate, Path key) throws IOException {
        this.certificate = certificate;
        this.key = key;
        certificateBytes = read(certificate);
        keyBytes = read(key);
        context = build();
    }

    /**
     * Reads both files.
     *
     * @param certificate the chain in PEM, the server's own first
     * @param key its private key in PEM, PKCS#8, not encrypted
     * @throws IOException in one line when they cannot be read, or do not belong together
     */
    public static TlsFiles open(Path certificate, Path key) throws IOException {
        return new TlsFiles(certificate, key);
    }

    /** For the next connection. */
    SslHandler newHandler(WebLimits limits) {
        SslHandler handler = context.newHandler(ByteBufAllocator.DEFAULT);
        handler.setHandshakeTimeout(limits.requestTimeoutNanos(), TimeUnit.NANOSECONDS);
        return handler;
    }

    /**
     * Reads both files again, and takes what they hold if it differs and is sound; else what was stays, and the log
     * says once what is wrong. Whoever replaces the files does so one after the other, so a pair that does not match
     * may do so the next time.
     */
    public synchronized void refresh() {
        try {
            byte[] newCertificate = read(certificate);
            byte[] newKey = read(key);
            if (Arrays.equals(newCertificate, certificateBytes) && Arrays.equals(newKey, keyBytes)) {
                return;
            }
            certificateBytes = newCertificate;
            keyBytes = newKey;
            context = build();
            problem = "";
            log.info("the certificate in '{}' is in force for new connections", certificate);
        } catch (IOException e) {
            if (!e.getMessage().equals(problem)) {
                log.warn("the certificate stays as it was: {}", e.getMessage());
            }
            problem = e.getMessage();
        }
    }

    private static byte[] read(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("'" + file + "' is too long for a certificate or a key; give a PEM file");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file '" + file + "'; server.tls must name a certificate and its key", e);
        }
    }

    private SslContext build() throws IOException {
        X509Certificate[] chain = chain();
        PrivateKey secret = secret(chain[0].getPublicKey());
        requirePair(chain[0].getPublicKey(), secret);
        return SslContextBuilder.forServer(secret, chain).sslProvider(SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2")
                .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE).build();
    }

    private X509Certificate[] chain() throws IOException {
        try {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(certificateBytes));
            if (found.isEmpty()) {
                throw new IOException("'" + certificate + "' holds no certificate; give one in PEM");
            }
            return found.toArray(X509Certificate[]::new);
        } catch (GeneralSecurityException e) {
            throw new IOException("'" + certificate + "' is no certificate in PEM", e);
        }
    }

    private PrivateKey secret(PublicKey mate) throws IOException {
        Matcher pem = KEY.matcher(new String(keyBytes, StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new IOException("'" + key + "' holds no private key in PKCS#8 without a password; 'openssl pkcs8"
                    + " -topk8 -nodes -in KEY -out NEW' makes one of another form");
        }
        try {
            return KeyFactory.getInstance(mate.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("'" + key + "' is not the key of the certificate in '" + certificate + "', or is"
                    + " broken", e);
        }
    }

    /** Java would find out only in the first handshake. */
    private void requirePair(PublicKey mate, PrivateKey secret) throws IOException {
        for (String algorithm : SIGNATURES) {
            try {
                Signature signature = Signature.getInstance(algorithm);
                signature.initSign(secret);
                byte[] signed = signature.sign();
                signature.initVerify(mate);
                if (signature.verify(signed)) {
                    return;
                }
            } catch (GeneralSecurityException e) {
                // The signature of another kind of key.
                log.trace("{}: {}", algorithm, e.toString());
            }
        }
        throw new IOException("'" + key + "' is not the key of the certificate in '" + certificate + "'");
    }
}
