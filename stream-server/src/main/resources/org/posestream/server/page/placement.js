/**
 * Where root-relative skeletons stand. One camera tells directions but no distances; yet the size of a person in the
 * image against the size of the skeleton in metres gives pixels per metre, and with the focal length of an ordinary
 * camera a place on the floor. It is an estimate for the eye: nothing that is sent depends on it.
 */
import {FAINT, skeleton} from "./skeleton.js";

/** Focal length of an ordinary camera, in widths of its image (about 53 degrees across). */
const FOCAL_OF_WIDTH = 1;
/** How fast a place follows, seconds: slower than steps, faster than walks. */
const PLACE_SECONDS = 0.35;
/** How fast the floor sinks back after a low step, seconds: a jump lasts about half of it. */
const FLOOR_SECONDS = 1.2;
/** From the centre of the lowest joint to the floor, metres: an ankle is above its sole, a toe on it. */
const SOLE_METRES = {h36m17: 0.075};
const DEFAULT_SOLE_METRES = 0.02;

/** Pixels per metre, by least squares over the joints that both skeletons have; null for too few. */
function pixelsPerMetre(pairs) {
  const n = pairs.length;
  if (n < 4) {
    return null;
  }
  const mean = [0, 1, 2, 3].map(i => pairs.reduce((sum, pair) => sum + pair[i], 0) / n);
  let across = 0;
  let own = 0;
  for (const [u, v, x, y] of pairs) {
    across += (u - mean[0]) * (x - mean[2]) + (v - mean[1]) * (y - mean[3]);
    own += (x - mean[2]) ** 2 + (y - mean[3]) ** 2;
  }
  return own > 1e-4 && across > 0 ? {scale: across / own, mean} : null;
}

function commonJoints(person) {
  const flat = skeleton(person.topology2d);
  const deep = skeleton(person.topology3d);
  const pairs = [];
  if (flat && deep) {
    deep.names.forEach((name, k) => {
      const j = flat.names.indexOf(name);
      const p = j < 0 ? null : person.joints2d[j];
      const q = person.joints3d[k];
      if (p && q && p[2] >= FAINT) {
        pairs.push([p[0], p[1], q[0], q[1]]);
      }
    });
  }
  return pairs;
}

/**
 * Where a person's root is in the room of the camera.
 * @returns {{x: number, z: number}|null} metres to the right of the camera's axis and away from it
 */
export function estimateRoot(person, imageWidth) {
  const fit = pixelsPerMetre(commonJoints(person));
  if (!fit) {
    return null;
  }
  const rootColumn = fit.mean[0] - fit.scale * fit.mean[2];
  return {x: (rootColumn - imageWidth / 2) / fit.scale, z: FOCAL_OF_WIDTH * imageWidth / fit.scale};
}

/** The share of the way to go within some seconds. */
function share(seconds, constant) {
  return 1 - Math.exp(-Math.max(0, seconds) / constant);
}

/** The place of one person, smoothed in capture time. */
export class Placement {

  constructor() {
    this.x = 0;
    this.z = 0;
    this.floor = null;
    this.seconds = null;
  }

  /** @param {number} captureSeconds of the frame */
  update(person, imageWidth, captureSeconds) {
    const passed = this.seconds === null ? Infinity : captureSeconds - this.seconds;
    this.seconds = captureSeconds;
    const root = estimateRoot(person, imageWidth);
    if (root) {
      const part = passed < 0 ? 1 : share(passed, PLACE_SECONDS);
      this.x += part * (root.x - this.x);
      this.z += part * (root.z - this.z);
    }
    this.updateFloor(person, passed);
  }

  /** The lowest joint stands on the floor; who jumps leaves it. */
  updateFloor(person, passed) {
    const lowest = person.joints3d.reduce((low, joint) => Math.max(low, joint[1]), -Infinity);
    const sole = SOLE_METRES[person.topology3d] || DEFAULT_SOLE_METRES;
    const floor = lowest + sole;
    const sinking = this.floor === null || passed < 0 ? 1 : share(passed, floor > this.floor ? 0.05 : FLOOR_SECONDS);
    this.floor = this.floor === null ? floor : this.floor + sinking * (floor - this.floor);
  }
}
