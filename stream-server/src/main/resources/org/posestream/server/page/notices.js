/** What is wrong now, above everything else; each goes when its reason goes. */
import {byId, element, icon} from "./dom.js";

const shown = new Map();

/**
 * Shows a notice, or changes it; a notice that says the same as before is left alone, as screen readers read it again.
 * @param {string} key of the reason
 * @param {{title: string, text: string, action: {label: string, run: function()}|undefined, calm: boolean}} notice
 */
export function notify(key, {title, text, action, calm = false}) {
  const told = JSON.stringify([title, text, action ? action.label : null, calm]);
  const before = shown.get(key);
  if (before && before.told === told) {
    return;
  }
  const body = element("div", {}, element("b", {textContent: title}), element("p", {textContent: text}));
  const created = element("div", {className: calm ? "notice calm" : "notice"}, icon("alert"), body);
  if (action) {
    const button = element("button", {type: "button", textContent: action.label});
    button.addEventListener("click", action.run);
    created.append(button);
  }
  if (before) {
    before.element.replaceWith(created);
  } else {
    byId("notices").append(created);
  }
  shown.set(key, {told, element: created});
}

/** Takes a notice away. */
export function withdraw(key) {
  const before = shown.get(key);
  if (before) {
    before.element.remove();
    shown.delete(key);
  }
}
