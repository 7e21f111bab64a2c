"""The learning curve of a log as a PNG: loss over steps, both on logarithmic axes."""

import re

import cv2
import numpy as np

from .checkpoint import save_atomically

WIDTH, HEIGHT, MARGIN = 900, 500, 60
LOSS_LINE = re.compile(r" step (\d+) .*? loss ([0-9.]+)")


def points_of(log):
    """(n, 2) step and loss of all progress lines."""
    with open(log, encoding="utf-8") as file:
        found = [LOSS_LINE.search(line) for line in file]
    return np.array([(float(match[1]), float(match[2])) for match in found if match and float(match[2]) > 0])


def draw(log, path):
    """Draws the curve of a log file; nothing happens before there are two points."""
    points = points_of(log) if log.exists() else ()
    if len(points) < 2:
        return
    values = np.log10(np.maximum(points, 1e-6))
    low, high = values.min(0), values.max(0)
    scaled = (values - low) / np.maximum(high - low, 1e-6)
    x = MARGIN + scaled[:, 0] * (WIDTH - 2 * MARGIN)
    y = HEIGHT - MARGIN - scaled[:, 1] * (HEIGHT - 2 * MARGIN)
    image = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    cv2.rectangle(image, (MARGIN, MARGIN), (WIDTH - MARGIN, HEIGHT - MARGIN), (180, 180, 180), 1)
    cv2.polylines(image, [np.stack([x, y], 1).astype(np.int32)], False, (160, 60, 20), 2, cv2.LINE_AA)
    labels = [(f"step {points[0, 0]:.0f}", MARGIN, HEIGHT - 30), (f"{points[-1, 0]:.0f}", WIDTH - 120, HEIGHT - 30),
              (f"{10 ** high[1]:.3g}", 5, MARGIN + 5), (f"{10 ** low[1]:.3g}", 5, HEIGHT - MARGIN), ("loss", 5, 25)]
    for text, left, bottom in labels:
        cv2.putText(image, text, (left, bottom), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1, cv2.LINE_AA)
    save_atomically(path, lambda temporary: open(temporary, "wb").write(cv2.imencode(".png", image)[1].tobytes()))
