// SPDX-License-Identifier: Apache-2.0
/**
 * A client of PoseStream's WebSocket protocol, version 1, for browsers and Node; it depends on nothing.
 *
 * Copy this file (for Node as `posestream-client.mjs`), or import it from a server: `/posestream-client.js`.
 *
 *     const client = new PoseStreamClient("ws://127.0.0.1:8080/v1/streams/hall", {coordinates: "unity"});
 *     client.addEventListener("frame", ({detail: frame}) => console.log(frame.sequence, client.age(frame)));
 *
 * Times: what ends in `Millis` is on the clock of `performance.now()`, as animation frames are; what ends in `Nanos` is
 * on the server's clock of `captureNanos`. Positions: 2D in image pixels, 3D in the unit and axes that `hello.coordinates`
 * names (metres; x right, y down, z forward, unless asked otherwise).
 */

const PROTOCOL = "posestream.v1.json";
/** A sub-protocol that carries the token, since browsers let nobody set a header of a WebSocket. */
const BEARER = "posestream.bearer.";
/** What the server is asked for, by the names of the protocol; each may be left out. */
const SUBSCRIBE_OPTIONS = ["joints", "people", "maxRate", "coordinates", "dimensions"];
const OWN_OPTIONS = ["token", "reconnect", "WebSocket"];
/** RFC 6455: the server refuses what was asked, and would refuse it again. */
const REFUSED = 1008;

/** Without a hello in this time a connection counts as failed; some networks swallow what they do not like. */
const HELLO_PATIENCE_MILLIS = 10_000;
/** The clock is asked for often at first, for a good estimate soon, and then as often as finds a dead connection. */
const FIRST_TIME_REQUESTS = 4;
const FIRST_TIME_PERIOD_MILLIS = 250;
const TIME_PERIOD_MILLIS = 5_000;
/**
 * When nothing at all came after so many requests, and for so long after the first of them, the connection is dead. The
 * count keeps those alive that slept, the time those that are slow.
 */
const MAX_UNANSWERED = 3;
const MAX_SILENCE_MILLIS = 10_000;

/** Nobody moves on without a frame for longer: a guess beyond it looks worse than a pause. */
const MAX_PREDICTION_MILLIS = 100;

/**
 * @typedef {object} Options
 * @property {"h36m17"|"coco17"|"blazepose33"} [joints] order of the joints; left out: as they come
 * @property {"all"|"largest"|number|number[]|string} [people] whom to be told of: ids, as numbers or "3,7"
 * @property {number} [maxRate] most frames a second, 0..1000; 0 for all
 * @property {"opencv"|"unity"|"unreal"|"blender"|"gltf"} [coordinates] axes and unit of 3D positions
 * @property {"2d3d"|"2d"|"3d"} [dimensions] which joints to be sent
 * @property {string} [token] the bearer token, where the server wants one
 * @property {boolean} [reconnect] whether to connect again when the connection is lost; true
 * @property {typeof WebSocket} [WebSocket] the class to connect with, where the platform has none (Node before 22)
 */

/**
 * What an event of the client tells, in `detail`:
 * `hello`, `frame`, `status`, `lag`: the server's message as it came;
 * `error`: {code, reason}: the server's message `error`, or "malformed" for a message that cannot be read;
 * `state`: {state, code, reason, retryMillis}: of {@link PoseStreamClient#state}, with the close code and reason of the
 * connection that ended and the pause before the next try, where there are such.
 */
export class PoseStreamEvent extends Event {
  constructor(type, detail) {
    super(type);
    this.detail = detail;
  }
}

/** Keeps a connection to a stream, or to all streams (`/v1/streams/*`). */
export class PoseStreamClient extends EventTarget {

  #address;
  #options;
  #own;
  #host;
  #state = "connecting";
  #socket = null;
  #socketOptions = "";
  #helloTimer = null;
  #retryTimer = null;
  #timeTimer = null;
  #timeRequests = 0;
  #unanswered = 0;
  #silentSinceMillis = 0;
  #clock = new ServerClock();
  #backOff;
  #streams = new Map();
  #topologies = new Map();
  #hello = null;
  #stopListening;

