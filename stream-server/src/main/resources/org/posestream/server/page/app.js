/** The page: what is shown, and what buttons and keys do. */
import {Cameras, cameraAddress} from "./cameras.js";
import {CameraScreen} from "./screen.js";
import {byId, setIcon, setText} from "./dom.js";
import {notify, withdraw} from "./notices.js";
import {Settings, followTheme} from "./settings.js";
import {learnTopologies} from "./skeleton.js";
import {Streams} from "./streams.js";

const settings = new Settings();
const cameras = new Cameras((name, width, rate) =>
    `v1/cameras/${encodeURIComponent(name)}/preview.mjpg?width=${width}&rate=${rate}`);
const screen = new CameraScreen(settings, cameras);
let connected = false;
let greeted = false;

const streams = new Streams({
  hello(hello) {
    greeted = true;
    learnTopologies(hello.topologies);
    cameras.reset(hello.streams);
    setText(byId("server").lastElementChild, `Connected · ${hello.server}`);
    route();
  },
  status(status) {
    const isNew = cameras.update(status);
    if (cameras.has(status.stream)) {
      streams.isThere(status.stream);
    }
    if (isNew || !cameras.has(status.stream)) {
      route();
    }
    screen.status(status);
    overviewFacts();
  },
  anyFrame: frame => cameras.take(frame),
  frame: (frame, text) => screen.take(frame, text),
  lag: lag => screen.lag(lag),
  ended: name => screen.ended(name),
  connection,
});
screen.use(streams);

function connection(state, {retryMillis}) {
  connected = state === "open";
  byId("server").className = connected ? "open" : "lost";
  if (connected) {
    withdraw("connection");
  } else {
    setText(byId("server").lastElementChild, state === "closed" ? "Refused" : "Not connected");
    if (greeted) {
      notify("connection", {title: "The connection to the server is lost",
        text: retryMillis > 1500 ? `Trying again in ${Math.round(retryMillis / 1000)} s.` : "Trying again.",
        action: {label: "Try now", run: () => streams.retry()}});
    }
  }
  document.body.classList.toggle("disconnected", !connected);
  route();
}

/** The camera that the address names, null for all of them. */
function wantedCamera() {
  const match = /^#\/camera\/(.+)$/.exec(location.hash);
  try {
    return match ? decodeURIComponent(match[1]) : null;
  } catch (e) {
    return null;
  }
}

/** Shows what the address asks for: a camera, all of them, the only one there is, or why there is none. */
function route() {
  const names = cameras.names();
  if (names.length === 1 && !location.hash.replace("#/", "")) {
    // Stays when others come.
    history.replaceState(null, "", cameraAddress(names[0]));
  }
  const wanted = wantedCamera();
  const view = wanted !== null && (names.length || screen.name === wanted) ? "camera"
      : names.length ? "overview" : "empty";
  document.body.dataset.view = view;
  const name = view === "camera" ? wanted : null;
  cameras.choose(name);
  cameras.setOverview(view === "overview");
  streams.setOverview(view === "overview");
  // One that is gone is connected to again when the list has it again.
  streams.watch(cameras.has(name) ? name : null);
  screen.open(name);
  if (view !== "camera") {
    setText(byId("title"), view === "overview" ? "All cameras" : "PoseStream");
    byId("state").hidden = true;
    byId("facts").replaceChildren();
  }
  showEmpty();
  const link = byId("overview-link");
  link.toggleAttribute("aria-current", false);
  if (view === "overview") {
    link.setAttribute("aria-current", "page");
  }
  document.title = name ? `${name} – PoseStream` : "PoseStream";
  overviewFacts();
}

function showEmpty() {
  const none = greeted && connected;
  setText(byId("empty-title"), none ? "No camera yet" : greeted ? "The server is gone" : "Connecting to the server");
  setText(byId("empty-text"), none ? "The server runs, and waits for a first camera."
      : greeted ? "This page connects by itself as soon as it is back." : "One moment.");
  byId("how").hidden = !none;
  setText(byId("how-api"), `curl -X PUT ${location.origin}/v1/cameras/hall \\\n`
      + "    -H 'Content-Type: application/json' -d '{\"address\": \"rtsp://10.0.0.7/stream\"}'");
}

function overviewFacts() {
  const names = cameras.names();
  const live = names.filter(name => cameras.status(name).state === "streaming").length;
  setText(byId("overview-facts"), names.length ? `${live} of ${names.length} live` : "none yet");
}

function cycleTheme() {
  settings.set("theme", document.documentElement.dataset.theme === "dark" ? "light" : "dark");
}

function cycleLayout() {
  const layouts = ["split", "picture", "space"];
  settings.set("layout", layouts[(layouts.indexOf(settings.get("layout")) + 1) % layouts.length]);
}

