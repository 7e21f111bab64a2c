/** The body of one person: a limb a bone and a ball a joint, of which each topology has its own. */
import * as THREE from "./three/three.module.min.js";
import {FAINT, isPredicted, personColor, predictedJoints, skeleton} from "./skeleton.js";

/** Half the thickness of the limb that ends at a joint, metres. */
const LIMB_METRES = [[/hip/, 0.066], [/knee/, 0.072], [/ankle/, 0.054], [/spine|thorax/, 0.1], [/neck/, 0.046],
  [/head/, 0.036], [/shoulder/, 0.052], [/elbow/, 0.047], [/wrist/, 0.037], [/heel|foot/, 0.03],
  [/pinky|index|thumb/, 0.016], [/eye|ear|mouth|nose/, 0.01]];
const DEFAULT_LIMB_METRES = 0.04;
/** Where the trunk is, limbs are wide and flat: across and from front to back, of their thickness. */
const TRUNK = /spine|thorax/;
const TRUNK_SHAPE = [1.32, 0.82];
/** Half the thickness along a limb, from 0 to 1: round ends, a muscle near its beginning. */
const PROFILE = [[0, -0.045], [0.4, -0.02], [0.66, 0.03], [0.88, 0.12], [1, 0.28], [0.97, 0.42], [0.84, 0.65], [0.7, 0.88],
  [0.56, 0.97], [0.34, 1.02], [0, 1.04]];
/** The same of the trunk, whose parts run into each other. */
const TRUNK_PROFILE = [[0, -0.18], [0.5, -0.16], [0.74, -0.08], [0.8, 0.08], [0.86, 0.28], [0.97, 0.54], [1, 0.74], [0.92, 0.92],
  [0.66, 1.04], [0, 1.1]];
/** The lower half of the trunk is the upper one upside down: both have their waist at the spine. */
const LOWER_TRUNK = /spine/;
const JOINT_OF_LIMB = 0.78;
const HEAD_METRES = 0.104;
/** Colours of light are paler than those of ink. */
const PALER = 0.2;
/** What is predicted is this much thinner, and this much nearer to the colour of the background. */
const PREDICTED_THICKNESS = 0.62;
const PREDICTED_FADE = 0.62;
const UNSURE_FADE = 0.28;

const limb = turned(PROFILE);
const trunk = turned(TRUNK_PROFILE);
const ball = new THREE.SphereGeometry(1, 20, 14);
const UP = new THREE.Vector3(0, 1, 0);

function limbMetres(name) {
  const known = LIMB_METRES.find(([pattern]) => pattern.test(name));
  return known ? known[1] : DEFAULT_LIMB_METRES;
}

/**
 * Stands in a group whose coordinates are those of the messages (x right, y down, z away), so that the positions of
 * its joints are the numbers that came.
 */
export class Mannequin {

  constructor(id, topologyId) {
    this.id = id;
    this.topologyId = topologyId;
    this.shape = skeleton(topologyId);
    const radii = this.shape.names.map(limbMetres);
    this.radii = radii;
    const bones = this.shape.bones.filter(bone => !bone.face);
    this.bones = bones.filter(bone => !this.isTrunk(bone));
    this.trunkBones = bones.filter(bone => this.isTrunk(bone));
    const material = new THREE.MeshStandardMaterial({roughness: 0.48, metalness: 0.02});
    this.limbs = instances(limb, material, this.bones.length);
    this.trunk = instances(trunk, material, this.trunkBones.length);
    this.joints = instances(ball, material, this.shape.names.length);
    this.head = instances(ball, material, 1);
    this.group = new THREE.Group();
    this.group.rotation.x = Math.PI;
    this.meshes = [this.limbs, this.trunk, this.joints, this.head];
    this.group.add(...this.meshes);
    this.positions = this.shape.names.map(() => new THREE.Vector3());
  }

  /**
   * Takes the pose of a frame.
   * @param {number} presence 1 for somebody there, less for somebody fading out
   * @param {THREE.Color} background that faded parts come near to
   */
  update(person, presence, background) {
    const predicted = predictedJoints(person, "predicted3d");
    person.joints3d.forEach(([x, y, z], k) => this.positions[k].set(x, y, z));
    this.present = presence;
    this.background = background;
    this.confidence = person.joints3d.map(joint => joint[3]);
    this.predicted = this.positions.map((position, k) => isPredicted(predicted, k));
    this.place();
  }

  /** Fades the last pose. */
  fade(presence, background) {
    this.present = presence;
    this.background = background;
    this.place();
  }

  place() {
    this.bones.forEach((bone, i) => this.placeBone(this.limbs, bone, i));
    this.trunkBones.forEach((bone, i) => this.placeBone(this.trunk, bone, i));
    this.positions.forEach((position, k) => this.placeJoint(position, k));
    this.placeHead();
    for (const mesh of this.meshes) {
      mesh.instanceMatrix.needsUpdate = true;
      mesh.instanceColor.needsUpdate = true;
    }
  }

  isTrunk(bone) {
    return TRUNK.test(this.shape.names[bone.to]);
  }

