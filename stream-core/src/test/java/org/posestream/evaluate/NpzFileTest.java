package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpzFileTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("arrays.npz");
    }

    @Test
    void shouldReadEveryTypeOfNumber() throws IOException {
        assertArrayEquals(new double[] {1, -2, 0x1p-24}, read("<f2", 6, out -> out.putShort((short) 0x3c00)
                .putShort((short) 0xc000).putShort((short) 1)));
        assertArrayEquals(new double[] {0.5, -3, 1e6}, read("<f4", 12, out -> out.putFloat(0.5f).putFloat(-3)
                .putFloat(1e6f)));
        assertArrayEquals(new double[] {0.1, -3, 1e300}, read("<f8", 24, out -> out.putDouble(0.1).putDouble(-3)
                .putDouble(1e300)));
        assertArrayEquals(new double[] {1L << 40, -1, 0}, read("<i8", 24, out -> out.putLong(1L << 40).putLong(-1)
                .putLong(0)));
        assertArrayEquals(new double[] {70_000, -1, 0}, read("<i4", 12, out -> out.putInt(70_000).putInt(-1)
                .putInt(0)));
        assertArrayEquals(new double[] {4_294_967_295L, 1, 0}, read("<u4", 12, out -> out.putInt(-1).putInt(1)
                .putInt(0)));
        assertArrayEquals(new double[] {65_535, 1, 0}, read("<u2", 6, out -> out.putShort((short) -1)
                .putShort((short) 1).putShort((short) 0)));
        assertArrayEquals(new double[] {-1, 1, 0}, read("<i2", 6, out -> out.putShort((short) -1)
                .putShort((short) 1).putShort((short) 0)));
        assertArrayEquals(new double[] {-1, 1, 0}, read("|i1", 3, out -> out.put(new byte[] {-1, 1, 0})));
        assertArrayEquals(new double[] {255, 1, 0}, read("|u1", 3, out -> out.put(new byte[] {-1, 1, 0})));
        assertArrayEquals(new double[] {1, 0, 1}, read("|b1", 3, out -> out.put(new byte[] {1, 0, 1})));
        assertArrayEquals(new double[] {1, 2, 3}, read(">i4", 12, out -> out.order(ByteOrder.BIG_ENDIAN).putInt(1)
                .putInt(2).putInt(3)));
    }

    /** Goldens: the largest, the smallest normal, the nearest to a third, and what is no finite number. */
    @Test
    void shouldDecodeHalfFloats() {
        assertEquals(65504.0, NpzFile.half((short) 0x7bff));
        assertEquals(0x1p-14, NpzFile.half((short) 0x0400));
        assertEquals(0.333251953125, NpzFile.half((short) 0x3555));
        assertEquals(Double.NEGATIVE_INFINITY, NpzFile.half((short) 0xfc00));
        assertTrue(Double.isNaN(NpzFile.half((short) 0x7e00)));
    }

    @Test
    void shouldTellNamesAndShapes() throws IOException {
        new NpyBytes().withFloats("a/walk", "(2, 1, 3)", 1, 2, 3, 4, 5, 6).withLongs("id", 7).write(file);
        try (NpzFile npz = NpzFile.open(file)) {
            assertEquals(List.of("a/walk", "id"), npz.keys());
            NumberArray walk = npz.read("a/walk");
            assertArrayEquals(new int[] {2, 1, 3}, walk.shape());
            assertEquals("(2, 1, 3)", walk.shapeText());
            assertTrue(walk.hasRowsOf(1, 3) && !walk.hasRowsOf(3) && !walk.hasRowsOf(1, 2));
        }
    }

    @Test
    void shouldReadASingleNumber() throws IOException {
        new NpyBytes().withFloats("x", "()", 4).write(file);
        try (NpzFile npz = NpzFile.open(file)) {
            assertArrayEquals(new double[] {4}, npz.read("x").values());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }|must hold whole numbers or floats",
        "{'descr': '<U3', 'fortran_order': False, 'shape': (1,), }|must hold whole numbers or floats",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }|must hold whole numbers or floats",
        "{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }|must be stored in C order",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (9,), }|is cut off; copy the archive again",
    })
    void shouldRefuseWhatItCannotRead(String header, String problem) throws IOException {
        new NpyBytes().withHeader("x", header, 4, out -> out.putFloat(1)).write(file);

        assertRefused("'" + file + "': array 'x' " + problem);
    }

    @Test
    void shouldRefuseWhatIsNoArray() throws IOException {
        new NpyBytes().withBytes("x", new byte[40]).write(file);

        assertRefused("'" + file + "': array 'x' is no NumPy array; write it with numpy.savez");
    }

    @Test
    void shouldNameTheArraysThatThereAre() throws IOException {
        new NpyBytes().withLongs("ids", 1).write(file);

        assertRefused("'" + file + "' has no array 'x', only [ids]; give the archive that has it");
    }

    @Test
    void shouldRefuseWhatIsNoArchive() throws IOException {
        assertRefused("there is no file '" + file + "'; give the path of a NumPy .npz archive");
        Files.writeString(file, "joints");
        assertRefused("'" + file + "' is no .npz archive");
    }

    private double[] read(String type, int bytes, Consumer<ByteBuffer> values) throws IOException {
        new NpyBytes().with("x", type, "(3,)", bytes, values).write(file);
        try (NpzFile npz = NpzFile.open(file)) {
            return npz.read("x").values();
        }
    }

    private void assertRefused(String start) {
        String message = assertThrows(IOException.class, () -> {
            try (NpzFile npz = NpzFile.open(file)) {
                npz.read("x");
            }
        }).getMessage();
        assertTrue(message.startsWith(start), message);
        assertEquals(1, message.lines().count());
    }
}