function goTo(index) {
  const name = cameras.names()[index];
  if (name !== undefined) {
    location.hash = cameraAddress(name);
  }
}

const KEYS = {
  " ": () => screen.togglePause(),
  r: () => screen.save(),
  s: () => screen.snapshot(),
  v: cycleLayout,
  f: () => settings.toggle("follow"),
  t: () => settings.toggle("trails"),
  l: () => settings.toggle("labels"),
  d: cycleTheme,
  0: () => location.hash = "#/all",
  "?": () => byId("help-dialog").showModal(),
  Escape: () => showTab("live"),
};

addEventListener("keydown", event => {
  const target = event.target;
  const typing = target.matches("input, select, textarea, dialog[open] *") || event.ctrlKey || event.metaKey || event.altKey;
  // The space bar presses the button that has the focus.
  if (typing || event.key === " " && target.matches("button, a")) {
    return;
  }
  const action = KEYS[event.key.toLowerCase()] || KEYS[event.key]
      || (/^[1-9]$/.test(event.key) ? () => goTo(Number(event.key) - 1) : null);
  if (action) {
    event.preventDefault();
    action();
  }
});

function showTab(name) {
  document.body.dataset.tab = name;
  document.querySelectorAll("#tabs button").forEach(button =>
      button.setAttribute("aria-pressed", String(button.dataset.tab === name)));
}

function bindControls() {
  document.querySelectorAll("#tabs button").forEach(button => button.addEventListener("click", () =>
      showTab(document.body.dataset.tab === button.dataset.tab ? "live" : button.dataset.tab)));
  document.querySelectorAll(".help-button").forEach(button =>
      button.addEventListener("click", () => byId("help-dialog").showModal()));
  byId("theme").addEventListener("click", cycleTheme);
  byId("settings").addEventListener("click", () => byId("settings-dialog").showModal());
  document.querySelectorAll("dialog").forEach(dialog => dialog.addEventListener("click", event =>
      event.target === dialog && dialog.id !== "token-dialog" && dialog.close()));
  document.querySelectorAll("#layout button").forEach(button =>
      button.addEventListener("click", () => settings.set("layout", button.dataset.layout)));
  document.querySelectorAll("[data-toggle]").forEach(button =>
      button.addEventListener("click", () => settings.toggle(button.dataset.toggle)));
  document.querySelectorAll("[data-setting]").forEach(input => input.addEventListener("change", () =>
      settings.set(input.dataset.setting, valueOf(input))));
  byId("window").addEventListener("change", event => settings.set("windowSeconds", Number(event.target.value)));
}

function valueOf(input) {
  return input.type === "checkbox" ? input.checked
      : typeof settings.get(input.dataset.setting) === "number" ? Number(input.value) : input.value;
}

/** Shows the settings in all that sets them. */
function showSettings() {
  document.body.dataset.layout = settings.get("layout");
  document.querySelectorAll("#layout button").forEach(button => {
    const chosen = button.dataset.layout === settings.get("layout");
    button.setAttribute("aria-checked", String(chosen));
    button.tabIndex = chosen ? 0 : -1;
  });
  document.querySelectorAll("[data-toggle]").forEach(button =>
      button.setAttribute("aria-pressed", String(settings.get(button.dataset.toggle))));
  document.querySelectorAll("[data-setting]").forEach(input => {
    if (input.type === "checkbox") {
      input.checked = settings.get(input.dataset.setting);
    } else {
      input.value = String(settings.get(input.dataset.setting));
    }
  });
  byId("window").value = String(settings.get("windowSeconds"));
  setText(byId("record-seconds"), `${settings.get("recordSeconds")} s`);
}

/** The arrow keys move within a group of radio buttons. */
byId("layout").addEventListener("keydown", event => {
  const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
  if (step) {
    event.preventDefault();
    event.stopPropagation();
    const buttons = Array.from(byId("layout").children);
    const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length];
    settings.set("layout", next.dataset.layout);
    next.focus();
  }
});

addEventListener("hashchange", () => {
  showTab("live");
  route();
});
document.addEventListener("visibilitychange", () => {
  cameras.openFeeds();
  screen.visibility();
});

bindControls();
settings.onChange(showSettings);
showSettings();
showTab("live");
followTheme(settings, dark => {
  setIcon(byId("theme").firstElementChild, dark ? "sun" : "moon");
  screen.setTheme(dark);
});
route();

/**
 * For tests and for the curious, in the browser's console; not an interface to build on.
 * `scene()` gives what the 3D view draws now: {sequence, renders, people: [{id, joints: [[x, y, z], ...]}]}, read back from
 * the scene, in the coordinates of the messages. `predicting` is whether joints are moved on between frames.
 */
window.posestream = {
  scene: () => screen.scene(),
  get predicting() {
    return settings.get("smooth");
  },
};