  placeBone(mesh, bone, i) {
    const down = LOWER_TRUNK.test(this.shape.names[bone.to]);
    const from = this.positions[down ? bone.to : bone.from];
    const along = scratch.along.subVectors(this.positions[down ? bone.from : bone.to], from);
    const length = along.length();
    along.divideScalar(length || 1);
    const [wide, deep] = this.isTrunk(bone) ? TRUNK_SHAPE : [1, 1];
    if (this.isTrunk(bone)) {
      this.turnTrunk(along);
    } else {
      scratch.turn.setFromUnitVectors(UP, length > 0 ? along : UP);
    }
    const radius = this.radii[bone.to] * this.thickness(bone.to);
    scratch.scale.set(radius * wide, Math.max(length, 1e-4), radius * deep);
    mesh.setMatrixAt(i, scratch.matrix.compose(from, scratch.turn, scratch.scale));
    mesh.setColorAt(i, this.color(bone.side, Math.min(this.confidence[bone.from], this.confidence[bone.to]),
        this.predicted[bone.to]));
  }

  /** Its width goes from shoulder to shoulder. */
  turnTrunk(along) {
    const names = this.shape.names;
    const across = scratch.middle.subVectors(this.positions[names.indexOf("left_shoulder")],
        this.positions[names.indexOf("right_shoulder")]);
    across.addScaledVector(along, -across.dot(along));
    if (across.lengthSq() < 1e-8) {
      scratch.turn.setFromUnitVectors(UP, along);
      return;
    }
    across.normalize();
    scratch.matrix.makeBasis(across, along, new THREE.Vector3().crossVectors(across, along));
    scratch.turn.setFromRotationMatrix(scratch.matrix);
  }

  placeJoint(position, k) {
    const radius = this.radii[k] * JOINT_OF_LIMB * (TRUNK.test(this.shape.names[k]) ? 0.5 : 1) * this.thickness(k);
    scratch.matrix.compose(position, scratch.turn.identity(), scratch.scale.setScalar(radius));
    this.joints.setMatrixAt(k, scratch.matrix);
    this.joints.setColorAt(k, this.color(this.shape.sides[k], this.confidence[k], this.predicted[k])
        .lerp(WHITE, 0.25 * this.present));
  }

  /** An egg about the joints of the head: between neck and crown, or about the ears. */
  placeHead() {
    const names = this.shape.names;
    const [a, b] = names.includes("head") ? ["neck", "head"] : ["left_ear", "right_ear"];
    const from = this.positions[names.indexOf(a)];
    const to = this.positions[names.indexOf(b)];
    const crown = names.includes("head");
    scratch.along.subVectors(to, from);
    const length = scratch.along.length() || 1;
    scratch.turn.setFromUnitVectors(UP, crown ? scratch.along.divideScalar(length) : UP);
    scratch.middle.copy(from).lerp(to, crown ? 0.72 : 0.5);
    const size = HEAD_METRES * this.thickness(names.indexOf(b));
    scratch.matrix.compose(scratch.middle, scratch.turn, scratch.scale.set(size * 0.84, size * 1.12, size * 0.92));
    this.head.setMatrixAt(0, scratch.matrix);
    this.head.setColorAt(0, this.color(0, this.confidence[names.indexOf(b)], this.predicted[names.indexOf(b)]));
  }

  thickness(k) {
    return (this.predicted[k] ? PREDICTED_THICKNESS : 1) * (0.25 + 0.75 * this.present);
  }

  color(side, confidence, predicted) {
    const fade = predicted ? PREDICTED_FADE : confidence < FAINT ? UNSURE_FADE : 0;
    scratch.color.setRGB(...personColor(this.id, side), THREE.SRGBColorSpace);
    scratch.color.lerp(WHITE, PALER);
    return scratch.color.lerp(this.background, 1 - (1 - fade) * this.present);
  }

  /** Where the joints are drawn, in the coordinates of the messages, read back from what is given to the GPU. */
  drawnJoints() {
    return this.positions.map((position, k) => {
      this.joints.getMatrixAt(k, scratch.matrix);
      return new THREE.Vector3().setFromMatrixPosition(scratch.matrix).toArray();
    });
  }

  dispose() {
    this.meshes.forEach(mesh => mesh.dispose());
    this.limbs.material.dispose();
  }
}

/** A shape of revolution about y, from 0 to 1, of radius 1. */
function turned(profile) {
  return new THREE.LatheGeometry(profile.map(([radius, along]) => new THREE.Vector2(radius, along)), 20);
}

function instances(geometry, material, count) {
  const mesh = new THREE.InstancedMesh(geometry, material, count);
  // Their bounds change with every frame.
  mesh.frustumCulled = false;
  mesh.instanceColor = new THREE.InstancedBufferAttribute(new Float32Array(count * 3), 3);
  return mesh;
}

const WHITE = new THREE.Color(1, 1, 1);
const scratch = {along: new THREE.Vector3(), middle: new THREE.Vector3(), scale: new THREE.Vector3(),
  turn: new THREE.Quaternion(), matrix: new THREE.Matrix4(), color: new THREE.Color()};