  /**
   * Begins to connect.
   *
   * @param {string|URL} url of a stream, `ws:`, `wss:`, `http:` or `https:`; in a page also relative to it
   * @param {Options} [options]
   * @param {object} [host] what the tests replace: clock, timers, randomness, the browser's events
   * @throws {TypeError} for an option that there is not, an address that is none, or no WebSocket to connect with
   */
  constructor(url, options = {}, host = platform()) {
    super();
    requireKnown(options, [...SUBSCRIBE_OPTIONS, ...OWN_OPTIONS]);
    this.#address = webSocketAddress(url);
    this.#own = {reconnect: true, WebSocket: globalThis.WebSocket, ...pick(options, OWN_OPTIONS)};
    if (!this.#own.WebSocket) {
      throw new TypeError("there is no WebSocket here; pass a class as the option WebSocket, or use Node 22");
    }
    this.#options = pick(options, SUBSCRIBE_OPTIONS);
    this.#host = host;
    this.#backOff = new BackOff(host.random);
    this.#connect();
    this.#stopListening = host.onReturn(() => this.#comeBack());
  }

  /**
   * `connecting` until the first hello, `open` from a hello on, `reconnecting` while the connection is lost, `closed`
   * after {@link close}, after a refusal (close code 1008), and after a loss where `reconnect` is false.
   *
   * @returns {"connecting"|"open"|"reconnecting"|"closed"}
   */
  get state() {
    return this.#state;
  }

  /** The newest hello of the server, null before the first. */
  get hello() {
    return this.#hello;
  }

  /**
   * The orders of joints that the hello told of, by id. A bone goes from a joint's parent to the joint.
   *
   * @returns {Map<string, {id: string, joints: {name: string, parent: number, mirror: number}[],
   *     bones: {from: number, to: number, side: "left"|"right"|"middle"}[]}>}
   */
  get topologies() {
    return this.#topologies;
  }

  /** The newest frame of a stream, undefined before the first. */
  latest(stream) {
    return this.#streams.get(stream)?.frame;
  }

  /**
   * Asks for something else from now on; answered by a `hello`. What is left out goes back to the server's default.
   *
   * @param {Options} options without `token`, `reconnect` and `WebSocket`
   */
  subscribe(options) {
    requireKnown(options, SUBSCRIBE_OPTIONS);
    this.#options = pick(options, SUBSCRIBE_OPTIONS);
    this.#subscribeWhereNeeded();
  }

  /** Ends the connection for good. */
  close() {
    if (this.#state !== "closed") {
      this.#release(1000);
      this.#end({});
    }
  }

