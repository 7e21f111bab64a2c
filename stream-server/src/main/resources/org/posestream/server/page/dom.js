/** Small helpers over the document. */

export const byId = id => document.getElementById(id);

/** An element with properties and children; texts are texts, never markup. */
export function element(name, properties = {}, ...children) {
  const created = Object.assign(document.createElement(name), properties);
  created.append(...children);
  return created;
}

/** One of the page's icons. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
  setIcon(svg, name);
  return svg;
}

/** Makes an icon another. */
export function setIcon(svg, name) {
  svg.firstElementChild.setAttribute("href", `page/icons.svg#${name}`);
}

/** Writes only what has changed, since every writing costs a layout. */
export function setText(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/** Fits a canvas to its place on the screen. @returns {CanvasRenderingContext2D} in CSS pixels */
export function fitted(canvas) {
  const ratio = Math.min(2, devicePixelRatio || 1);
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** For example "1 person", "3 people", "nobody". */
export function peopleText(count) {
  return count === 0 ? "nobody" : count === 1 ? "1 person" : `${count} people`;
}

/** For example "12 s", "3 min". */
export function durationText(seconds) {
  return seconds < 90 ? `${Math.round(seconds)} s` : seconds < 5400 ? `${Math.round(seconds / 60)} min`
      : `${Math.round(seconds / 3600)} h`;
}

/** Words for the states of cameras. */
export const STATE_TEXT = {
  connecting: "Connecting", streaming: "Live", stalled: "Stalled", "backing-off": "Trying again", failed: "Failed",
  paused: "Paused", stopped: "Ended", unknown: "Not connected",
};
