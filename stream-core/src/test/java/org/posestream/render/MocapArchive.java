package org.posestream.render;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads clips from a NumPy {@code .npz} of float16 arrays shaped (T, 17, 3). */
public final class MocapArchive implements AutoCloseable {

    private static final String SUFFIX = ".npy";
    private static final int JOINTS = 17;

    private final ZipFile zip;

    /** @param npz the archive */
    public MocapArchive(Path npz) throws IOException {
        zip = new ZipFile(npz.toFile());
    }

    /** Names of all clips, in the order of the archive. */
    public List<String> names() {
        return zip.stream().map(ZipEntry::getName).filter(n -> n.endsWith(SUFFIX))
                .map(n -> n.substring(0, n.length() - SUFFIX.length())).toList();
    }

    /** Reads one clip whole. */
    public MocapClip clip(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name + SUFFIX);
        if (entry == null) {
            throw new IOException("the archive has no clip '" + name + "'");
        }
        try (var in = zip.getInputStream(entry)) {
            return parse(name, ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** The .npy format, version 1: magic (6 bytes), version (2), header length (2), header, row-major data. */
    static MocapClip parse(String name, ByteBuffer npy) throws IOException {
        byte[] header = new byte[npy.getShort(8)];
        npy.position(10).get(header);
        String text = new String(header, StandardCharsets.US_ASCII);
        if (!text.contains("'<f2'") || !text.contains("False") || !text.contains(", 17, 3)")) {
            throw new IOException("clip '" + name + "' must be float16 of (T, 17, 3), but is " + text.trim());
        }
        Vec3[][] frames = new Vec3[npy.remaining() / (JOINTS * 3 * Short.BYTES)][JOINTS];
        for (Vec3[] frame : frames) {
            for (int k = 0; k < JOINTS; k++) {
                frame[k] = new Vec3(half(npy.getShort()), half(npy.getShort()), half(npy.getShort()));
            }
        }
        return new MocapClip(name, frames);
    }

    /** IEEE 754 binary16 to double (Java 17 has no method for it). */
    static double half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int mantissa = bits & 0x3ff;
        double magnitude = exponent == 0 ? mantissa * 0x1p-24 : (1024 + mantissa) * Math.scalb(1.0, exponent - 25);
        return bits < 0 ? -magnitude : magnitude;
    }
}
