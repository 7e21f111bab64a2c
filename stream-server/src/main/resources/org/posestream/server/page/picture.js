/** The pictures of a camera: a multipart stream of JPEGs, each with the time of its capture where the server tells. */

const RETRY_MILLIS = 3000;
const MAX_WAITING = 8;

/** Where a sequence of bytes begins, -1 for nowhere. */
function indexOf(bytes, wanted, from) {
  outer:
  for (let i = from; i <= bytes.length - wanted.length; i++) {
    for (let j = 0; j < wanted.length; j++) {
      if (bytes[i + j] !== wanted[j]) {
        continue outer;
      }
    }
    return i;
  }
  return -1;
}

const HEAD_END = Uint8Array.of(13, 10, 13, 10);

/** Cuts a multipart stream whose parts tell their length into its parts. */
export class MultipartReader {

  /** @param {function(Map<string, string>, Uint8Array)} part told the headers, in small letters, and the body */
  constructor(part) {
    this.part = part;
    this.bytes = new Uint8Array(0);
  }

  push(chunk) {
    const joined = new Uint8Array(this.bytes.length + chunk.length);
    joined.set(this.bytes);
    joined.set(chunk, this.bytes.length);
    this.bytes = joined;
    while (this.takePart()) {
      // Each turn takes one.
    }
  }

  takePart() {
    const end = indexOf(this.bytes, HEAD_END, 0);
    if (end < 0) {
      return false;
    }
    const headers = new Map();
    for (const line of new TextDecoder("latin1").decode(this.bytes.subarray(0, end)).split("\r\n")) {
      const colon = line.indexOf(":");
      if (colon > 0) {
        headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
      }
    }
    const length = Number(headers.get("content-length"));
    if (!(length >= 0)) {
      throw new Error("a part of the preview tells no length");
    }
    const body = end + HEAD_END.length;
    if (this.bytes.length < body + length) {
      return false;
    }
    this.part(headers, this.bytes.slice(body, body + length));
    this.bytes = this.bytes.slice(body + length);
    return true;
  }
}

/** Reads a camera's pictures for as long as it is open, and tries again when they end. */
export class PictureFeed {

  /** @param {function()} changed called when there is another picture, or none any more */
  constructor(changed) {
    this.changed = changed;
    this.address = null;
    this.waiting = [];
    this.shown = null;
  }

  /** @param {string|null} address of the preview, with what is wished for in its query; null for none */
  open(address) {
    if (this.address === address) {
      return;
    }
    this.close();
    this.address = address;
    if (address) {
      this.read(address);
    }
  }

  close() {
    this.address = null;
    clearTimeout(this.retry);
    if (this.abort) {
      this.abort.abort();
      this.abort = null;
    }
    this.drop();
  }

  drop() {
    this.waiting.forEach(each => each.bitmap.close());
    this.waiting = [];
    if (this.shown) {
      this.shown.bitmap.close();
      this.shown = null;
    }
    this.changed();
  }

  async read(address) {
    const abort = new AbortController();
    this.abort = abort;
    try {
      let response = await fetch(address, {signal: abort.signal});
      if (response.status === 400) {
        // Its limits are lower than our wishes.
        response = await fetch(address.split("?")[0], {signal: abort.signal});
      }
      if (!response.ok || !response.body) {
        throw new Error(`status ${response.status}`);
      }
      const parts = new MultipartReader((headers, body) => this.take(abort, headers, body));
      const reader = response.body.getReader();
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        parts.push(read.value);
      }
    } catch (e) {
      // Without a picture the joints stand alone on a dark stage; the banner tells of what is gone.
    }
    if (!abort.signal.aborted) {
      this.drop();
      this.retry = setTimeout(() => this.read(address), RETRY_MILLIS);
    }
  }

  async take(abort, headers, body) {
    try {
      const bitmap = await createImageBitmap(new Blob([body], {type: "image/jpeg"}));
      if (abort.signal.aborted) {
        bitmap.close();
        return;
      }
      this.waiting.push({bitmap, unixMicros: unixMicrosOf(headers.get("x-timestamp"))});
      while (this.waiting.length > MAX_WAITING) {
        this.waiting.shift().bitmap.close();
      }
      this.changed();
    } catch (e) {
      // A broken picture is left out; the next one comes at once.
    }
  }

  /**
   * The newest picture that is not ahead of the frames, so that joints and picture can belong together.
   * @param {number|undefined} unixMicros when the newest frame was captured, where that is known
   * @returns {{bitmap: ImageBitmap, unixMicros: number}|null}
   */
  at(unixMicros) {
    while (this.waiting.length && !(this.waiting[0].unixMicros > unixMicros)) {
      if (this.shown) {
        this.shown.bitmap.close();
      }
      this.shown = this.waiting.shift();
    }
    return this.shown;
  }
}

/** Seconds with six decimals, read without rounding; NaN where they are missing. */
function unixMicrosOf(text) {
  return text && /^\d+\.\d{6}$/.test(text) ? Number(text.replace(".", "")) : NaN;
}
