package org.posestream.render;

/**
 * Triangles in the world.
 *
 * @param positions x, y, z a vertex, metres
 * @param normals unit vectors a vertex
 * @param attributes {@code stride} values a vertex, as the material reads them
 * @param triangles three vertex numbers each
 */
record Mesh(float[] positions, float[] normals, float[] attributes, int stride, int[] triangles, Material material) {

    int vertexCount() {
        return positions.length / 3;
    }
}
