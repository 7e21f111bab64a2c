// The pure parts of the client, and the client itself with a socket and a clock that are turned by hand.
// PoseStreamClientIT copies the client beside this file and runs it with `node --test`.
import assert from "node:assert/strict";
import {describe, it} from "node:test";
import {BackOff, PoseStreamClient, ServerClock, StreamMotion} from "./posestream-client.mjs";

describe("ServerClock", () => {

  it("should take the middle of question and answer, wrong by at most half the round trip", () => {
    const clock = new ServerClock();
    clock.add(1000, 1010, 501_007);
    assert.equal(clock.offsetMillis(1010), 500_002);
    assert.equal(clock.errorMillis(1010), 5 + 10 * ServerClock.DRIFT);
  });

  it("should believe the quickest answer", () => {
    const clock = new ServerClock();
    clock.add(0, 40, 5_035);
    clock.add(100, 104, 5_102);
    clock.add(200, 230, 5_202);
    assert.equal(clock.offsetMillis(230), 5_000);
  });

  it("should hold the truth within its error whatever the way to and fro takes", () => {
    const random = mulberry(7);
    for (let run = 0; run < 200; run++) {
      const clock = new ServerClock();
      const drift = 0.9 * ServerClock.DRIFT * (2 * random() - 1);
      const truth = at => 12_345 + at * drift;
      for (let at = 0; at < 120_000; at += 5_000) {
        const answered = at + 200 * random() ** 3, received = answered + 200 * random() ** 3;
        clock.add(at, received, answered + truth(answered));
        const error = Math.abs(clock.offsetMillis(received) - truth(received));
        assert.ok(error <= clock.errorMillis(received) + 1e-6, `run ${run}: ${error} at ${at}`);
      }
      assert.ok(clock.errorMillis(120_000) < 100, "tighter than the slowest way");
    }
  });

  it("should leave a quick answer of long ago for a slower one of now", () => {
    const clock = new ServerClock();
    clock.add(0, 2, 1_001);
    clock.add(100_000, 100_006, 101_013);
    assert.equal(clock.offsetMillis(100_006), 1_010);
  });

  it("should begin afresh where a clock has jumped", () => {
    const clock = new ServerClock();
    clock.add(0, 2, 1_001);
    clock.add(5_000, 5_100, 65_050);
    assert.equal(clock.offsetMillis(5_100), 60_000);
    clock.add(10_000, 10_040, 70_020);
    assert.equal(clock.offsetMillis(10_040), 60_000);
  });

  it("should know something before the first answer, and nothing after a reset", () => {
    const clock = new ServerClock();
    assert.ok(Number.isNaN(clock.offsetMillis(0)));
    clock.hint(700, 100);
    assert.equal(clock.offsetMillis(100), 600);
    assert.equal(clock.errorMillis(100), Infinity);
    clock.add(110, 120, 725);
    assert.equal(clock.offsetMillis(120), 610);
    clock.reset();
    assert.ok(Number.isNaN(clock.offsetMillis(120)));
  });

  it("should leave out answers that make no sense", () => {
    const clock = new ServerClock();
    clock.add(NaN, 10, 20);
    clock.add(0, 10, undefined);
    assert.equal(clock.errorMillis(10), Infinity);
  });
});

