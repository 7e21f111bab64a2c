/** Latency, people and rates of one camera over the last minutes, and the same as figures. */
import {BIN_MILLIS, STAGES, percentile} from "./statistics.js";

const LEFT = 44;
const RIGHT = 10;
const STATE_HEIGHT = 6;
const PEOPLE_HEIGHT = 34;
const AXIS_HEIGHT = 20;
const GAP = 12;
/** An age beyond so many medians is a hiccup. */
const HICCUP = 3;
/** Steps of a scale that people read well. */
const NICE = [1, 2, 2.5, 5, 10];
const STATE_COLORS = {streaming: "--good", connecting: "--warn", stalled: "--warn", "backing-off": "--bad",
  failed: "--bad", paused: "--faint", stopped: "--faint"};

/** The next round number that is not below. */
function niceCeiling(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-6)));
  return NICE.find(step => step * power >= value * 0.999) * power;
}

/** The largest latency, leaving out a few hiccups that would press all others flat; they reach the upper edge. */
function ordinaryMaximum(bins) {
  const seen = bins.filter(bin => bin.frames);
  const ages = seen.map(bin => bin.age || 0);
  return Math.max(percentile(seen.map(bin => bin.p99), 0.97), Math.min(percentile(ages, 0.97),
      HICCUP * percentile(ages, 0.5)));
}

