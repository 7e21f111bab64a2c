/** What the viewer chose, kept in the browser. */

const KEY = "posestream.settings";

const DEFAULTS = {
  theme: "system",
  layout: "split",
  picture: true,
  boxes: true,
  joints: true,
  names2d: false,
  trails: true,
  labels: false,
  follow: true,
  smooth: true,
  recordSeconds: 30,
  windowSeconds: 60,
};

/** Settings by name; tells listeners what has changed. */
export class Settings {

  constructor() {
    this.values = {...DEFAULTS, ...read()};
    this.listeners = [];
  }

  get(name) {
    return this.values[name];
  }

  set(name, value) {
    if (this.values[name] !== value) {
      this.values[name] = value;
      write(this.values);
      this.listeners.forEach(listener => listener(name, value));
    }
  }

  toggle(name) {
    this.set(name, !this.values[name]);
  }

  /** @param {function(string, *)} listener told the name and the new value */
  onChange(listener) {
    this.listeners.push(listener);
  }
}

/** Only what is of the known kind is taken: what is kept may stem from another version. */
function read() {
  const known = {};
  try {
    const kept = JSON.parse(localStorage.getItem(KEY)) || {};
    for (const name of Object.keys(DEFAULTS)) {
      if (typeof kept[name] === typeof DEFAULTS[name]) {
        known[name] = kept[name];
      }
    }
  } catch (e) {
    // A browser that keeps nothing shows the defaults.
  }
  return known;
}

function write(values) {
  try {
    localStorage.setItem(KEY, JSON.stringify(values));
  } catch (e) {
    // It is forgotten with the page.
  }
}

/** Applies the theme to the document; "system" follows the system. Calls back whenever it is another. */
export function followTheme(settings, changed) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const theme = settings.get("theme");
    const isDark = theme === "system" ? dark.matches : theme === "dark";
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
    document.querySelector("meta[name=theme-color]").content = isDark ? "#0a0c10" : "#f3f4f7";
    changed(isDark);
  };
  dark.addEventListener("change", apply);
  settings.onChange(name => name === "theme" && apply());
  apply();
}
