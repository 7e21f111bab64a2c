/** What joints belong together, and the colours of people: those of the overlay videos (SkeletonPainter.java). */

/** The golden angle as a fraction of the circle: successive ids get hues far apart. */
const HUE_STEP = 0.381966;
const FIRST_HUE = 0.33;
/** Between left and right: plain to see, and still one family. */
const SIDE_HUE = 0.07;

/** Below this a joint is a guess: it is drawn faint. */
export const FAINT = 0.3;
/** Below this it is left out of the picture. */
export const INVISIBLE = 0.1;

/** The bones of the face say little and clutter much. */
const FACE = /eye|ear|mouth|nose/;

const skeletons = new Map();

/**
 * Takes the topologies of a hello message.
 * @param {Array<{id: string, joints: Array<{name: string, parent: number, mirror: number}>}>} topologies
 */
export function learnTopologies(topologies) {
  for (const topology of topologies) {
    if (!skeletons.has(topology.id)) {
      skeletons.set(topology.id, skeletonOf(topology));
    }
  }
}

/**
 * A skeleton by the id of its topology; undefined before a hello told of it.
 * @returns {{names: string[], sides: number[], bones: Array<{from: number, to: number, side: number, face: boolean}>}}
 */
export function skeleton(id) {
  return skeletons.get(id);
}

function skeletonOf(topology) {
  const names = topology.joints.map(joint => joint.name);
  const bones = [];
  topology.joints.forEach(({name, parent, mirror}, k) => {
    const face = FACE.test(name);
    // A bone from the nose to a shoulder is none.
    if (parent >= 0 && FACE.test(names[parent]) === face) {
      bones.push({from: parent, to: k, side: sideOf(name), face});
    }
    // Where no spine joins them, shoulders and hips are joined directly.
    if ((name === "left_shoulder" || name === "left_hip") && !names.includes("pelvis")) {
      bones.push({from: mirror, to: k, side: 0, face: false});
    }
  });
  return {names, sides: names.map(sideOf), bones};
}

/** -1 left, 1 right, 0 middle. */
function sideOf(name) {
  return name.includes("left") ? -1 : name.includes("right") ? 1 : 0;
}

/** A joint's name for people. */
export function jointLabel(name) {
  return name.replace(/_/g, " ");
}

/**
 * The colour of a person.
 * @param {number} id of the person
 * @param {number} side -1 left, 0 middle, 1 right
 * @returns {number[]} red, green, blue, 0..1
 */
export function personColor(id, side = 0) {
  const hue = FIRST_HUE + (((id % 1024) + 1024) % 1024) * HUE_STEP + side * SIDE_HUE;
  const saturation = side === 0 ? 0.55 : 0.85;
  return [channel(5, hue, saturation), channel(3, hue, saturation), channel(1, hue, saturation)];
}

/** The same for CSS and canvas. */
export function personCss(id, side = 0, alpha = 1) {
  const [r, g, b] = personColor(id, side).map(value => Math.round(255 * value));
  return alpha === 1 ? `rgb(${r}, ${g}, ${b})` : `rgba(${r}, ${g}, ${b}, ${alpha})`;
}

/** One channel of the brightest colour of a hue (in turns); n is 5 for red, 3 for green, 1 for blue. */
function channel(n, hue, saturation) {
  const k = (n + hue * 6) % 6;
  return 1 - saturation * Math.max(0, Math.min(1, Math.min(k, 4 - k)));
}

/** Whether the joints with these indices are predicted: all of them for somebody who was not seen. */
export function predictedJoints(person, field) {
  return person.state === "predicted" ? null : new Set(person[field] || []);
}

/** Whether a joint is one of those of {@link predictedJoints}. */
export function isPredicted(predicted, k) {
  return predicted === null || predicted.has(k);
}
