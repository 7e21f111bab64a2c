/** Latencies and rates over a sliding window of time. Times are milliseconds of performance.now(). */

/** In the order in which a frame passes them. */
export const STAGES = ["decode", "detect", "estimate", "track", "lift", "smooth"];

/** Half a second: about fifteen frames of a camera, and 120 bins a minute. */
const BIN_MILLIS = 500;
const MAX_BINS = 660;
/** Of which percentiles and rates are taken. */
const RECENT_MILLIS = 10000;

/** The value below which a share of the values lies, 0 for none: nearest rank. */
export function percentile(values, share) {
  if (!values.length) {
    return 0;
  }
  const sorted = values.slice().sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** Everything that the timeline and the figures of one camera show. */
export class StreamStatistics {

  constructor() {
    this.bins = [];
    this.open = null;
    this.recent = [];
  }

  /**
   * Takes a frame.
   * @param {object} frame of the protocol
   * @param {number} ageMillis from its capture until it was shown; NaN where not known
   * @param {number} nowMillis when it came
   */
  add(frame, ageMillis, nowMillis) {
    const stages = STAGES.map(stage => (frame.latencyMicros[stage] || 0) / 1000);
    const people = frame.people.filter(person => person.state !== "lost").length;
    const sample = {at: nowMillis, stages, total: stages.reduce((sum, each) => sum + each, 0), age: ageMillis, people,
      sequence: frame.sequence};
    this.bin(nowMillis).samples.push(sample);
    this.recent.push(sample);
    while (this.recent[0].at < nowMillis - RECENT_MILLIS) {
      this.recent.shift();
    }
  }

  /** Notes what the camera was doing. */
  mark(state, nowMillis) {
    this.bin(nowMillis).state = state;
  }

  /** Ends bins whose time is over, so that silence shows as a gap. */
  advance(nowMillis) {
    this.bin(nowMillis);
  }

  bin(nowMillis) {
    const start = Math.floor(nowMillis / BIN_MILLIS) * BIN_MILLIS;
    if (!this.open || this.open.start !== start) {
      if (this.open) {
        this.bins.push(summary(this.open));
        this.bins.splice(0, Math.max(0, this.bins.length - MAX_BINS));
      }
      this.open = {start, samples: [], state: this.open ? this.open.state : null};
    }
    return this.open;
  }

  /** The closed bins from a moment on, oldest first. */
  since(millis) {
    return this.bins.filter(bin => bin.start >= millis);
  }

  /** Of the last ten seconds: p50 and p99 in milliseconds for each stage, for all of them, and for the age. */
  summary(nowMillis) {
    const samples = this.recent.filter(sample => sample.at >= nowMillis - RECENT_MILLIS);
    const both = values => ({p50: percentile(values, 0.5), p99: percentile(values, 0.99)});
    const ages = samples.map(sample => sample.age).filter(age => !isNaN(age));
    return {
      frames: samples.length,
      stages: STAGES.map((name, i) => ({name, ...both(samples.map(sample => sample.stages[i]))})),
      total: both(samples.map(sample => sample.total)),
      age: ages.length ? both(ages) : null,
      received: rate(samples, samples.length - 1),
      captured: samples.length ? rate(samples, samples[samples.length - 1].sequence - samples[0].sequence) : 0,
    };
  }
}

function rate(samples, count) {
  const seconds = samples.length > 1 ? (samples[samples.length - 1].at - samples[0].at) / 1000 : 0;
  return seconds > 0 && count > 0 ? count / seconds : 0;
}

function summary({start, samples, state}) {
  const ages = samples.map(sample => sample.age).filter(age => !isNaN(age));
  return {
    start,
    state,
    frames: samples.length,
    stages: STAGES.map((name, i) => percentile(samples.map(sample => sample.stages[i]), 0.5)),
    p50: percentile(samples.map(sample => sample.total), 0.5),
    p99: percentile(samples.map(sample => sample.total), 0.99),
    age: ages.length ? percentile(ages, 0.5) : NaN,
    people: samples.length ? samples[samples.length - 1].people : 0,
    perSecond: samples.length * 1000 / BIN_MILLIS,
  };
}

export {BIN_MILLIS};
