/** People drawn into the picture of their camera. */
import {FAINT, INVISIBLE, isPredicted, jointLabel, personCss, predictedJoints, skeleton} from "./skeleton.js";

/** Half the thickness of a limb: of the person's longer side, and at most of the image's shorter side. */
const LIMB_OF_BOX = 1 / 75;
const LIMB_OF_IMAGE = 1 / 200;
const MIN_LIMB_PIXELS = 1.4;
const LOST_ALPHA = 0.35;

/**
 * Draws a frame, the picture first where there is one.
 * @param {CanvasRenderingContext2D} context in CSS pixels
 * @param {{frame: object|null, bitmap: ImageBitmap|null, width: number, height: number, font: string}} what
 * @param {Settings} settings
 */
export function drawPicture(context, {frame, bitmap, width, height, font}, settings) {
  context.clearRect(0, 0, width, height);
  if (!frame && !bitmap) {
    return;
  }
  const imageWidth = frame ? frame.imageWidth : bitmap.width;
  const imageHeight = frame ? frame.imageHeight : bitmap.height;
  const scale = Math.min(width / imageWidth, height / imageHeight);
  const left = (width - imageWidth * scale) / 2;
  const top = (height - imageHeight * scale) / 2;
  context.save();
  context.translate(left, top);
  if (bitmap && settings.get("picture")) {
    context.drawImage(bitmap, 0, 0, imageWidth * scale, imageHeight * scale);
  } else {
    drawStage(context, imageWidth * scale, imageHeight * scale);
  }
  if (frame) {
    frame.people.forEach(person => drawPerson(context, person, {scale, font,
      shorter: Math.min(imageWidth, imageHeight) * scale}, settings));
  }
  context.restore();
}

/** What stands for the picture: a ruled stage of its size. */
function drawStage(context, width, height) {
  const gradient = context.createRadialGradient(width / 2, height * 0.45, 0, width / 2, height / 2,
      Math.max(width, height) * 0.7);
  gradient.addColorStop(0, "#1b2030");
  gradient.addColorStop(1, "#0d0f16");
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
  context.fillStyle = "rgba(190, 205, 240, 0.1)";
  const step = width / 24;
  for (let x = step / 2; x < width; x += step) {
    for (let y = step / 2; y < height; y += step) {
      context.fillRect(x - 0.6, y - 0.6, 1.2, 1.2);
    }
  }
}

function drawPerson(context, person, view, settings) {
  context.globalAlpha = person.state === "lost" ? LOST_ALPHA : 1;
  if (settings.get("boxes")) {
    drawBox(context, person, view);
  }
  if (settings.get("joints") && skeleton(person.topology2d)) {
    drawSkeleton(context, person, view, settings);
  }
  context.globalAlpha = 1;
}

function drawSkeleton(context, person, {scale, font, shorter}, settings) {
  const {names, sides, bones} = skeleton(person.topology2d);
  const predicted = predictedJoints(person, "predicted2d");
  const joints = person.joints2d;
  const radius = Math.max(MIN_LIMB_PIXELS, Math.min(Math.max(person.box[2], person.box[3]) * scale * LIMB_OF_BOX,
      shorter * LIMB_OF_IMAGE));
  const alpha = k => (joints[k][2] < FAINT ? 0.35 : 0.95) * (isPredicted(predicted, k) ? 0.45 : 1);
  const visible = k => joints[k] && joints[k][2] >= INVISIBLE;
  context.lineCap = "round";
  for (const edge of [true, false]) {
    for (const {from, to, side} of bones) {
      if (visible(from) && visible(to)) {
        context.globalAlpha = Math.min(alpha(from), alpha(to)) * (edge ? 0.5 : 1);
        context.strokeStyle = edge ? "#0b0d12" : personCss(person.id, side);
        context.lineWidth = 2 * radius + (edge ? 2 : 0);
        context.beginPath();
        context.moveTo(joints[from][0] * scale, joints[from][1] * scale);
        context.lineTo(joints[to][0] * scale, joints[to][1] * scale);
        context.stroke();
      }
    }
  }
  joints.forEach(([x, y], k) => {
    if (visible(k)) {
      context.globalAlpha = alpha(k);
      drawJoint(context, x * scale, y * scale, radius * (/eye|ear|mouth/.test(names[k]) ? 1 : 1.55),
          personCss(person.id, sides[k]), isPredicted(predicted, k));
      if (settings.get("names2d")) {
        drawName(context, jointLabel(names[k]), x * scale + radius * 2 + 3, y * scale + 3, font);
      }
    }
  });
}

/** A predicted joint is a ring. */
function drawJoint(context, x, y, radius, color, predicted) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = predicted ? "#0b0d12" : "#ffffff";
  context.fill();
  context.lineWidth = Math.max(1, radius * 0.7);
  context.strokeStyle = color;
  context.stroke();
}

function drawName(context, text, x, y, font) {
  context.font = `500 10px ${font}`;
  context.lineWidth = 3;
  context.lineJoin = "round";
  context.strokeStyle = "rgba(10, 12, 16, 0.7)";
  context.strokeText(text, x, y);
  context.fillStyle = "#f1f3f8";
  context.fillText(text, x, y);
}

/** The corners of the box, and the id at its upper left. */
function drawBox(context, person, {scale, font}) {
  const [x, y, width, height] = person.box.map(value => value * scale);
  const corner = Math.min(width, height) * 0.14;
  context.strokeStyle = personCss(person.id, 0, 0.9);
  context.lineWidth = 1.5;
  context.beginPath();
  for (const [cx, cy, dx, dy] of [[x, y, 1, 1], [x + width, y, -1, 1], [x, y + height, 1, -1],
    [x + width, y + height, -1, -1]]) {
    context.moveTo(cx + dx * corner, cy);
    context.lineTo(cx, cy);
    context.lineTo(cx, cy + dy * corner);
  }
  context.stroke();
  const text = person.state === "tracked" ? String(person.id) : `${person.id} ${person.state}`;
  context.font = `600 11px ${font}`;
  const wide = context.measureText(text).width + 12;
  context.fillStyle = personCss(person.id);
  context.beginPath();
  context.roundRect(x - 1, Math.max(1, y - 21), wide, 18, 5);
  context.fill();
  context.fillStyle = "#0b0d12";
  context.fillText(text, x + 5, Math.max(1, y - 21) + 13);
}
