/** The list of cameras, and the overview with a card for each. */
import {STATE_TEXT, byId, element, fitted, icon, peopleText, setText} from "./dom.js";
import {drawPicture} from "./overlay.js";
import {PictureFeed} from "./picture.js";

/** Browsers hold six connections to a server; two are left for the rest of the page. */
const MAX_FEEDS = 4;
const RATE_MILLIS = 3000;
const CARD_OPTIONS = {picture: true, joints: true, boxes: false, names2d: false};
const THUMB_OPTIONS = {picture: false, joints: true, boxes: false, names2d: false};

const asSettings = options => ({get: name => options[name]});

/** Where the page shows a camera. */
export function cameraAddress(name) {
  return `#/camera/${encodeURIComponent(name)}`;
}

/** What is known of every camera, by name, in the order of the names. */
export class Cameras {

  /** @param {function(string): string} previewAddress of a camera by name */
  constructor(previewAddress) {
    this.previewAddress = previewAddress;
    this.known = new Map();
    this.current = null;
    this.overview = false;
  }

  names() {
    return Array.from(this.known.keys()).sort((a, b) => a.localeCompare(b, undefined, {numeric: true}));
  }

  has(name) {
    return this.known.has(name);
  }

  status(name) {
    return this.known.has(name) ? this.known.get(name).status : null;
  }

  /** Takes the statuses of a hello: those of all cameras. */
  reset(statuses) {
    const there = new Set(statuses.map(status => status.stream));
    for (const name of this.names()) {
      if (!there.has(name)) {
        this.remove(name);
      }
    }
    statuses.forEach(status => this.update(status));
  }

  /**
   * Takes a status; it comes when something has changed, so that it is noted when it came.
   * @returns {boolean} whether the camera is new
   */
  update(told) {
    const status = {...told, receivedMillis: performance.now()};
    if (status.state === "stopped") {
      this.remove(status.stream);
      return false;
    }
    const camera = this.known.get(status.stream);
    if (camera) {
      camera.status = status;
      this.show(camera);
      return false;
    }
    const added = this.create(status);
    this.known.set(status.stream, added);
    this.arrange();
    this.show(added);
    return true;
  }

  /** Takes a frame of any camera. */
  take(frame) {
    const camera = this.known.get(frame.stream);
    if (camera) {
      camera.frame = frame;
      camera.rate.add(frame.sequence, performance.now());
      this.draw(camera);
      this.show(camera);
    }
  }

  remove(name) {
    const camera = this.known.get(name);
    if (camera) {
      camera.feed.close();
      camera.item.remove();
      camera.card.remove();
      this.known.delete(name);
      this.arrange();
    }
  }

  create(status) {
    const name = status.stream;
    const address = cameraAddress(name);
    const thumb = element("canvas");
    const facts = element("small");
    const link = element("a", {className: "camera", href: address}, element("span", {className: "thumb"}, thumb, icon("cameras")),
        element("span", {className: "what"}, element("b", {textContent: name}), facts));
    const screen = element("canvas");
    const message = element("p");
    const cardFacts = element("small");
    const card = element("a", {className: "card", href: address},
        element("div", {className: "screen"}, screen, message),
        element("div", {className: "below"}, element("i", {className: "dot"}), element("b", {textContent: name}), cardFacts));
    const camera = {name, status, rate: new FrameRate(), frame: null, item: element("li", {}, link), link, thumb, facts, card, screen, message,
      cardFacts};
    camera.feed = new PictureFeed(() => this.draw(camera));
    return camera;
  }

  /** Puts list and cards into the order of the names. */
  arrange() {
    const all = this.names().map(name => this.known.get(name));
    byId("cameras").replaceChildren(...all.map(camera => camera.item));
    byId("overview").replaceChildren(...all.map(camera => camera.card));
    setText(byId("camera-count"), String(all.length));
    this.openFeeds();
  }

  /** Shows which camera is looked at; null for all of them. */
  choose(name) {
    this.current = name;
    this.known.forEach(camera => this.show(camera));
    this.openFeeds();
  }

  openFeeds() {
    const seen = this.overview && !document.hidden ? this.names().slice(0, MAX_FEEDS) : [];
    this.known.forEach(camera => {
      const wanted = seen.includes(camera.name) && camera.status.state === "streaming";
      camera.feed.open(wanted ? this.previewAddress(camera.name, 480, 10) : null);
    });
  }

  /** Told whether the overview is looked at. */
  setOverview(shown) {
    this.overview = shown;
    this.openFeeds();
    this.known.forEach(camera => this.draw(camera));
  }

  show(camera) {
    const {status, frame, link, card} = camera;
    const live = status.state === "streaming";
    const people = frame ? frame.people.filter(person => person.state !== "lost").length : 0;
    const text = live ? `${peopleText(people)} · ${camera.rate.perSecond().toFixed(0)} fps`
        : STATE_TEXT[status.state] || status.state;
    setText(camera.facts, text);
    setText(camera.cardFacts, text);
    setText(camera.message, live ? "" : status.error || STATE_TEXT[status.state] || status.state);
    link.className = `camera ${status.state}`;
    card.className = `card ${status.state}`;
    if (this.current === camera.name) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
    if (live !== camera.wasLive) {
      camera.wasLive = live;
      camera.frame = live ? frame : null;
      this.openFeeds();
      this.draw(camera);
    }
  }

  draw(camera) {
    if (document.hidden) {
      return;
    }
    if (camera.thumb.clientWidth) {
      paint(camera.thumb, camera.frame, null, THUMB_OPTIONS);
    }
    if (this.overview && camera.screen.clientWidth) {
      const picture = camera.feed.at(camera.frame ? camera.frame.captureUnixMicros : undefined);
      paint(camera.screen, camera.frame, picture && picture.bitmap, CARD_OPTIONS);
    }
  }
}

/** Frames a second of a camera of which only some are sent, from their numbers. */
class FrameRate {

  constructor() {
    this.seen = [];
  }

  add(sequence, atMillis) {
    // A camera that begins anew counts from 0 again.
    if (this.seen.length && sequence < this.seen[this.seen.length - 1].sequence) {
      this.seen = [];
    }
    this.seen.push({sequence, atMillis});
    while (this.seen[0].atMillis < atMillis - RATE_MILLIS) {
      this.seen.shift();
    }
  }

  perSecond() {
    const first = this.seen[0];
    const last = this.seen[this.seen.length - 1];
    return this.seen.length > 1 ? (last.sequence - first.sequence) * 1000 / (last.atMillis - first.atMillis) : 0;
  }
}

function paint(canvas, frame, bitmap, options) {
  drawPicture(fitted(canvas), {frame, bitmap, width: canvas.clientWidth, height: canvas.clientHeight,
    font: "sans-serif"}, asSettings(options));
}