  /** The time now on the server's clock of `captureNanos`, in nanoseconds; NaN before the first hello. */
  serverNow() {
    const now = this.#host.now();
    return (now + this.#clock.offsetMillis(now)) * 1e6;
  }

  /** Half the width of the interval about {@link serverNow} in which the truth lies, in milliseconds. */
  get clockErrorMillis() {
    return this.#clock.errorMillis(this.#host.now());
  }

  /**
   * How long ago a frame was captured, in milliseconds.
   *
   * @returns {number} NaN before the first hello, and for frames that are not live (those of files have no `ageMicros`)
   */
  age(frame) {
    return frame.ageMicros === undefined ? NaN : (this.serverNow() - frame.captureNanos) / 1e6;
  }

  /**
   * The people of a stream's newest frame, their joints moved on to a time by their own speeds: for at most 100 ms, and
   * less and less far. Lost people are as they came. So is everybody's box.
   *
   * @param {string} stream the name in the frames
   * @param {number} [atMillis] on the clock of `performance.now()`, such as an animation frame is given; now
   * @returns {object[]} copies of the frame's people; empty before the first frame
   */
  predict(stream, atMillis = this.#host.now()) {
    const seen = this.#streams.get(stream);
    return seen ? seen.motion.people(atMillis - this.#shownMillis(seen)) : [];
  }

  /** When the newest frame was captured; one of a file counts as captured when it came. */
  #shownMillis({frame, receivedMillis}) {
    if (frame.ageMicros === undefined) {
      return receivedMillis;
    }
    const captured = frame.captureNanos / 1e6 - this.#clock.offsetMillis(receivedMillis);
    return Number.isNaN(captured) ? receivedMillis : Math.min(captured, receivedMillis);
  }

  #connect() {
    const address = new URL(this.#address);
    this.#socketOptions = JSON.stringify(this.#options);
    for (const [name, value] of Object.entries(this.#options)) {
      address.searchParams.set(name, String(value));
    }
    const protocols = this.#own.token ? [PROTOCOL, BEARER + this.#own.token] : [PROTOCOL];
    const socket = new this.#own.WebSocket(address.href, protocols);
    this.#socket = socket;
    this.#clock.reset();
    this.#unanswered = 0;
    this.#timeRequests = 0;
    socket.onmessage = ({data}) => this.#receive(data);
    socket.onclose = ({code, reason}) => this.#lost({code, reason});
    // Of an error the platform tells nothing but that a close follows.
    socket.onerror = () => {};
    this.#helloTimer = this.#host.setTimeout(() => this.#drop("no hello came"), HELLO_PATIENCE_MILLIS);
  }

  #receive(data) {
    const now = this.#host.now();
    this.#unanswered = 0;
    let message;
    try {
      message = JSON.parse(data);
    } catch (error) {
      this.#tell("error", {code: "malformed", reason: error.message});
      return;
    }
    this.#understand(message, now);
  }

  /** Messages of a type that is not known here come from a newer server, and are left out. */
  #understand(message, now) {
    switch (message.type) {
      case "hello": this.#greet(message, now); break;
      case "frame": this.#take(message, now); break;
      case "time": this.#clock.add(message.clientMicros / 1e3, now, message.captureNanos / 1e6); return;
      case "status": this.#forgetStopped(message); break;
      case "lag": case "error": break;
      default: return;
    }
    this.#tell(message.type, message);
  }