describe("BackOff", () => {

  it("should double its pauses up to half a minute, and begin anew after a good connection", () => {
    const backOff = new BackOff(() => 0);
    const pauses = Array.from({length: 9}, () => backOff.nextMillis());
    assert.deepEqual(pauses, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    backOff.reset();
    assert.equal(backOff.nextMillis(), 500);
  });

  it("should shorten them by up to a half", () => {
    const shares = [0, 0.5, 0.75];
    assert.deepEqual(shares.map(share => new BackOff(() => share).nextMillis()), [500, 375, 312.5]);
  });
});

describe("StreamMotion", () => {

  it("should move steady joints on by what they go in that time, less what fades", () => {
    const motion = moved(20, t => [1.5 * t, 2 - 0.5 * t, 3]);
    const [person] = motion.people(50);
    const [x, y, z] = person.joints3d[0];
    // At full speed 50 ms; fading with 100 ms: 100 (1 - exp(-0.5)) = 39.35 ms. The filter has settled within 0.1 %.
    const t = 19 / 30;
    assert.ok(Math.abs(x - (1.5 * (t + 0.03935))) < 1e-4, `${x}`);
    assert.ok(Math.abs(y - (2 - 0.5 * (t + 0.03935))) < 1e-4, `${y}`);
    assert.equal(z, 3);
    assert.ok(Math.abs(person.joints2d[0][0] - 150 * (t + 0.03935)) < 1e-2);
    assert.equal(person.joints3d[0][3], 0.9, "the confidence stays");
  });

  it("should be nearer to the truth of a swinging wrist than the frame itself", () => {
    const swing = t => [0.16 * Math.sin(2 * Math.PI * t), 0, 0];
    let guess = 0, stale = 0;
    for (let frames = 40; frames < 70; frames++) {
      const truth = swing((frames - 1) / 30 + 0.06)[0];
      const [person] = moved(frames, swing).people(60);
      guess += (person.joints3d[0][0] - truth) ** 2;
      stale += (swing((frames - 1) / 30)[0] - truth) ** 2;
    }
    assert.ok(Math.sqrt(guess) < 0.6 * Math.sqrt(stale), `${Math.sqrt(guess / 30)} m, ${Math.sqrt(stale / 30)} m`);
  });

  it("should go no further than 100 ms, nor back", () => {
    const motion = moved(20, t => [t, 0, 0]);
    assert.deepEqual(motion.people(100), motion.people(5_000));
    assert.equal(motion.people(-50)[0].joints3d[0][0], 19 / 30);
    assert.equal(motion.people(0)[0].joints3d[0][0], 19 / 30);
  });

  it("should leave the frame as it came", () => {
    const motion = new StreamMotion();
    motion.add(frame(0, [0, 0, 0]));
    const second = frame(1, [0.1, 0, 0]);
    const before = JSON.stringify(second);
    motion.add(second);
    motion.people(50)[0].joints3d[0][0] = 99;
    assert.equal(JSON.stringify(second), before);
  });

  it("should leave the lost where they were", () => {
    const motion = moved(20, t => [t, 0, 0]);
    const lost = {...frame(20, [1, 0, 0])};
    lost.people = [{id: 1, state: "lost", score: 0, box: [0, 0, 10, 10], joints2d: [], joints3d: []}];
    motion.add(lost);
    assert.deepEqual(motion.people(50), lost.people);
  });

  it("should believe no leap, and begin afresh after it", () => {
    const motion = moved(20, () => [0, 0, 0]);
    motion.add(frame(20, [1, 0, 0]));
    assert.equal(motion.people(50)[0].joints3d[0][0], 1);
    motion.add(frame(21, [1.03, 0, 0]));
    assert.ok(motion.people(50)[0].joints3d[0][0] > 1.03);
  });

  it("should begin afresh after a gap, a step back in time, and for another order of joints", () => {
    for (const [at, change] of [[80, {}], [3, {}], [20, {topology3d: "h36m17"}]]) {
      const motion = moved(20, t => [t, 0, 0]);
      const next = frame(at, [19.5 / 30, 0, 0]);
      Object.assign(next.people[0], change);
      motion.add(next);
      assert.equal(motion.people(50)[0].joints3d[0][0], 19.5 / 30, `${at}`);
    }
  });

  it("should take no speed from joints that the server guessed or hardly saw, and let the last one fade", () => {
    for (const unsure of [{predicted3d: [0]}, {joints3d: [[5, 0, 0, 0.1], [0, 1, 0, 0.9]]}]) {
      const motion = moved(20, t => [t, 0, 0]);
      const seen = motion.people(50)[0].joints3d[0][0] - 19 / 30;
      const next = frame(20, [5, 0, 0]);
      Object.assign(next.people[0], unsure);
      motion.add(next);
      const unseen = motion.people(50)[0].joints3d[0][0] - 5;
      assert.ok(Math.abs(unseen - seen * Math.exp(-1 / 3)) < 1e-9, `${unseen} after ${seen}`);
    }
  });

  it("should know nobody before the first frame", () => {
    assert.deepEqual(new StreamMotion().people(10), []);
  });

  /** A person with a joint that moves, and one that keeps the body's size at 1 m and 100 pixels. */
  function frame(number, [x, y, z]) {
    return {
      type: "frame", stream: "hall", sequence: number, captureNanos: 1e9 + number / 30 * 1e9, ageMicros: 20_000,
      people: [{
        id: 1, state: "tracked", score: 0.9, box: [0, 0, 100, 100],
        topology2d: "coco17", joints2d: [[100 * x, 100 * y, 0.9], [0, 300, 0.9]],
        topology3d: "coco17", joints3d: [[x, y, z, 0.9], [0, 3, 0, 0.9]],
      }],
    };
  }

  function moved(frames, path) {
    const motion = new StreamMotion();
    for (let i = 0; i < frames; i++) {
      motion.add(frame(i, path(i / 30)));
    }
    return motion;
  }
});

describe("PoseStreamClient", () => {

  it("should ask by the address, and offer the token as a sub-protocol", () => {
    const stage = new Stage();
    stage.client("https://hall.example/v1/streams/hall", {people: [3, 7], maxRate: 15, token: "secret"});
    const [socket] = stage.sockets;
    assert.equal(socket.address, "wss://hall.example/v1/streams/hall?people=3%2C7&maxRate=15");
    assert.deepEqual(socket.protocols, ["posestream.v1.json", "posestream.bearer.secret"]);
  });

  it("should refuse options that there are not, and no class to connect with", () => {
    const stage = new Stage();
    assert.throws(() => stage.client(ADDRESS, {cordinates: "unity"}), /no option 'cordinates'/);
    assert.throws(() => stage.client(ADDRESS).subscribe({token: "secret"}), /no option 'token'/);
    assert.throws(() => stage.client(ADDRESS, {WebSocket: null}), /Node 22/);
  });

  it("should tell of messages and states, and leave out messages of a newer server", () => {
    const stage = new Stage();
    const client = stage.client(ADDRESS);
    const heard = stage.listen(client);
    const [socket] = stage.sockets;
    assert.equal(client.state, "connecting");
    socket.receive(HELLO);
    assert.equal(client.state, "open");
    for (const type of ["status", "lag", "weather"]) {
      socket.receive({type, stream: "hall"});
    }
    socket.receive({...FRAME});
    socket.onmessage({data: "{"});
    assert.deepEqual(heard.map(({type}) => type), ["state", "hello", "status", "lag", "frame", "error"]);
    assert.deepEqual(client.latest("hall"), FRAME);
    assert.equal(heard.at(-1).detail.code, "malformed");
  });

  it("should make bones of the topologies", () => {
    const stage = new Stage();
    const client = stage.client(ADDRESS);
    stage.sockets[0].receive(HELLO);
    assert.deepEqual(client.topologies.get("three").bones,
        [{from: 0, to: 1, side: "left"}, {from: 0, to: 2, side: "right"}, {from: 1, to: 3, side: "middle"}]);
    assert.equal(client.hello.server, "0.1.0");
  });

  it("should ask for something else at once when open, and with the next address", () => {
    const stage = new Stage();
    const client = stage.client(ADDRESS, {coordinates: "unity"});
    client.subscribe({people: [1, 2], maxRate: 10});
    const [socket] = stage.sockets;
    assert.deepEqual(socket.sent("subscribe"), []);
    socket.receive(HELLO);
    assert.deepEqual(socket.sent("subscribe"), [{type: "subscribe", people: "1,2", maxRate: 10}]);
    client.subscribe({people: "largest"});
    assert.deepEqual(socket.sent("subscribe")[1], {type: "subscribe", people: "largest"});

    socket.onclose({code: 1006, reason: ""});
    stage.pass(500);
    assert.equal(stage.sockets[1].address, ADDRESS + "?people=largest");
    stage.sockets[1].receive(HELLO);
    assert.deepEqual(stage.sockets[1].sent("subscribe"), []);
  });

  it("should come back with growing pauses until a hello", () => {
    const stage = new Stage();
    const client = stage.client(ADDRESS);
    const heard = stage.listen(client);
    for (const pause of [500, 1000, 2000]) {
      stage.sockets.at(-1).onclose({code: 1006, reason: ""});
      assert.equal(heard.at(-1).detail.state, "reconnecting");
      assert.equal(heard.at(-1).detail.retryMillis, pause);
      const before = stage.sockets.length;
      stage.pass(pause - 1);
      assert.equal(stage.sockets.length, before);
      stage.pass(1);
      assert.equal(stage.sockets.length, before + 1);
    }
    stage.sockets.at(-1).receive(HELLO);
    assert.equal(client.state, "open");
    stage.sockets.at(-1).onclose({code: 1001, reason: "the stream is gone"});
    assert.deepEqual(heard.at(-1).detail,
        {state: "reconnecting", code: 1001, reason: "the stream is gone", retryMillis: 500});
  });

  it("should try at once when the network is back", () => {
    const stage = new Stage();
    stage.client(ADDRESS);
    stage.sockets[0].onclose({code: 1006, reason: ""});
    stage.comeBack();
    assert.equal(stage.sockets.length, 2);
    stage.pass(600);
    assert.equal(stage.sockets.length, 2, "and not once more when the pause is over");
  });

  it("should not come back when it was refused, or was told not to", () => {
    for (const [options, code] of [[{}, 1008], [{reconnect: false}, 1006]]) {
      const stage = new Stage();
      const client = stage.client(ADDRESS, options);
      const heard = stage.listen(client);
      stage.sockets[0].receive({type: "error", code: "unknown-option", reason: "there is no option 'x'"});
      stage.sockets[0].onclose({code, reason: "no"});
      stage.pass(60_000);
      stage.comeBack();
      assert.equal(stage.sockets.length, 1);
      assert.equal(client.state, "closed");
      assert.deepEqual(heard.map(({type}) => type), ["error", "state"]);
      assert.deepEqual(heard[1].detail, {state: "closed", code, reason: "no"});
      assert.equal(stage.listeners.size, 0);
    }
  });

  it("should give up a connection that never says hello", () => {
    const stage = new Stage();
    const client = stage.client(ADDRESS);
    stage.pass(9_999);
    assert.equal(client.state, "connecting");
    stage.pass(1);
    assert.equal(client.state, "reconnecting");
    assert.equal(stage.sockets[0].closed, 4000);
    stage.pass(500);
    assert.equal(stage.sockets.length, 2);
  });

  it("should give up a connection that fell silent, and none that is slow or slept", () => {
    const stage = new Stage();
    const client = stage.client(ADDRESS);
    stage.sockets[0].receive(HELLO);
    stage.pass(9_000);
    assert.equal(client.state, "open", "slow");
    stage.sockets[0].receive(FRAME);
    stage.now += 3_600_000;
    stage.pass(0);
    assert.equal(client.state, "open", "slept");
    stage.sockets[0].receive(FRAME);
    stage.pass(14_999);
    assert.equal(client.state, "open");
    stage.pass(5_001);
    assert.equal(client.state, "reconnecting", "silent");
  });

  it("should ask the time often at first, and once in 5 s then", () => {
    const stage = new Stage();
    stage.client(ADDRESS);
    stage.sockets[0].receive(HELLO);
    const asked = [];
    stage.sockets[0].onSend = message => asked.push(message.clientMicros / 1e3) && stage.sockets[0].receive(FRAME);
    stage.pass(11_000);
    assert.deepEqual(asked, [250, 500, 750, 5_750, 10_750]);
  });

  it("should tell how old a frame is by the server's clock, and nothing of one that is not live", () => {
    const stage = new Stage();
    const client = stage.client(ADDRESS);
    assert.ok(Number.isNaN(client.serverNow()));
    stage.pass(100);
    const [socket] = stage.sockets;
    socket.receive({...HELLO, captureNanos: 5_000e6});
    assert.equal(client.serverNow(), 5_000e6);
    const [{clientMicros, id}] = socket.sent("time");
    stage.pass(20);
    socket.receive({type: "time", id, clientMicros, captureNanos: 5_012e6, unixMicros: 0});
    assert.equal(client.serverNow(), 5_022e6);
    assert.ok(Math.abs(client.clockErrorMillis - 10.002) < 1e-9);
    stage.pass(3);
    assert.equal(client.age({...FRAME, captureNanos: 4_985e6}), 40);
    const {ageMicros, ...ofFile} = FRAME;
    assert.equal(ageMicros, 30_000);
    assert.ok(Number.isNaN(client.age(ofFile)));
  });

  it("should move people on from when they were captured, those of files from when they came", () => {
    for (const live of [true, false]) {
      const stage = new Stage();
      const client = stage.client(ADDRESS);
      const [socket] = stage.sockets;
      socket.receive({...HELLO, captureNanos: 0});
      const [{clientMicros, id}] = socket.sent("time");
      socket.receive({type: "time", id, clientMicros, captureNanos: 0, unixMicros: 0});
      for (let i = 0; i < 20; i++) {
        stage.pass(20);
        socket.receive(moving(stage.now - 30, live));
      }
      const x = millis => client.predict("hall", stage.now + millis)[0].joints2d[0][0] - (stage.now - 30);
      // 100 (1 - exp(-0.5)) pixels after 50 ms at a pixel a millisecond.
      const after50 = 39.35;
      assert.ok(Math.abs(x(live ? 20 : 50) - after50) < 0.1, `${x(20)} ${x(50)}`);
      assert.equal(client.predict("attic").length, 0);
    }

    function moving(capturedMillis, live) {
      return {
        ...FRAME, captureNanos: capturedMillis * 1e6, ageMicros: live ? 30_000 : undefined,
        people: [{id: 1, state: "tracked", topology2d: "two", joints2d: [[capturedMillis, 0, 1], [0, 9e3, 1]]}],
      };
    }
  });

  it("should forget frames of before a hello, and of streams that stopped", () => {
    const stage = new Stage();
    const client = stage.client(ADDRESS);
    const [socket] = stage.sockets;
    for (const message of [HELLO, {type: "status", stream: "hall", state: "stopped"}]) {
      socket.receive(FRAME);
      assert.equal(client.predict("hall").length, 1);
      socket.receive(message);
      assert.equal(client.latest("hall"), undefined);
      assert.deepEqual(client.predict("hall"), []);
    }
  });

  it("should end for good, whatever it was doing", () => {
    for (const before of [() => {}, socket => socket.receive(HELLO), socket => socket.onclose({code: 1006})]) {
      const stage = new Stage();
      const client = stage.client(ADDRESS);
      const [socket] = stage.sockets;
      before(socket);
      const heard = stage.listen(client);
      client.close();
      client.close();
      stage.pass(60_000);
      stage.comeBack();
      assert.deepEqual(heard.map(({detail}) => detail.state), ["closed"]);
      assert.equal(stage.sockets.length, 1);
      assert.equal(stage.timers.size, 0);
    }
  });

  it("should let a listener end it", () => {
    const stage = new Stage();
    const client = stage.client(ADDRESS);
    client.addEventListener("state", () => client.close());
    stage.sockets[0].receive(HELLO);
    assert.equal(client.state, "closed");
    assert.equal(stage.timers.size, 0);
  });
});

const ADDRESS = "ws://127.0.0.1:8080/v1/streams/hall";

const HELLO = {
  type: "hello", protocol: "posestream.v1", server: "0.1.0", stream: "hall", captureNanos: 0, unixMicros: 0,
  topologies: [{id: "three", joints: [
    {name: "pelvis", parent: -1, mirror: 0}, {name: "left_hip", parent: 0, mirror: 2},
    {name: "right_hip", parent: 0, mirror: 1}, {name: "toe", parent: 1, mirror: 3},
  ]}],
  streams: [],
};

const FRAME = {
  type: "frame", stream: "hall", sequence: 1, captureNanos: 0, ageMicros: 30_000, imageWidth: 640, imageHeight: 480,
  latencyMicros: {}, people: [{id: 1, state: "lost", score: 0, box: [0, 0, 1, 1], joints2d: [], joints3d: []}],
};

/** A platform whose clock is turned by hand, and whose sockets wait for what they are told. */
class Stage {

  now = 0;
  sockets = [];
  timers = new Map();
  listeners = new Set();
  #timerCount = 0;

  client(url, options = {}) {
    const stage = this;
    class StageSocket {
      #messages = [];
      onSend = () => {};
      constructor(address, protocols) {
        this.address = address;
        this.protocols = protocols;
        stage.sockets.push(this);
      }
      send(text) {
        this.#messages.push(JSON.parse(text));
        this.onSend(JSON.parse(text));
      }
      close(code) {
        this.closed = code;
      }
      receive(message) {
        this.onmessage({data: JSON.stringify(message)});
      }
      sent(type) {
        return this.#messages.filter(message => message.type === type);
      }
    }
    return new PoseStreamClient(url, {WebSocket: StageSocket, ...options}, {
      now: () => this.now,
      random: () => 0,
      setTimeout: (task, millis) => {
        this.timers.set(++this.#timerCount, {task, at: this.now + millis});
        return this.#timerCount;
      },
      clearTimeout: timer => this.timers.delete(timer),
      onReturn: task => {
        this.listeners.add(task);
        return () => this.listeners.delete(task);
      },
    });
  }

  /** Everything that a client tells from now on. */
  listen(client) {
    const heard = [];
    for (const type of ["hello", "frame", "status", "lag", "error", "state"]) {
      client.addEventListener(type, ({detail}) => heard.push({type, detail}));
    }
    return heard;
  }

  comeBack() {
    this.listeners.forEach(task => task());
  }

  /** Turns the clock, stopping at every timer on the way. */
  pass(millis) {
    const end = this.now + millis;
    for (let due; (due = this.#due(end)) !== undefined;) {
      this.now = Math.max(this.now, this.timers.get(due).at);
      const {task} = this.timers.get(due);
      this.timers.delete(due);
      task();
    }
    this.now = end;
  }

  #due(end) {
    return [...this.timers.keys()].filter(timer => this.timers.get(timer).at <= end)
        .sort((a, b) => this.timers.get(a).at - this.timers.get(b).at)[0];
  }
}

/** Numbers that look random and are the same every time (Mulberry32). */
function mulberry(seed) {
  return () => {
    seed = seed + 0x6D2B79F5 | 0;
    let t = Math.imul(seed ^ seed >>> 15, 1 | seed);
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
    return ((t ^ t >>> 14) >>> 0) / 4294967296;
  };
}
