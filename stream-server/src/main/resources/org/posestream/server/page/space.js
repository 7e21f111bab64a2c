/** The 3D view: skeletons on a floor, drawn only when something has changed. */
import * as THREE from "./three/three.module.min.js";
import {OrbitControls} from "./three/OrbitControls.js";
import {Floor, contactShadow} from "./floor.js";
import {Mannequin} from "./mannequin.js";
import {Pace} from "./pace.js";
import {Placement} from "./placement.js";
import {FAINT, jointLabel, personCss, skeleton} from "./skeleton.js";
import {Trails} from "./trails.js";

/** How long somebody who is gone is still seen, milliseconds. */
const FADE_MILLIS = 600;
const FOLLOW_SECONDS = 0.45;
const FIELD_OF_VIEW = 34;
/** Height of the point that is looked at, metres: about a person's navel. */
const TARGET_METRES = 0.9;
const MAX_PIXEL_RATIO = 2;
/** Views by name: turn about the vertical and height, degrees. The camera's own eye is at the front. */
const VIEWS = {home: [28, 10], front: [0, 4], side: [90, 4], back: [180, 8], top: [0, 80]};

/** Colours of the scene that CSS cannot give. */
const THEMES = {
  dark: {background: 0x12151d, sky: 0xdfe7ff, ground: 0x3a3f52, hemisphere: 1.15, key: 2.1, rim: 1.5, shadow: 0.55,
    label: "#e9ecf2", halo: "rgba(10, 12, 16, 0.75)"},
  light: {background: 0xe9ebf1, sky: 0xffffff, ground: 0x8a90a5, hemisphere: 1.0, key: 1.5, rim: 0.5, shadow: 0.28,
    label: "#14171f", halo: "rgba(255, 255, 255, 0.8)"},
};

export class SpaceView {

  /**
   * @param {HTMLCanvasElement} canvas for the scene
   * @param {HTMLCanvasElement} labels above it, for what is written
   * @param {Settings} settings
   */
  constructor(canvas, labels, settings) {
    this.canvas = canvas;
    this.labels = labels;
    this.settings = settings;
    this.people = new Map();
    this.selected = null;
    this.sequence = null;
    this.theme = THEMES.dark;
    this.pace = new Pace(now => this.draw(now));
    this.background = new THREE.Color(this.theme.background);
    this.createScene();
    this.createControls();
    this.renders = 0;
    settings.onChange(() => this.invalidate());
    new ResizeObserver(() => this.resize()).observe(canvas.parentElement);
  }

  createScene() {
    this.renderer = new THREE.WebGLRenderer({canvas: this.canvas, antialias: true, alpha: true,
      powerPreference: "low-power"});
    this.scene = new THREE.Scene();
    this.floor = new Floor();
    this.shadowTexture = contactShadow();
    this.hemisphere = new THREE.HemisphereLight();
    this.key = new THREE.DirectionalLight();
    this.rim = new THREE.DirectionalLight();
    this.lights = new THREE.Group();
    this.key.position.set(2.2, 4.5, 3.5);
    this.rim.position.set(-3, 2.5, -3.5);
    this.lights.add(this.hemisphere, this.key, this.key.target, this.rim, this.rim.target);
    this.scene.add(this.floor.mesh, this.lights);
    this.camera = new THREE.PerspectiveCamera(FIELD_OF_VIEW, 1, 0.1, 80);
  }

  createControls() {
    this.controls = new OrbitControls(this.camera, this.canvas);
    this.controls.enableDamping = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.controls.dampingFactor = 0.12;
    this.controls.minDistance = 0.8;
    this.controls.maxDistance = 25;
    this.controls.maxPolarAngle = Math.PI * 0.55;
    this.controls.addEventListener("change", () => this.invalidate());
    this.centre = new THREE.Vector3(0, TARGET_METRES, 0);
    this.controls.target.copy(this.centre);
    this.look("home");
  }

