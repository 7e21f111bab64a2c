/** The connections to the server: one that tells of all cameras, and one for the camera that is looked at. */
import {PoseStreamClient} from "../posestream-client.js";
import {askForToken, isTokenNeeded} from "./session.js";

/** Frames a second of every camera, for the list alone and for the overview. */
const LIST_RATE = 4;
const OVERVIEW_RATE = 15;

/** An age that may be wrong by more is none. */
const MAX_CLOCK_ERROR_MILLIS = 50;

/** A WebSocket whose texts are also given as they came. */
function tapped(receive) {
  return class extends WebSocket {
    constructor(address, protocols) {
      super(address, protocols);
      this.addEventListener("message", ({data}) => receive(data));
    }
  };
}

/**
 * Keeps both connections.
 *
 * Events, as functions of the object given: `hello(hello)`, `status(status)`, `anyFrame(frame)` of all cameras;
 * `frame(frame)`, `text(text)`, `lag(lag)`, `ended()` of the camera looked at; `connection(state, detail)`.
 */
export class Streams {

  constructor(events) {
    this.events = events;
    this.name = null;
    this.focus = null;
    this.rate = LIST_RATE;
    this.openHub();
  }

  openHub() {
    if (this.hub) {
      this.hub.close();
    }
    const hub = new PoseStreamClient("v1/streams/*", {dimensions: "2d", maxRate: this.rate});
    this.hub = hub;
    const current = listener => event => hub === this.hub && listener(event.detail);
    hub.addEventListener("hello", current(hello => this.events.hello(hello)));
    hub.addEventListener("status", current(status => this.events.status(status)));
    hub.addEventListener("frame", current(frame => this.events.anyFrame(frame)));
    hub.addEventListener("state", current(detail => this.hubState(detail)));
  }

  hubState(detail) {
    this.events.connection(detail.state, detail);
    if (detail.state !== "open") {
      this.askWhereNeeded();
    }
  }

  /** Who is not let in need not knock on. */
  async askWhereNeeded() {
    if (!this.asking && await isTokenNeeded() && !this.asking) {
      this.asking = true;
      this.hub.close();
      await askForToken();
      this.asking = false;
      this.retry();
    }
  }

  /** Tries again at once. */
  retry() {
    this.openHub();
    const name = this.name;
    this.watch(null);
    this.watch(name);
  }

  /** How closely all cameras are looked at. */
  setOverview(shown) {
    const rate = shown ? OVERVIEW_RATE : LIST_RATE;
    if (rate !== this.rate) {
      this.rate = rate;
      this.hub.subscribe({dimensions: "2d", maxRate: rate});
    }
  }

  /** Looks at one camera, or none. */
  watch(name) {
    if (this.name === name && (name === null || this.focus)) {
      return;
    }
    if (this.focus) {
      this.focus.close();
      this.focus = null;
    }
    this.name = name;
    if (name !== null) {
      this.openFocus(name);
    }
  }

  openFocus(name) {
    let text = null;
    const focus = new PoseStreamClient(`v1/streams/${encodeURIComponent(name)}`,
        {WebSocket: tapped(received => text = received)});
    this.focus = focus;
    const current = listener => event => focus === this.focus && listener(event.detail);
    focus.addEventListener("frame", current(frame => this.events.frame(frame, text)));
    focus.addEventListener("lag", current(lag => this.events.lag(lag)));
    focus.addEventListener("state", current(({state}) => state !== "open" && this.events.ended(name)));
  }

  /** A camera that came back is not waited for. */
  isThere(name) {
    if (name === this.name && this.focus && this.focus.state !== "open" && this.focus.state !== "connecting") {
      this.watch(null);
      this.watch(name);
    }
  }

  /** Milliseconds since a frame was captured; NaN while the server's clock is not known. */
  age(frame) {
    return this.focus && this.focus.clockErrorMillis < MAX_CLOCK_ERROR_MILLIS ? this.focus.age(frame) : NaN;
  }

  /** The people of the newest frame, moved on to now. */
  predict(atMillis) {
    return this.focus ? this.focus.predict(this.name, atMillis) : [];
  }
}
