/** The way that hands, feet and head took within the last second, as ribbons that turn to the viewer. */
import * as THREE from "./three/three.module.min.js";
import {personColor} from "./skeleton.js";

const TRAILED = /^(left|right)_(wrist|ankle)$|^head$|^nose$/;
const SECONDS = 0.9;
const POINTS = 48;
const HALF_WIDTH_METRES = 0.014;
const OPACITY = 0.75;

/** The ribbons of one person, in the coordinates of the scene. */
export class Trails {

  constructor(id, shape) {
    this.joints = shape.names.map((name, k) => ({name, k, side: shape.sides[k]}))
        .filter(joint => TRAILED.test(joint.name));
    this.group = new THREE.Group();
    this.ribbons = this.joints.map(joint => new Ribbon(personColor(id, joint.side)));
    this.group.add(...this.ribbons.map(ribbon => ribbon.mesh));
  }

  /**
   * @param {function(number): THREE.Vector3} place of a joint in the scene
   * @param {number} seconds of the capture
   */
  add(place, seconds) {
    this.joints.forEach((joint, i) => this.ribbons[i].add(place(joint.k), seconds));
  }

  /** @param {THREE.Vector3} eye where the viewer is */
  draw(eye, presence) {
    this.ribbons.forEach(ribbon => ribbon.draw(eye, presence));
  }

  dispose() {
    this.ribbons.forEach(ribbon => ribbon.dispose());
  }
}

class Ribbon {

  constructor(color) {
    this.points = [];
    this.geometry = new THREE.BufferGeometry();
    this.geometry.setAttribute("position", new THREE.BufferAttribute(new Float32Array(POINTS * 6), 3));
    this.geometry.setAttribute("color", new THREE.BufferAttribute(new Float32Array(POINTS * 8), 4));
    this.geometry.setIndex(Array.from({length: POINTS - 1}, (_, i) => 2 * i)
        .flatMap(i => [i, i + 1, i + 2, i + 2, i + 1, i + 3]));
    const material = new THREE.MeshBasicMaterial({vertexColors: true, transparent: true, depthWrite: false,
      side: THREE.DoubleSide});
    this.mesh = new THREE.Mesh(this.geometry, material);
    this.mesh.frustumCulled = false;
    this.color = new THREE.Color().setRGB(...color, THREE.SRGBColorSpace);
  }

  add(position, seconds) {
    const last = this.points[this.points.length - 1];
    // A clip that begins again, a camera that came back: the old way is no way to here.
    if (last && (seconds < last.seconds || seconds > last.seconds + SECONDS || position.distanceTo(last.at) > 1)) {
      this.points = [];
    }
    this.points.push({at: position.clone(), seconds});
    while (this.points.length > POINTS || this.points[0].seconds < seconds - SECONDS) {
      this.points.shift();
    }
  }

  draw(eye, presence) {
    const {position, color} = this.geometry.attributes;
    const count = this.points.length;
    const newest = count ? this.points[count - 1].seconds : 0;
    this.points.forEach(({at, seconds}, i) => {
      const before = this.points[Math.max(0, i - 1)].at;
      const after = this.points[Math.min(count - 1, i + 1)].at;
      const youth = Math.max(0, 1 - (newest - seconds) / SECONDS);
      across.subVectors(after, before).cross(toEye.subVectors(eye, at)).setLength(HALF_WIDTH_METRES * youth);
      position.setXYZ(2 * i, at.x + across.x, at.y + across.y, at.z + across.z);
      position.setXYZ(2 * i + 1, at.x - across.x, at.y - across.y, at.z - across.z);
      for (const side of [0, 1]) {
        color.setXYZW(2 * i + side, this.color.r, this.color.g, this.color.b, OPACITY * youth * youth * presence);
      }
    });
    position.needsUpdate = true;
    color.needsUpdate = true;
    this.geometry.setDrawRange(0, Math.max(0, count - 1) * 6);
  }

  dispose() {
    this.geometry.dispose();
    this.mesh.material.dispose();
  }
}

const across = new THREE.Vector3();
const toEye = new THREE.Vector3();
