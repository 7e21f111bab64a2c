package org.posestream.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MocapArchiveTest {

    @TempDir
    private Path folder;

    @Test
    void shouldDecodeHalfFloats() {
        assertEquals(1.0, MocapArchive.half((short) 0x3c00));
        assertEquals(-2.0, MocapArchive.half((short) 0xc000));
        assertEquals(65504.0, MocapArchive.half((short) 0x7bff));
        assertEquals(0x1p-24, MocapArchive.half((short) 0x0001));
        assertEquals(0x1p-14, MocapArchive.half((short) 0x0400));
        assertEquals(0.333251953125, MocapArchive.half((short) 0x3555));
    }

    @Test
    void shouldReadTheFramesOfAClip() throws IOException {
        Path npz = archive(npy("'<f2'", 2));
        try (MocapArchive archive = new MocapArchive(npz)) {
            assertEquals(List.of("a/walk"), archive.names());
            Vec3[][] frames = archive.clip("a/walk").frames();
            assertEquals(2, frames.length);
            assertEquals(new Vec3(0, 1, 2), frames[0][0]);
            assertEquals(new Vec3(51 + 48, 51 + 49, 51 + 50), frames[1][16]);
        }
    }

    @Test
    void shouldRefuseOtherTypesAndUnknownClips() throws IOException {
        try (MocapArchive archive = new MocapArchive(archive(npy("'<f4'", 1)))) {
            String wrongType = assertThrows(IOException.class, () -> archive.clip("a/walk")).getMessage();
            assertEquals(true, wrongType.startsWith("clip 'a/walk' must be float16 of (T, 17, 3)"), wrongType);
            assertEquals("the archive has no clip 'run'",
                    assertThrows(IOException.class, () -> archive.clip("run")).getMessage());
        }
    }

    private Path archive(byte[] npy) throws IOException {
        Path path = folder.resolve("clips.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
            zip.putNextEntry(new ZipEntry("a/walk.npy"));
            zip.write(npy);
        }
        return path;
    }

    /** A .npy whose values count up from 0; small whole numbers are exact in float16. */
    private static byte[] npy(String type, int frames) {
        String header = "{'descr': " + type + ", 'fortran_order': False, 'shape': (" + frames + ", 17, 3), }\n";
        ByteBuffer out = ByteBuffer.allocate(10 + header.length() + frames * 51 * 2).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        out.put(header.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < frames * 51; i++) {
            out.putShort(half(i));
        }
        return out.array();
    }

    private static short half(int value) {
        if (value == 0) {
            return 0;
        }
        int exponent = 31 - Integer.numberOfLeadingZeros(value);
        return (short) (exponent + 15 << 10 | (value << 10 - exponent & 0x3ff));
    }
}
