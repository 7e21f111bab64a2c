package org.posestream.render;

/** How a mesh looks at a point, from the point's interpolated attributes. */
interface Material {

    /** @param attributes the mesh's attributes at the point, at the beginning of the array */
    void shade(float[] attributes, Surface surface);
}