  #greet(hello, now) {
    this.#hello = hello;
    this.#topologies = new Map((hello.topologies ?? []).map(each => [each.id, {...each, bones: bones(each.joints)}]));
    // Positions of before may have other axes.
    this.#streams.clear();
    this.#clock.hint(hello.captureNanos / 1e6, now);
    if (this.#state !== "open") {
      this.#open();
    }
  }

  #open() {
    this.#host.clearTimeout(this.#helloTimer);
    this.#backOff.reset();
    this.#state = "open";
    this.#subscribeWhereNeeded();
    this.#askTime();
    this.#enter({state: "open"});
  }

  #take(frame, receivedMillis) {
    let seen = this.#streams.get(frame.stream);
    if (!seen) {
      seen = {motion: new StreamMotion()};
      this.#streams.set(frame.stream, seen);
    }
    seen.frame = frame;
    seen.receivedMillis = receivedMillis;
    seen.motion.add(frame);
  }

  #forgetStopped(status) {
    if (status.state === "stopped") {
      this.#streams.delete(status.stream);
    }
  }

  /** A connection's own options stand in its address; what was asked for since must be told it. */
  #subscribeWhereNeeded() {
    const wanted = JSON.stringify(this.#options);
    if (this.#state === "open" && wanted !== this.#socketOptions) {
      this.#socketOptions = wanted;
      this.#socket.send(JSON.stringify({type: "subscribe", ...protocolValues(this.#options)}));
    }
  }

  #askTime() {
    const now = this.#host.now();
    this.#host.clearTimeout(this.#timeTimer);
    if (this.#unanswered === 0) {
      this.#silentSinceMillis = now;
    } else if (this.#unanswered >= MAX_UNANSWERED && now - this.#silentSinceMillis >= MAX_SILENCE_MILLIS) {
      this.#drop("nothing came any more");
      return;
    }
    this.#unanswered++;
    const id = ++this.#timeRequests;
    this.#socket.send(JSON.stringify({type: "time", id, clientMicros: Math.round(now * 1e3)}));
    this.#timeTimer = this.#host.setTimeout(() => this.#askTime(),
        id < FIRST_TIME_REQUESTS ? FIRST_TIME_PERIOD_MILLIS : TIME_PERIOD_MILLIS);
  }

  /** The network or the page is back: try at once, and find out whether an open connection still is one. */
  #comeBack() {
    if (this.#retryTimer !== null) {
      this.#host.clearTimeout(this.#retryTimer);
      this.#retry();
    } else if (this.#state === "open") {
      this.#askTime();
    }
  }

  #retry() {
    this.#retryTimer = null;
    this.#connect();
  }

  /** Gives up a connection without waiting for the other side, which may be long gone. */
  #drop(reason) {
    this.#release(4000);
    this.#lost({reason});
  }

  #release(code) {
    for (const timer of [this.#helloTimer, this.#timeTimer, this.#retryTimer]) {
      this.#host.clearTimeout(timer);
    }
    this.#retryTimer = null;
    if (this.#socket) {
      this.#socket.onmessage = this.#socket.onclose = null;
      this.#socket.close(code);
      this.#socket = null;
    }
  }

  #lost({code, reason}) {
    this.#host.clearTimeout(this.#helloTimer);
    this.#host.clearTimeout(this.#timeTimer);
    this.#socket = null;
    if (code === REFUSED || !this.#own.reconnect) {
      this.#end({code, reason});
      return;
    }
    const retryMillis = this.#backOff.nextMillis();
    this.#retryTimer = this.#host.setTimeout(() => this.#retry(), retryMillis);
    this.#enter({state: "reconnecting", code, reason, retryMillis});
  }

  #end(why) {
    this.#stopListening();
    this.#enter({state: "closed", ...why});
  }

  #enter(detail) {
    this.#state = detail.state;
    this.#tell("state", detail);
  }

  #tell(type, detail) {
    this.dispatchEvent(new PoseStreamEvent(type, detail));
  }
}

/**
 * Estimates how far a server's clock is ahead of ours, from questions and answers, as NTP does: the answer was made at
 * some time between question and answer, so the middle is wrong by at most half the round trip. The clocks drift apart
 * meanwhile, so a quick answer of long ago is worth less and less; what has the smallest error bound now is taken.
 */
export class ServerClock {

  /** 100 ppm: what two quartzes may be apart, and what time services turn them by. */
  static DRIFT = 1e-4;
  static #MAX_SAMPLES = 16;

  #samples = [];
  #hintMillis = NaN;

  /** Forgets all; another server may answer from now on. */
  reset() {
    this.#samples = [];
    this.#hintMillis = NaN;
  }

  /** A message without a question: the estimate until the first answer, too small by the time that it travelled. */
  hint(serverMillis, receivedMillis) {
    this.#hintMillis = serverMillis - receivedMillis;
  }

  /** An answer: when we asked, when we had it, both on our clock, and the server's time between. */
  add(askedMillis, receivedMillis, serverMillis) {
    const sample = {
      offsetMillis: serverMillis - (askedMillis + receivedMillis) / 2,
      halfTripMillis: Math.max(0, receivedMillis - askedMillis) / 2,
      askedMillis,
    };
    if (!Object.values(sample).every(Number.isFinite)) {
      return;
    }
    if (this.#contradicts(sample, receivedMillis)) {
      this.#samples = [];
    }
    this.#samples.push(sample);
    if (this.#samples.length > ServerClock.#MAX_SAMPLES) {
      this.#samples.shift();
    }
  }

  /** The server's clock minus ours, in milliseconds; NaN while nothing is known. */
  offsetMillis(nowMillis) {
    return this.#best(nowMillis)?.offsetMillis ?? this.#hintMillis;
  }

  /** The offset is wrong by at most this, in milliseconds; infinite before the first answer. */
  errorMillis(nowMillis) {
    const best = this.#best(nowMillis);
    return best ? errorAt(best, nowMillis) : Infinity;
  }