  setTheme(dark) {
    this.theme = dark ? THEMES.dark : THEMES.light;
    this.background.set(this.theme.background);
    this.hemisphere.color.set(this.theme.sky);
    this.hemisphere.groundColor.set(this.theme.ground);
    this.hemisphere.intensity = this.theme.hemisphere;
    this.key.intensity = this.theme.key;
    this.rim.intensity = this.theme.rim;
    this.floor.setTheme(dark);
    this.people.forEach(person => {
      person.shadow.material.opacity = this.theme.shadow;
      person.mannequin.fade(person.presence, this.background);
    });
    this.invalidate();
  }

  /** Shows nobody, for another camera. */
  clear() {
    for (const id of Array.from(this.people.keys())) {
      this.remove(id);
    }
    this.selected = null;
    this.sequence = null;
    this.settled = false;
    this.invalidate();
  }

  /** Shows a frame of the protocol. */
  show(frame) {
    this.sequence = frame.sequence;
    const seconds = frame.captureNanos / 1e9;
    for (const person of frame.people) {
      if (person.joints3d.length && skeleton(person.topology3d)) {
        this.showPerson(person, frame.imageWidth, seconds);
      }
    }
    const there = new Set(frame.people.filter(person => person.joints3d.length).map(person => person.id));
    this.people.forEach((person, id) => {
      if (!there.has(id) && person.goneAt === null) {
        person.goneAt = performance.now();
      }
    });
    this.invalidate();
  }

  showPerson(person, imageWidth, seconds) {
    const shown = this.personOf(person);
    shown.goneAt = null;
    shown.presence = 1;
    shown.placement.update(person, imageWidth, seconds);
    shown.mannequin.update(person, 1, this.background);
    const {x, z, floor} = shown.placement;
    shown.mannequin.group.position.set(x, floor, -z);
    shown.shadow.position.set(x, 0.003, -z);
    shown.trails.add(k => this.inScene(shown, k), seconds);
  }

  /** Moves those who are shown on to where they are by now, without taking it for a measurement. */
  move(people) {
    for (const person of people) {
      const shown = this.people.get(person.id);
      if (shown && shown.goneAt === null && person.joints3d.length === shown.mannequin.positions.length) {
        shown.mannequin.update(person, 1, this.background);
      }
    }
    this.invalidate();
  }

  /** What is drawn now, in the coordinates of the messages. */
  readBack() {
    return {sequence: this.sequence, renders: this.renders,
      people: Array.from(this.people, ([id, person]) => ({id, presence: person.presence,
        joints: person.mannequin.drawnJoints()}))};
  }

  personOf(person) {
    const known = this.people.get(person.id);
    if (known && known.mannequin.topologyId === person.topology3d) {
      return known;
    }
    if (known) {
      this.remove(person.id);
    }
    const mannequin = new Mannequin(person.id, person.topology3d);
    const shadow = new THREE.Mesh(new THREE.PlaneGeometry(1.3, 1.3), new THREE.MeshBasicMaterial({
      map: this.shadowTexture, transparent: true, depthWrite: false, color: 0x000000, opacity: this.theme.shadow}));
    shadow.rotation.x = -Math.PI / 2;
    const created = {mannequin, shadow, trails: new Trails(person.id, mannequin.shape), placement: new Placement(),
      presence: 1, goneAt: null};
    this.scene.add(mannequin.group, shadow, created.trails.group);
    this.people.set(person.id, created);
    return created;
  }

  remove(id) {
    const {mannequin, shadow, trails} = this.people.get(id);
    this.scene.remove(mannequin.group, shadow, trails.group);
    mannequin.dispose();
    trails.dispose();
    shadow.geometry.dispose();
    shadow.material.dispose();
    this.people.delete(id);
  }

  /** Where a joint is in the scene. */
  inScene(person, k) {
    const {x, y, z} = person.mannequin.positions[k];
    const at = person.mannequin.group.position;
    return new THREE.Vector3(at.x + x, at.y - y, at.z - z);
  }

