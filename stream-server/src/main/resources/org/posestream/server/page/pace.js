/** How often something is drawn: with every image of the screen where that is cheap, else half of the time at most. */

const SCREEN_MILLIS = 17;
/** Drawing that takes longer, with waiting for its turn, leaves too little time for messages that come meanwhile. */
const CHEAP_MILLIS = 25;
const LONGEST_PAUSE_MILLIS = 250;

/** Draws on request; many requests before the next drawing are one. */
export class Pace {

  /** @param {function(number)} draw told the time as animation frames are */
  constructor(draw) {
    this.draw = draw;
    this.pending = false;
    this.costMillis = 0;
  }

  request() {
    if (!this.pending) {
      this.pending = true;
      if (this.costMillis > CHEAP_MILLIS) {
        setTimeout(() => this.atNextImage(), Math.min(LONGEST_PAUSE_MILLIS, this.costMillis));
      } else {
        this.atNextImage();
      }
    }
  }

  atNextImage() {
    const askedMillis = performance.now();
    requestAnimationFrame(nowMillis => {
      this.pending = false;
      this.draw(nowMillis);
      const tookMillis = Math.max(0, performance.now() - askedMillis - SCREEN_MILLIS);
      this.costMillis += (Math.min(tookMillis, 1000) - this.costMillis) / 4;
    });
  }
}