  /** Where both cannot be true a clock has jumped, as ours may while a computer sleeps. */
  #contradicts(sample, nowMillis) {
    const best = this.#best(nowMillis);
    return best !== undefined && Math.abs(sample.offsetMillis - best.offsetMillis)
        > errorAt(sample, nowMillis) + errorAt(best, nowMillis);
  }

  #best(nowMillis) {
    let best;
    for (const sample of this.#samples) {
      if (best === undefined || errorAt(sample, nowMillis) <= errorAt(best, nowMillis)) {
        best = sample;
      }
    }
    return best;
  }
}

function errorAt(sample, nowMillis) {
  return sample.halfTripMillis + ServerClock.DRIFT * Math.abs(nowMillis - sample.askedMillis);
}

/** Pauses between tries: from half a second doubled up to 30 s, each by chance up to half shorter. */
export class BackOff {

  static FIRST_MILLIS = 500;
  static LONGEST_MILLIS = 30_000;

  #random;
  #tries = 0;

  /** @param {() => number} random in 0..1, so that clients that were lost together do not come back all at once */
  constructor(random) {
    this.#random = random;
  }

  nextMillis() {
    const longest = Math.min(BackOff.LONGEST_MILLIS, BackOff.FIRST_MILLIS * 2 ** this.#tries);
    this.#tries++;
    return longest * (1 - this.#random() / 2);
  }

  /** After a connection that was good. */
  reset() {
    this.#tries = 0;
  }
}

/** The speeds of everybody in one stream, from its frames in the order in which they come. */
export class StreamMotion {

  #people = new Map();
  #frame = null;

  /** Takes the next frame; one that is not later than the last begins afresh, as a file does that is played again. */
  add(frame) {
    const before = this.#frame !== null && frame.captureNanos > this.#frame.captureNanos ? this.#people : new Map();
    const seconds = frame.captureNanos * 1e-9;
    this.#people = new Map();
    for (const person of frame.people) {
      if (person.state !== "lost") {
        const motion = before.get(person.id) ?? {flat: new JointMotion(), space: new JointMotion()};
        motion.flat.add(person.topology2d, person.joints2d ?? [], person.predicted2d, seconds);
        motion.space.add(person.topology3d, person.joints3d ?? [], person.predicted3d, seconds);
        this.#people.set(person.id, motion);
      }
    }
    this.#frame = frame;
  }

  /**
   * The newest frame's people, moved on.
   *
   * @param {number} aheadMillis from the time of that frame; what is negative or beyond 100 counts as 0 or 100
   */
  people(aheadMillis) {
    const ahead = Math.min(MAX_PREDICTION_MILLIS, Math.max(0, aheadMillis)) / 1e3;
    return this.#frame === null ? [] : this.#frame.people.map(person => {
      const motion = this.#people.get(person.id);
      return motion === undefined ? {...person} : {
        ...person,
        joints2d: motion.flat.ahead(person.joints2d ?? [], ahead),
        joints3d: motion.space.ahead(person.joints3d ?? [], ahead),
      };
    });
  }
}

/** The speeds of one person's joints, given as [coordinates..., confidence]. */
class JointMotion {

  /** Speeds follow new ones with this time constant: at 30 frames/s by half with each frame. */
  static #SMOOTHING_SECONDS = 0.05;
  /** A speed fades to 37 % in this time: nobody is moved on by more than 100 ms worth of it. */
  static #FADING_SECONDS = 0.1;
  /** A joint unseen for longer begins afresh. */
  static #MAX_GAP_SECONDS = 0.5;
  /** Below it a joint is a guess, whose moves are no motion. */
  static #MIN_CONFIDENCE = 0.2;
  /** Faster than this, in sizes of the body a second (14 m/s of an adult), is no motion but a mistake put right. */
  static #MAX_SPEED = 8;

  #topology = null;
  #joints = [];
  #newestSeconds = 0;