  /** Asks for a drawing. */
  invalidate() {
    this.pace.request();
  }

  draw(now) {
    const seconds = Math.min(0.1, (now - (this.drawnAt || now)) / 1000);
    this.drawnAt = now;
    const fading = this.fade();
    const moving = this.follow(seconds);
    if (this.controls.update() || fading || moving) {
      this.invalidate();
    } else {
      this.drawnAt = null;
    }
    this.drawTrails();
    this.renderer.render(this.scene, this.camera);
    this.renders++;
    this.drawLabels();
  }

  /** @returns {boolean} whether somebody is still fading */
  fade() {
    const now = performance.now();
    this.people.forEach((person, id) => {
      if (person.goneAt !== null) {
        person.presence = 1 - (now - person.goneAt) / FADE_MILLIS;
        if (person.presence <= 0) {
          this.remove(id);
        } else {
          person.mannequin.fade(person.presence, this.background);
          person.shadow.material.opacity = this.theme.shadow * person.presence;
        }
      }
    });
    return Array.from(this.people.values()).some(person => person.goneAt !== null);
  }

  /** Moves eye and target together. @returns {boolean} whether they are still on their way */
  follow(seconds) {
    const wanted = this.wantedCentre();
    if (!wanted || this.settled && !this.settings.get("follow") && this.selected === null) {
      return false;
    }
    const step = wanted.sub(this.centre);
    const part = this.settled ? 1 - Math.exp(-seconds / FOLLOW_SECONDS) : 1;
    if (!this.settled) {
      this.settled = true;
      this.centre.add(step);
      this.controls.target.copy(this.centre);
      this.look("home");
    } else if (step.length() > 1e-3) {
      step.multiplyScalar(part);
      this.centre.add(step);
      this.controls.target.add(step);
      this.camera.position.add(step);
    }
    this.floor.setCentre(this.centre.x, this.centre.z);
    this.lights.position.set(this.centre.x, 0, this.centre.z);
    return step.length() > 1e-3;
  }

  /** The middle of those who are there, or the one who was chosen; null where nobody is. */
  wantedCentre() {
    const chosen = this.people.get(this.selected);
    const all = chosen ? [chosen] : Array.from(this.people.values()).filter(person => person.goneAt === null);
    if (!all.length) {
      return null;
    }
    const {x, z} = all.reduce((sum, {placement}) => ({x: sum.x + placement.x, z: sum.z + placement.z}), {x: 0, z: 0});
    return new THREE.Vector3(x / all.length, TARGET_METRES, -z / all.length);
  }

  /** Follows one person, or all of them with null. */
  select(id) {
    this.selected = id;
    this.invalidate();
  }

  /** Looks from a named side. */
  look(name) {
    const [turn, height] = VIEWS[name].map(THREE.MathUtils.degToRad);
    const away = this.comfortableDistance();
    this.camera.position.copy(this.controls.target).add(new THREE.Vector3(Math.sin(turn) * Math.cos(height),
        Math.sin(height), Math.cos(turn) * Math.cos(height)).multiplyScalar(away));
    this.controls.update();
    this.invalidate();
  }

  /** From where everybody is seen, metres. */
  comfortableDistance() {
    const reach = Array.from(this.people.values()).reduce((far, {placement}) => Math.max(far,
        Math.hypot(placement.x - this.centre.x, placement.z + this.centre.z)), 0);
    const narrow = Math.min(1, this.camera.aspect);
    return (2.5 + 1.3 * Math.min(reach, 5)) / (2 * Math.tan(THREE.MathUtils.degToRad(FIELD_OF_VIEW / 2)))
        / Math.max(0.55, narrow) * (narrow < 1 ? 0.82 : 1);
  }

