/** The screen of one camera: picture, 3D, people and timeline. */
import {STATE_TEXT, byId, durationText, element, fitted, peopleText, setIcon, setText} from "./dom.js";
import {notify, withdraw} from "./notices.js";
import {drawPicture} from "./overlay.js";
import {Pace} from "./pace.js";
import {PeopleList} from "./people.js";
import {PictureFeed} from "./picture.js";
import {Recorder, download, fileName} from "./recorder.js";
import {SpaceView} from "./space.js";
import {StreamStatistics} from "./statistics.js";
import {Timeline, millis} from "./timeline.js";

/** Figures that change faster cannot be read. */
const FIGURES_MILLIS = 500;
/** The client moves nobody on for longer; beyond it a still picture stays as it is. */
const PREDICTED_MILLIS = 130;
/** Sharp enough for half a screen, and smooth, at half the server's work for all of it. */
const PREVIEW_WIDTH = 960;
const PREVIEW_RATE = 20;
/** Frames that are kept for pictures that come later than they: two seconds of most cameras. */
const KEPT_FRAMES = 60;
const SNAPSHOT_HEIGHT = 1080;

/** What to say of a camera that is not live, and what comes next. */
const WRONG = {
  stalled: ["has stalled", "No picture has come for a while; it is being opened again."],
  "backing-off": ["is not reached", "It is tried again by itself."],
  failed: ["has failed", "It is not tried any more, because its driver hangs."],
  paused: ["is paused", "It goes on when its operator resumes it."],
};

export class CameraScreen {

  constructor(settings, cameras) {
    this.settings = settings;
    this.cameras = cameras;
    this.name = null;
    this.paused = false;
    this.frame = null;
    this.frames = [];
    this.pace = new Pace(now => this.draw(now));
    this.recorder = new Recorder();
    this.statistics = new StreamStatistics();
    this.feed = new PictureFeed(() => this.invalidate());
    this.people = new PeopleList(id => this.space && this.space.select(id));
    this.timeline = new Timeline(byId("timeline"), byId("readout"), byId("stages").tBodies[0], settings);
    this.space = createSpace(settings);
    this.facts = new Map();
    new ResizeObserver(() => this.invalidate()).observe(byId("picture"));
    settings.onChange(() => this.invalidate());
    this.bind();
    setInterval(() => this.showFigures(), FIGURES_MILLIS);
  }

  use(streams) {
    this.streams = streams;
  }

  bind() {
    byId("pause").addEventListener("click", () => this.togglePause());
    byId("record").addEventListener("click", () => this.save());
    byId("snapshot").addEventListener("click", () => this.snapshot());
    document.querySelectorAll("[data-look]").forEach(button =>
        button.addEventListener("click", () => this.space && this.space.look(button.dataset.look)));
    byId("space").addEventListener("keydown", event => this.turn(event));
  }