  add(topology, joints, predicted = [], seconds) {
    if (topology !== this.#topology || joints.length !== this.#joints.length) {
      this.#topology = topology;
      this.#joints = joints.map(() => null);
    }
    this.#newestSeconds = seconds;
    const isSeen = (joint, k) => joint.at(-1) >= JointMotion.#MIN_CONFIDENCE && !predicted.includes(k);
    const maxSpeed = JointMotion.#MAX_SPEED * extent(joints.filter(isSeen));
    joints.forEach((joint, k) => {
      if (isSeen(joint, k)) {
        this.#joints[k] = JointMotion.#next(this.#joints[k], joint.slice(0, -1), seconds, maxSpeed);
      }
    });
  }

  static #next(last, position, seconds, maxSpeed) {
    const step = last === null ? Infinity : seconds - last.seconds;
    const still = {position, seconds, velocity: position.map(() => 0)};
    if (step > JointMotion.#MAX_GAP_SECONDS) {
      return still;
    }
    const raw = position.map((x, i) => (x - last.position[i]) / step);
    if (Math.hypot(...raw) > maxSpeed) {
      return still;
    }
    const share = 1 - Math.exp(-step / JointMotion.#SMOOTHING_SECONDS);
    return {position, seconds, velocity: last.velocity.map((v, i) => v + share * (raw[i] - v))};
  }

  /** Copies of the joints, moved on by a speed that fades from the time at which the joint was last seen. */
  ahead(joints, seconds) {
    return joints.map((joint, k) => {
      const motion = this.#joints[k];
      if (!motion) {
        return [...joint];
      }
      const unseen = this.#newestSeconds - motion.seconds;
      const worth = JointMotion.#worth(unseen + seconds) - JointMotion.#worth(unseen);
      return joint.map((x, i) => i < motion.velocity.length ? x + motion.velocity[i] * worth : x);
    });
  }

  /** For how long at full speed a joint would go as far as it does in this time with a fading one. */
  static #worth(seconds) {
    return JointMotion.#FADING_SECONDS * (1 - Math.exp(-seconds / JointMotion.#FADING_SECONDS));
  }
}

/** The largest side of the box about the joints. */
function extent(joints) {
  let largest = 0;
  for (let i = 0; i < (joints[0]?.length ?? 1) - 1; i++) {
    const values = joints.map(joint => joint[i]);
    largest = Math.max(largest, Math.max(...values) - Math.min(...values));
  }
  return largest;
}

function bones(joints) {
  return joints.flatMap(({name, parent}, to) => parent < 0 ? [] : [{from: parent, to, side: side(name)}]);
}

function side(name) {
  const words = name.split("_");
  return words.includes("left") ? "left" : words.includes("right") ? "right" : "middle";
}

/** The options as a subscribe message has them. */
function protocolValues(options) {
  return "people" in options ? {...options, people: String(options.people)} : options;
}

function webSocketAddress(url) {
  const address = new URL(url, globalThis.location?.href);
  address.protocol = address.protocol.replace(/^http/, "ws");
  return address;
}

/** Misspelt options are told here and not by a server that is asked at some later time. */
function requireKnown(options, known) {
  const unknown = Object.keys(options).find(name => !known.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`there is no option '${unknown}'; there are ${known.join(", ")}`);
  }
}

/** The options of these names that are given. */
function pick(options, names) {
  return Object.fromEntries(names.filter(name => options[name] !== undefined).map(name => [name, options[name]]));
}

/** The clock, timers and events of the browser, or of Node. */
function platform() {
  return {
    now: () => performance.now(),
    random: Math.random,
    setTimeout: (task, millis) => setTimeout(task, millis),
    clearTimeout: timer => clearTimeout(timer),
    onReturn: listenForReturn,
  };
}

/** Runs the task when the network is back, or a page that was hidden is looked at; gives what ends that. */
function listenForReturn(task) {
  const page = globalThis.document;
  const seen = () => page.visibilityState === "visible" && task();
  globalThis.addEventListener?.("online", task);
  page?.addEventListener("visibilitychange", seen);
  return () => {
    globalThis.removeEventListener?.("online", task);
    page?.removeEventListener("visibilitychange", seen);
  };
}
