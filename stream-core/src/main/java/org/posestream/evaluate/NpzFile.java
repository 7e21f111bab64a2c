package org.posestream.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads arrays from a NumPy {@code .npz} archive: whole numbers of 8 to 64 bits (unsigned ones of 8 to 32), floats of
 * 16 to 64 bits and truth values, in C order; the format stands in NumPy's documentation ({@code numpy.lib.format}).
 */
public final class NpzFile implements AutoCloseable {

    private static final String SUFFIX = ".npy";
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Set<String> TYPES =
            Set.of("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "b1");
    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([<>|=])([a-z]\\d+)'");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([\\d,\\s]*)\\)");

    private final Path path;
    private final ZipFile zip;

    private NpzFile(Path path, ZipFile zip) {
        this.path = path;
        this.zip = zip;
    }

    /** @throws IOException in one line, when there is no such file or it is no archive */
    public static NpzFile open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException("there is no file '" + path + "'; give the path of a NumPy .npz archive");
        }
        try {
            return new NpzFile(path, new ZipFile(path.toFile()));
        } catch (ZipException e) {
            throw new IOException("'" + path + "' is no .npz archive (" + e.getMessage() + "); copy it again", e);
        }
    }

    /** Names of all arrays, in the order of the archive. */
    public List<String> keys() {
        return zip.stream().map(ZipEntry::getName).filter(name -> name.endsWith(SUFFIX))
                .map(name -> name.substring(0, name.length() - SUFFIX.length())).toList();
    }

    /**
     * Reads one array whole.
     *
     * @throws IOException in one line, when it is not there, holds something else than numbers, or is damaged
     */
    public NumberArray read(String key) throws IOException {
        ZipEntry entry = zip.getEntry(key + SUFFIX);
        if (entry == null) {
            throw new IOException("'" + path + "' has no array '" + key + "', only " + keys().stream().limit(5).toList()
                    + "; give the archive that has it");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return parse(ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN));
        } catch (ZipException e) {
            throw bad(key, "is damaged (" + e.getMessage() + "); copy the archive again", e);
        } catch (IllegalArgumentException e) {
            throw bad(key, e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private IOException bad(String key, String problem, Exception cause) {
        return new IOException("'" + path + "': array '" + key + "' " + problem, cause);
    }

    /** Magic (6 bytes), version (2), length of the header (2, since version 2 4 bytes), header, values. */
    private static NumberArray parse(ByteBuffer npy) {
        require(npy.limit() >= 12 && npy.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC)),
                "is no NumPy array; write it with numpy.savez");
        boolean longLength = npy.get(6) > 1;
        int headerStart = longLength ? 12 : 10;
        int headerLength = longLength ? npy.getInt(8) : Short.toUnsignedInt(npy.getShort(8));
        require(headerLength >= 0 && headerStart + headerLength <= npy.limit(), "is cut off; copy the archive again");
        byte[] header = new byte[headerLength];
        npy.position(headerStart).get(header);
        return parse(new String(header, StandardCharsets.UTF_8), npy);
    }

    private static NumberArray parse(String header, ByteBuffer npy) {
        Matcher type = TYPE.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        require(type.find() && TYPES.contains(type.group(2)),
                "must hold whole numbers or floats of at most 64 bits, but is " + header.strip());
        require(shape.find() && header.matches("(?s).*'fortran_order':\\s*False.*"),
                "must be stored in C order, but is " + header.strip());
        int[] sizes = shape.group(1).isBlank() ? new int[0]
                : Pattern.compile(",").splitAsStream(shape.group(1)).map(String::strip).filter(s -> !s.isEmpty())
                        .mapToInt(Integer::parseInt).toArray();
        npy.order(type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return new NumberArray(sizes, values(type.group(2), sizes, npy));
    }

    private static double[] values(String type, int[] sizes, ByteBuffer npy) {
        long count = 1;
        for (int size : sizes) {
            count = Math.multiplyExact(count, (long) size);
        }
        require(count * (type.charAt(1) - '0') == npy.remaining(), "is cut off; copy the archive again");
        double[] values = new double[(int) count];
        ToDoubleFunction<ByteBuffer> reader = reader(type);
        for (int i = 0; i < values.length; i++) {
            values[i] = reader.applyAsDouble(npy);
        }
        return values;
    }

    private static ToDoubleFunction<ByteBuffer> reader(String type) {
        return switch (type) {
            case "f2" -> npy -> half(npy.getShort());
            case "f4" -> ByteBuffer::getFloat;
            case "f8" -> ByteBuffer::getDouble;
            case "i1" -> ByteBuffer::get;
            case "i2" -> ByteBuffer::getShort;
            case "i4" -> ByteBuffer::getInt;
            case "i8" -> ByteBuffer::getLong;
            case "u2" -> npy -> Short.toUnsignedInt(npy.getShort());
            case "u4" -> npy -> Integer.toUnsignedLong(npy.getInt());
            default -> npy -> Byte.toUnsignedInt(npy.get());
        };
    }

    /** IEEE 754 binary16 (Java 17 has no method for it). */
    static double half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int mantissa = bits & 0x3ff;
        double magnitude;
        if (exponent == 0x1f) {
            magnitude = mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else {
            magnitude = exponent == 0 ? mantissa * 0x1p-24 : (1024 + mantissa) * Math.scalb(1.0, exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }
}
