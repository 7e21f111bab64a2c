package org.posestream.evaluate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** NumPy archives written by hand, byte for byte. */
public final class NpyBytes {

    private final Map<String, byte[]> arrays = new LinkedHashMap<>();

    /** One array of an archive, as NumPy writes it in version 1 of its format. */
    public NpyBytes with(String key, String type, String shape, int bytes, Consumer<ByteBuffer> values) {
        return withHeader(key, "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n", bytes,
                values);
    }

    /** The same with any header. */
    NpyBytes withHeader(String key, String header, int bytes, Consumer<ByteBuffer> values) {
        ByteBuffer out = ByteBuffer.allocate(10 + header.length() + bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        out.put(header.getBytes(StandardCharsets.US_ASCII));
        values.accept(out);
        return withBytes(key, out.array());
    }

    NpyBytes withBytes(String key, byte[] npy) {
        arrays.put(key, npy);
        return this;
    }

    /** float32 values, the shape as text. */
    public NpyBytes withFloats(String key, String shape, float... values) {
        return with(key, "<f4", shape, 4 * values.length, out -> {
            for (float value : values) {
                out.putFloat(value);
            }
        });
    }

    /** int64 values in one row. */
    public NpyBytes withLongs(String key, long... values) {
        return with(key, "<i8", "(" + values.length + ",)", 8 * values.length, out -> {
            for (long value : values) {
                out.putLong(value);
            }
        });
    }

    public Path write(Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                zip.write(array.getValue());
            }
        }
        return file;
    }
}