  /** Turns, lifts or nears the eye by hand of the keyboard. */
  nudge(turn, height, nearer) {
    const offset = this.camera.position.clone().sub(this.controls.target);
    const spherical = new THREE.Spherical().setFromVector3(offset);
    spherical.theta += turn;
    spherical.phi = Math.max(0.1, Math.min(this.controls.maxPolarAngle, spherical.phi + height));
    spherical.radius = Math.max(this.controls.minDistance, Math.min(this.controls.maxDistance,
        spherical.radius * nearer));
    this.camera.position.copy(this.controls.target).add(offset.setFromSpherical(spherical));
    this.invalidate();
  }

  resize() {
    const {clientWidth: width, clientHeight: height} = this.canvas.parentElement;
    if (!width || !height) {
      return;
    }
    const ratio = Math.min(MAX_PIXEL_RATIO, devicePixelRatio || 1);
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(width, height, false);
    this.labels.width = Math.round(width * ratio);
    this.labels.height = Math.round(height * ratio);
    const wasNarrow = this.camera.aspect;
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    if (Math.abs(wasNarrow - this.camera.aspect) > 0.2) {
      this.look("home");
    }
    this.draw(performance.now());
  }

  drawTrails() {
    const shown = this.settings.get("trails");
    this.people.forEach(({trails, presence}) => {
      trails.group.visible = shown;
      if (shown) {
        trails.draw(this.camera.position, presence);
      }
    });
  }

  drawLabels() {
    const context = this.labels.getContext("2d");
    const ratio = this.labels.width / (this.labels.clientWidth || 1);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.labels.width, this.labels.height);
    const font = getComputedStyle(this.labels).fontFamily;
    this.people.forEach((person, id) => {
      context.globalAlpha = Math.max(0, person.presence);
      if (this.settings.get("labels")) {
        context.font = `500 10.5px ${font}`;
        person.mannequin.shape.names.forEach((name, k) => this.drawJointLabel(context, person, k, jointLabel(name)));
      }
      this.drawTag(context, person, id, font);
    });
    context.globalAlpha = 1;
  }

  drawJointLabel(context, person, k, text) {
    const at = this.onScreen(this.inScene(person, k));
    if (at) {
      context.globalAlpha = person.presence * (person.mannequin.confidence[k] < FAINT ? 0.5 : 0.95);
      context.lineWidth = 3;
      context.lineJoin = "round";
      context.strokeStyle = this.theme.halo;
      context.fillStyle = this.theme.label;
      context.strokeText(text, at.x + 7, at.y + 3);
      context.fillText(text, at.x + 7, at.y + 3);
    }
  }

  /** The id above somebody's head. */
  drawTag(context, person, id, font) {
    const top = person.mannequin.positions.reduce((high, {y}) => Math.min(high, y), Infinity);
    const {x, y, z} = person.mannequin.group.position;
    const at = this.onScreen(new THREE.Vector3(x, y - top + 0.26, z));
    if (!at) {
      return;
    }
    context.font = `600 12px ${font}`;
    const text = String(id);
    const width = Math.max(22, context.measureText(text).width + 14);
    context.fillStyle = personCss(id);
    context.beginPath();
    context.roundRect(at.x - width / 2, at.y - 10, width, 20, 10);
    context.fill();
    context.fillStyle = "#0b0d12";
    context.textAlign = "center";
    context.fillText(text, at.x, at.y + 4.2);
    context.textAlign = "left";
  }

  onScreen(position) {
    const {x, y, z} = position.project(this.camera);
    const {clientWidth: width, clientHeight: height} = this.labels;
    return z < 1 && Math.abs(x) < 1.2 && Math.abs(y) < 1.2
        ? {x: (x + 1) / 2 * width, y: (1 - y) / 2 * height} : null;
  }

  /** The scene as it is now, for a picture of it. */
  paintOn(context, left, top, width, height) {
    this.draw(performance.now());
    context.drawImage(this.canvas, left, top, width, height);
    context.drawImage(this.labels, left, top, width, height);
  }
}
