/** A floor of half metres without an edge: its lines fade with the distance from where people are. */
import * as THREE from "./three/three.module.min.js";

const SIZE_METRES = 40;

const VERTEX = `
  varying vec2 place;
  void main() {
    vec4 world = modelMatrix * vec4(position, 1.0);
    place = world.xz;
    gl_Position = projectionMatrix * viewMatrix * world;
  }`;

const FRAGMENT = `
  varying vec2 place;
  uniform vec3 ink;
  uniform vec2 centre;
  uniform float strength;
  float lines(float spacing, float width) {
    vec2 at = place / spacing;
    vec2 near = abs(fract(at - 0.5) - 0.5) / fwidth(at);
    return 1.0 - smoothstep(0.0, width, min(near.x, near.y));
  }
  void main() {
    float away = distance(place, centre);
    float fade = exp(-away * away / 14.0);
    float minor = lines(0.5, 1.1) * 0.35;
    float major = lines(1.0, 1.4) * 0.75;
    float glow = exp(-away * away / 5.0) * 0.05;
    gl_FragColor = vec4(ink, (max(minor, major) * strength + glow) * fade);
  }`;

/** The grid, with its colour for each theme. */
export class Floor {

  constructor() {
    this.uniforms = {ink: {value: new THREE.Color()}, centre: {value: new THREE.Vector2()}, strength: {value: 0.3}};
    const material = new THREE.ShaderMaterial({uniforms: this.uniforms, vertexShader: VERTEX,
      fragmentShader: FRAGMENT, transparent: true, depthWrite: false, side: THREE.DoubleSide});
    this.mesh = new THREE.Mesh(new THREE.PlaneGeometry(SIZE_METRES, SIZE_METRES), material);
    this.mesh.rotation.x = -Math.PI / 2;
    this.mesh.renderOrder = -1;
  }

  setTheme(dark) {
    this.uniforms.ink.value.set(dark ? 0xaebbd6 : 0x2b3550);
    this.uniforms.strength.value = dark ? 0.42 : 0.4;
  }

  /** Moves the light spot, and the floor with it, which has no end. */
  setCentre(x, z) {
    this.uniforms.centre.value.set(x, z);
    this.mesh.position.set(x, 0, z);
  }
}

/** A soft shadow where somebody stands. */
export function contactShadow() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 128;
  const context = canvas.getContext("2d");
  const gradient = context.createRadialGradient(64, 64, 0, 64, 64, 64);
  gradient.addColorStop(0, "rgba(0, 0, 0, 1)");
  gradient.addColorStop(0.4, "rgba(0, 0, 0, 0.55)");
  gradient.addColorStop(1, "rgba(0, 0, 0, 0)");
  context.fillStyle = gradient;
  context.fillRect(0, 0, 128, 128);
  return new THREE.CanvasTexture(canvas);
}
