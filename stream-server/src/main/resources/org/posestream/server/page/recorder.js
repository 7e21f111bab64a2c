/** Keeps the messages of the last seconds, to be saved as JSON Lines. */

const MAX_MILLIS = 120000;
/** About 32 million characters: two minutes of five people at 30 frames a second take half of it. */
const MAX_CHARACTERS = 32 << 20;
/** How every frame message begins; the rest is a line of the JSON Lines output. */
const FRAME_HEAD = /^\{"type":"frame",/;

/** The messages of one stream, the oldest forgotten first. */
export class Recorder {

  constructor() {
    this.clear();
  }

  clear() {
    this.kept = [];
    this.first = 0;
    this.characters = 0;
  }

  /**
   * Takes a frame message as it came: a text written again from numbers could have lost digits.
   * @param {string} text of the message
   * @param {number} nowMillis when it came
   */
  add(text, nowMillis) {
    this.kept.push({at: nowMillis, text});
    this.characters += text.length;
    while (this.kept[this.first].at < nowMillis - MAX_MILLIS || this.characters > MAX_CHARACTERS) {
      this.characters -= this.kept[this.first++].text.length;
    }
    // Forgotten in bulk, as moving the rest for each would cost more than receiving it.
    if (this.first > 1000 && this.first > this.kept.length / 2) {
      this.kept = this.kept.slice(this.first);
      this.first = 0;
    }
  }

  /** How much there is, at most what was asked for. */
  seconds(wanted, nowMillis) {
    return this.first < this.kept.length
        ? Math.min(wanted, (nowMillis - this.kept[this.first].at) / 1000) : 0;
  }

  /** The frames of the last seconds as JSON Lines: objects without `type`, each with a line feed. */
  lines(seconds, nowMillis) {
    return this.kept.slice(this.first).filter(each => each.at >= nowMillis - seconds * 1000)
        .map(each => each.text.replace(FRAME_HEAD, "{") + "\n");
  }
}

/** Gives the viewer a file. */
export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has taken hold of it when the click is over; later is safe for all of them.
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** For example `hall-2026-03-01T12-30-05.jsonl`. */
export function fileName(stream, extension, date = new Date()) {
  return `${stream}-${date.toISOString().slice(0, 19).replace(/:/g, "-")}.${extension}`;
}