  turn(event) {
    const turns = {ArrowLeft: [-0.12, 0, 1], ArrowRight: [0.12, 0, 1], ArrowUp: [0, -0.08, 1], ArrowDown: [0, 0.08, 1],
      "+": [0, 0, 0.88], "=": [0, 0, 0.88], "-": [0, 0, 1.13]};
    if (this.space && event.key === "Home") {
      this.space.look("home");
    } else if (this.space && turns[event.key]) {
      this.space.nudge(...turns[event.key]);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Looks at a camera, or at none. */
  open(name) {
    if (name !== this.name) {
      this.name = name;
      this.frame = null;
      this.frames = [];
      this.recorder.clear();
      this.statistics = new StreamStatistics();
      this.people.clear();
      if (this.space) {
        this.space.clear();
      }
      this.setPaused(false);
      withdraw("camera");
      withdraw("lag");
    }
    if (name !== null) {
      setText(byId("title"), name);
      this.showState();
    }
    this.openFeed();
    this.invalidate();
  }

  /** A camera that is not live has no pictures, and a hidden page needs none. */
  openFeed() {
    const status = this.name === null ? null : this.cameras.status(this.name);
    const wanted = status && status.state === "streaming" && this.settings.get("picture") && !document.hidden
        && !document.body.classList.contains("disconnected");
    this.feed.open(wanted ? this.cameras.previewAddress(this.name, PREVIEW_WIDTH, PREVIEW_RATE) : null);
  }

  visibility() {
    this.openFeed();
    this.invalidate();
  }

  setTheme(dark) {
    if (this.space) {
      this.space.setTheme(dark);
    }
    this.timeline.draw();
  }

  /** Takes a frame of the camera that is looked at. */
  take(frame, text) {
    const now = performance.now();
    this.recorder.add(text, now);
    this.statistics.add(frame, this.streams.age(frame), now);
    this.receivedMillis = now;
    if (!this.paused) {
      this.showFrame(frame);
    }
  }

  showFrame(frame) {
    const first = !this.frame;
    this.frame = frame;
    this.frames.push(frame);
    this.frames.splice(0, this.frames.length - KEPT_FRAMES);
    byId("picture-pane").style.setProperty("--aspect", `${frame.imageWidth} / ${frame.imageHeight}`);
    if (this.space && !document.hidden) {
      this.space.show(frame);
    }
    if (first) {
      this.showFigures();
    }
    this.invalidate();
  }

  status(status) {
    if (status.stream === this.name) {
      this.openFeed();
      this.showState();
    }
  }

  lag(lag) {
    notify("lag", {title: "This browser does not keep up", calm: true,
      text: `${lag.lost} frames were left out for it in the last second.`});
    clearTimeout(this.lagTimer);
    this.lagTimer = setTimeout(() => withdraw("lag"), 5000);
  }

  ended(name) {
    if (name === this.name) {
      this.showState();
    }
  }

  /** What the camera is doing, and what is wrong with it. */
  showState() {
    const status = this.cameras.status(this.name);
    const connected = !document.body.classList.contains("disconnected");
    const known = status ? status.state : "stopped";
    const state = connected ? known : "unknown";
    const badge = byId("state");
    badge.hidden = false;
    badge.className = `badge ${state}`;
    setText(badge, STATE_TEXT[state] || state);
    this.statistics.mark(state, performance.now());
    byId("camera-view").classList.toggle("gone", state !== "streaming");
    if (!connected || state === "streaming" || state === "connecting") {
      withdraw("camera");
    } else {
      notify("camera", this.explain(state, status));
    }
    this.showVeils(state);
  }

  explain(state, status) {
    if (!status) {
      return {title: `'${this.name}' is gone`, text: "The camera was removed. It is shown again as soon as it is back.",
        action: {label: "All cameras", run: () => location.hash = "#/all"}};
    }
    const [title, text] = WRONG[state] || [state, ""];
    return {title: `'${this.name}' ${title}`, calm: state === "paused",
      text: [status.error, text].filter(Boolean).join(" – ")};
  }

  showVeils(state) {
    const waiting = !this.frame;
    const text = state === "streaming" || state === "connecting" ? "Waiting for the first frame" : "No picture";
    byId("picture-veil").hidden = !waiting;
    setText(byId("picture-veil"), text);
    byId("space-veil").hidden = Boolean(this.space) && (waiting || this.frame.people.length > 0);
    setText(byId("space-veil"), this.space ? "Nobody is there"
        : "3D needs WebGL, which this browser has switched off");
  }

  togglePause() {
    if (this.name !== null) {
      this.setPaused(!this.paused);
    }
  }

  setPaused(paused) {
    this.paused = paused;
    byId("pause").setAttribute("aria-pressed", String(paused));
    setIcon(byId("pause").firstElementChild, paused ? "play" : "pause");
    setText(byId("pause").lastElementChild, paused ? "Go on" : "Pause");
    byId("paused").hidden = !paused;
  }

  /** Saves the last seconds as JSON Lines. */
  save() {
    if (this.name !== null) {
      const lines = this.recorder.lines(this.settings.get("recordSeconds"), performance.now());
      if (lines.length) {
        download(new Blob(lines, {type: "application/x-ndjson"}), fileName(this.name, "jsonl"));
      }
    }
  }

  /** Saves picture and 3D side by side. */
  snapshot() {
    if (this.frame) {
      const canvas = this.paintSnapshot();
      canvas.toBlob(blob => download(blob, fileName(this.name, "png")), "image/png");
    }
  }

  paintSnapshot() {
    const pane = byId("space-pane");
    const tall = SNAPSHOT_HEIGHT;
    const wide = Math.round(tall * this.frame.imageWidth / this.frame.imageHeight);
    const deep = this.space && pane.clientHeight ? Math.round(tall * pane.clientWidth / pane.clientHeight) : 0;
    const canvas = element("canvas", {width: wide + deep, height: tall});
    const context = canvas.getContext("2d");
    const flat = element("canvas", {width: wide, height: tall});
    drawPicture(flat.getContext("2d"), {...this.shownPicture(), width: wide, height: tall,
      font: getComputedStyle(document.body).fontFamily}, this.settings);
    context.drawImage(flat, 0, 0);
    if (deep) {
      context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--surface");
      context.fillRect(wide, 0, deep, tall);
      this.space.paintOn(context, wide, 0, deep, tall);
    }
    return canvas;
  }

  /** The picture with the frame that was made from it; without a picture, the newest frame. */
  shownPicture() {
    const picture = this.paused ? this.feed.shown : this.feed.at(this.frame ? this.frame.captureUnixMicros : undefined);
    const own = picture && this.frames.find(frame => frame.captureUnixMicros === picture.unixMicros);
    return {bitmap: picture ? picture.bitmap : null, frame: own || this.frame};
  }

  /** Asks for a drawing of the picture. */
  invalidate() {
    this.pace.request();
  }

  draw(now) {
    if (this.name === null) {
      return;
    }
    const canvas = byId("picture");
    if (canvas.clientWidth) {
      drawPicture(fitted(canvas), {...this.shownPicture(), width: canvas.clientWidth, height: canvas.clientHeight,
        font: getComputedStyle(canvas).fontFamily}, this.settings);
    }
    if (this.space && this.settings.get("smooth") && !this.paused && this.frame
        && now - this.receivedMillis < PREDICTED_MILLIS) {
      this.space.move(this.streams.predict(now));
      this.invalidate();
    }
  }

  /** Writes all that is read rather than watched. */
  showFigures() {
    if (this.name === null || document.hidden) {
      return;
    }
    const now = performance.now();
    const status = this.cameras.status(this.name);
    this.statistics.advance(now);
    this.showState();
    this.timeline.update(this.statistics, now);
    if (this.frame && !this.paused) {
      this.people.show(this.frame, now);
    }
    const summary = this.statistics.summary(now);
    this.fact("People", this.frame ? peopleText(this.frame.people.filter(each => each.state !== "lost").length) : "–");
    this.fact("In / out", summary.frames > 1 ? `${summary.captured.toFixed(1)} / ${summary.received.toFixed(1)} fps`
        : "–");
    this.fact("Latency", summary.frames ? `${millis((summary.age || summary.total).p50)} ms` : "–");
    this.fact("Image", this.frame ? `${this.frame.imageWidth} × ${this.frame.imageHeight}` : "–");
    this.fact("Since", status ? durationText((status.inStateMillis + now - status.receivedMillis) / 1000) : "–");
    byId("record").disabled = this.recorder.seconds(1, now) === 0;
  }

  fact(name, text) {
    const list = byId("facts");
    let shown = Array.from(list.children).find(each => each.firstChild.textContent === name);
    if (!shown) {
      shown = element("div", {}, element("dt", {textContent: name}), element("dd"));
      list.append(shown);
    }
    setText(shown.lastChild, text);
  }

  scene() {
    return this.space ? this.space.readBack() : null;
  }
}

/** The 3D view; null in a browser without WebGL, which shows everything else. */
function createSpace(settings) {
  try {
    return new SpaceView(byId("space"), byId("space-labels"), settings);
  } catch (e) {
    return null;
  }
}