/** A duration with as many digits as matter. */
export function millis(value) {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export class Timeline {

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLElement} readout that follows the pointer
   * @param {HTMLTableSectionElement} table of the stages
   * @param {Settings} settings
   */
  constructor(canvas, readout, table, settings) {
    this.canvas = canvas;
    this.readout = readout;
    this.settings = settings;
    this.scale = 20;
    this.pointer = null;
    this.rows = new Map(STAGES.concat("total", "age").map(name => [name, addRow(table, name)]));
    canvas.addEventListener("pointermove", event => this.point(event.offsetX));
    canvas.addEventListener("pointerleave", () => this.point(null));
    canvas.addEventListener("keydown", event => this.step(event));
    canvas.addEventListener("blur", () => this.point(null));
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  /** Draws what is known now. */
  update(statistics, nowMillis) {
    this.statistics = statistics;
    this.now = Math.floor(nowMillis / BIN_MILLIS) * BIN_MILLIS;
    const summary = statistics.summary(nowMillis);
    const most = Math.max(...summary.stages.map(stage => stage.p50), 0.01);
    summary.stages.forEach(stage => fillRow(this.rows.get(stage.name), summary.frames ? stage : null, most));
    fillRow(this.rows.get("total"), summary.frames ? summary.total : null, 0);
    fillRow(this.rows.get("age"), summary.age, 0);
    this.canvas.setAttribute("aria-label", summary.frames
        ? `Latency of the last ten seconds: half of the frames took at most ${millis(summary.total.p50)} milliseconds, `
            + `99 of 100 at most ${millis(summary.total.p99)}`
        : "Latency: no frame came within the last ten seconds");
    this.draw();
  }

  point(x) {
    this.pointer = x;
    this.draw();
  }

  /** The arrow keys move the line of the readout. */
  step(event) {
    const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    if (step) {
      const width = this.canvas.clientWidth - LEFT - RIGHT;
      const bin = width * BIN_MILLIS / (this.settings.get("windowSeconds") * 1000);
      const from = this.pointer === null ? this.canvas.clientWidth - RIGHT : this.pointer;
      this.point(Math.max(LEFT, Math.min(this.canvas.clientWidth - RIGHT, from + step * Math.max(1, bin))));
      event.preventDefault();
    }
  }

  draw() {
    const {clientWidth: width, clientHeight: height} = this.canvas;
    if (!width || !this.statistics) {
      return;
    }
    const context = fit(this.canvas, width, height);
    const span = this.settings.get("windowSeconds") * 1000;
    const bins = this.statistics.since(this.now - span);
    const style = getComputedStyle(this.canvas);
    const area = {
      x: millisAt => LEFT + (width - LEFT - RIGHT) * (1 - (this.now - millisAt) / span),
      bin: (width - LEFT - RIGHT) * BIN_MILLIS / span,
      top: STATE_HEIGHT + GAP, bottom: height - AXIS_HEIGHT - PEOPLE_HEIGHT - GAP,
      peopleTop: height - AXIS_HEIGHT - PEOPLE_HEIGHT, peopleBottom: height - AXIS_HEIGHT,
      left: LEFT, right: width - RIGHT, height,
      color: name => style.getPropertyValue(name).trim(), font: style.fontFamily,
    };
    this.scale = niceCeiling(Math.max(8, ordinaryMaximum(bins)) * 1.04);
    drawStates(context, area, bins);
    drawGrid(context, area, this.scale, span);
    drawStages(context, area, bins, this.scale);
    drawLine(context, area, bins, this.scale, {value: bin => bin.p99, color: "--text", dash: [2, 3], width: 1.2});
    drawLine(context, area, bins, this.scale, {value: bin => bin.age, color: "--accent", dash: [], width: 1.8});
    drawPeople(context, area, bins);
    this.drawReadout(context, area, bins);
  }

  drawReadout(context, area, bins) {
    const bin = this.pointer === null ? null : bins.find(({start}) =>
        this.pointer >= area.x(start) && this.pointer < area.x(start) + area.bin + 0.5);
    this.readout.hidden = !bin;
    if (!bin) {
      return;
    }
    const x = area.x(bin.start) + area.bin / 2;
    context.fillStyle = area.color("--text");
    context.globalAlpha = 0.5;
    context.fillRect(x - 0.5, area.top, 1, area.peopleBottom - area.top);
    context.globalAlpha = 1;
    const ago = Math.round((this.now - bin.start) / 1000);
    const parts = bin.frames ? [`${millis(bin.p50)} ms p50`, `${millis(bin.p99)} ms p99`,
      isNaN(bin.age) ? "" : `${millis(bin.age)} ms age`, `${bin.people} ${bin.people === 1 ? "person" : "people"}`,
      `${bin.perSecond.toFixed(0)} frames/s`] : [bin.state || "no frame"];
    this.readout.textContent = [`${ago} s ago`].concat(parts).filter(Boolean).join("  ·  ");
    const half = this.readout.offsetWidth / 2;
    this.readout.style.left = `${Math.max(half, Math.min(area.right - half, x))}px`;
  }
}

function fit(canvas, width, height) {
  const ratio = Math.min(2, devicePixelRatio || 1);
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

function drawStates(context, area, bins) {
  context.fillStyle = area.color("--line");
  context.beginPath();
  context.roundRect(area.left, 0, area.right - area.left, STATE_HEIGHT, STATE_HEIGHT / 2);
  context.fill();
  context.save();
  context.clip();
  bins.forEach((bin, i) => {
    if (bin.state) {
      const end = i + 1 < bins.length ? area.x(bins[i + 1].start) : area.right;
      context.fillStyle = area.color(STATE_COLORS[bin.state] || "--faint");
      context.fillRect(area.x(bin.start), 0, end - area.x(bin.start) + 0.5, STATE_HEIGHT);
    }
  });
  context.restore();
}

function drawGrid(context, area, scale, span) {
  context.font = `500 10.5px ${area.font}`;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const share of [0, 0.5, 1]) {
    const y = Math.round(area.bottom - share * (area.bottom - area.top)) + 0.5;
    context.fillStyle = area.color("--line");
    context.fillRect(area.left, y - 0.5, area.right - area.left, 1);
    context.fillStyle = area.color("--dim");
    context.fillText(axisText(share * scale, scale, share === 1), area.left - 8, y);
  }
  context.textAlign = "center";
  const steps = area.right - area.left > 420 ? 6 : 3;
  for (let i = 0; i <= steps; i++) {
    const ago = span / 1000 * (1 - i / steps);
    context.textAlign = i === 0 ? "left" : i === steps ? "right" : "center";
    context.fillText(i === steps ? "now" : `−${ago >= 60 ? `${+(ago / 60).toFixed(1)} min` : `${Math.round(ago)} s`}`,
        area.left + (area.right - area.left) * i / steps, area.height - 8);
  }
  context.textAlign = "right";
  context.fillText("people", area.left - 8, (area.peopleTop + area.peopleBottom) / 2);
  context.textAlign = "left";
}

function axisText(value, scale, withUnit) {
  const [factor, unit] = scale >= 1000 ? [0.001, " s"] : [1, " ms"];
  return `${+(value * factor).toFixed(2)}${withUnit ? unit : ""}`;
}

/** Medians stacked: together about the median of a frame's whole way. */
function drawStages(context, area, bins, scale) {
  const y = value => area.bottom - Math.min(1, value / scale) * (area.bottom - area.top);
  for (const run of runs(bins)) {
    const below = run.map(() => 0);
    STAGES.forEach((name, i) => {
      const above = run.map((bin, j) => below[j] + bin.stages[i]);
      context.fillStyle = area.color(`--stage-${name}`);
      context.globalAlpha = 0.85;
      context.beginPath();
      run.forEach((bin, j) => {
        context.lineTo(area.x(bin.start), y(above[j]));
        context.lineTo(area.x(bin.start) + area.bin, y(above[j]));
      });
      for (let j = run.length - 1; j >= 0; j--) {
        context.lineTo(area.x(run[j].start) + area.bin, y(below[j]));
        context.lineTo(area.x(run[j].start), y(below[j]));
      }
      context.fill();
      above.forEach((value, j) => below[j] = value);
    });
  }
  context.globalAlpha = 1;
}

function drawLine(context, area, bins, scale, {value, color, dash, width}) {
  context.strokeStyle = area.color(color);
  context.lineWidth = width;
  context.lineJoin = "round";
  context.setLineDash(dash);
  for (const run of runs(bins.filter(bin => !isNaN(value(bin))))) {
    context.beginPath();
    for (const bin of run) {
      context.lineTo(area.x(bin.start) + area.bin / 2,
          area.bottom - Math.max(0, Math.min(1, value(bin) / scale)) * (area.bottom - area.top));
    }
    context.stroke();
  }
  context.setLineDash([]);
}

function drawPeople(context, area, bins) {
  const most = Math.max(2, ...bins.map(bin => bin.people));
  const height = area.peopleBottom - area.peopleTop;
  context.fillStyle = area.color("--line");
  context.fillRect(area.left, area.peopleBottom, area.right - area.left, 1);
  context.fillStyle = area.color("--people");
  for (const bin of bins) {
    const tall = Math.round(height * bin.people / most);
    const left = Math.round(area.x(bin.start));
    context.fillRect(left, area.peopleBottom - tall, Math.round(area.x(bin.start) + area.bin) - left, tall);
  }
}

/** Bins without a gap between them. */
function runs(bins) {
  const found = [];
  let last = null;
  for (const bin of bins.filter(each => each.frames)) {
    if (last === null || bin.start - last.start > BIN_MILLIS * 1.5) {
      found.push([]);
    }
    found[found.length - 1].push(bin);
    last = bin;
  }
  return found;
}

function addRow(table, name) {
  const row = table.insertRow();
  row.className = `stage-row ${name}`;
  const head = document.createElement("th");
  head.scope = "row";
  const swatch = document.createElement("i");
  swatch.className = `swatch ${name}`;
  head.append(swatch, name);
  row.append(head);
  const share = row.insertCell();
  share.className = "share";
  const bar = document.createElement("i");
  share.append(bar);
  return {bar, p50: row.insertCell(), p99: row.insertCell()};
}

function fillRow({bar, p50, p99}, figures, most) {
  p50.textContent = figures ? millis(figures.p50) : "–";
  p99.textContent = figures ? millis(figures.p99) : "–";
  bar.style.width = figures && most ? `${Math.max(1, 100 * figures.p50 / most)}%` : "0";
}
