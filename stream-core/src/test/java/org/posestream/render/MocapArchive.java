package org.posestream.render;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.posestream.evaluate.NpzFile;
import org.posestream.evaluate.NumberArray;

/** Reads clips from a NumPy {@code .npz} of arrays shaped (T, 17, 3). */
public final class MocapArchive implements AutoCloseable {

    private static final int JOINTS = 17;

    private final NpzFile npz;

    /** @param npz the archive */
    public MocapArchive(Path npz) throws IOException {
        this.npz = NpzFile.open(npz);
    }

    /** Names of all clips, in the order of the archive. */
    public List<String> names() {
        return npz.keys();
    }

    /** Reads one clip whole. */
    public MocapClip clip(String name) throws IOException {
        NumberArray array = npz.read(name);
        if (!array.hasRowsOf(JOINTS, 3)) {
            throw new IOException("clip '" + name + "' must be (T, 17, 3), but is " + array.shapeText());
        }
        double[] values = array.values();
        Vec3[][] frames = new Vec3[array.shape()[0]][JOINTS];
        for (int i = 0; i < values.length; i += 3) {
            frames[i / 3 / JOINTS][i / 3 % JOINTS] = new Vec3(values[i], values[i + 1], values[i + 2]);
        }
        return new MocapClip(name, frames);
    }

    @Override
    public void close() throws IOException {
        npz.close();
    }
}
