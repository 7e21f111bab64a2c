"""Learning curves: reads the log of any recipe, writes them as NAME.csv and draws NAME.png beside it.

python -m posestream_training plot --work DIR does so for every log in DIR, and draws every NAME.csv that has no log.
"""

import ast
import csv
import io
import re
from pathlib import Path

import cv2
import numpy as np

from . import RecipeError
from .checkpoint import save_atomically

WIDTH, PANEL_HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 1200, 330, 80, 330, 30, 40
STEP = re.compile(r" step (\d+) .*?loss ([0-9.e+-]+)")
FIGURES = re.compile(r"\{.*\}$")
# numbers of a log that are no figures of merit, by their last word
SILENT = {"people", "threshold", "frames", "seconds", "step"}
MOST_LOSSES = 200
COLOURS = [(180, 80, 20), (40, 40, 200), (60, 150, 40), (170, 40, 150), (20, 130, 220), (120, 120, 20), (90, 90, 90),
           (50, 20, 110), (160, 160, 60), (130, 60, 240), (230, 150, 90), (60, 90, 120), (0, 190, 190), (190, 120, 190),
           (40, 40, 40), (100, 200, 120)]


def run(options):
    """Draws all curves of the work folder."""
    logs, tables = sorted(options.work.glob("*.log")), sorted(options.work.glob("*.csv"))
    if not logs and not tables:
        raise RecipeError(f"{options.work} holds neither a .log nor a .csv file; --work must name the folder of a training")
    for log in logs:
        draw(log, log.with_suffix(".png"))
        print(f"{log.with_suffix('.csv')} and .png from {log.name}")
    for table in tables:
        if not table.with_suffix(".log").exists():
            draw_curves(read_table(table), table.with_suffix(".png"), table.stem)
            print(f"{table.with_suffix('.png')} from {table.name}")


def draw(log, path):
    """Draws the curves of a log and writes them as a table beside the picture; nothing before there are two points."""
    curves = read_log(log) if log.exists() else {}
    if any(len(points) > 1 for points in curves.values()):
        draw_curves(curves, path, log.stem)
        write_table(curves, path.with_suffix(".csv"))


def read_log(log):
    """Name of a figure -> (n, 2) steps and values. Where a resumed training went back, the later lines count."""
    curves, step = {}, 0
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        found = figures_of(line)
        if "step" in found:
            if found["step"] <= step:
                curves = {name: [point for point in points if point[0] < found["step"]] for name, points in curves.items()}
            step = found["step"]
        for name, value in found.items():
            if name.split(" ")[-1] not in SILENT and np.isfinite(value):
                curves.setdefault(name, []).append((step, value))
    return {name: np.array(points, float) for name, points in curves.items() if points}


def figures_of(line):
    """Numbers of one line of a log by name; a step is named step. A line cut short by a kill has none."""
    step, figures = STEP.search(line), FIGURES.search(line)
    try:
        found = flat(ast.literal_eval(figures[0])) if figures else {}
        return found | ({"step": int(step[1]), "loss": float(step[2])} if step else {})
    except (ValueError, SyntaxError):
        return {}


def flat(values, prefix=""):
    """Nested numbers under their joined names."""
    result = {}
    for name, value in values.items():
        if isinstance(value, dict):
            result |= flat(value, f"{prefix}{name} ")
        elif isinstance(value, (int, float)):
            result[prefix + name] = value
    return result


def write_table(curves, path):
    """Columns step, figure, value; a long loss is thinned to the means of neighbours."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["step", "figure", "value"])
    for name, points in curves.items():
        groups = np.array_split(points, min(len(points), MOST_LOSSES)) if name == "loss" else points[:, None]
        for group in groups:
            writer.writerow([int(group[-1, 0]), name, f"{group[:, 1].mean():.6g}"])
    save_atomically(path, lambda temporary: Path(temporary).write_text(text.getvalue(), encoding="utf-8"))


def read_table(path):
    curves = {}
    try:
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                curves.setdefault(row["figure"], []).append((float(row["step"]), float(row["value"])))
    except (KeyError, TypeError, ValueError) as error:
        raise RecipeError(f"{path} must be a table with the columns step, figure and value ({error!r})") from error
    return {name: np.array(points) for name, points in curves.items()}


def draw_curves(curves, path, title):
    """One panel each for the loss (logarithmic), for shares (0 to 1) and for other figures."""
    shares = {name: points for name, points in curves.items() if name != "loss" and points[:, 1].max() <= 1}
    panels = [({"loss": curves["loss"]} if "loss" in curves else {}, True), (shares, False),
              ({name: points for name, points in curves.items() if name != "loss" and name not in shares}, False)]
    last = max(points[:, 0].max() for points in curves.values())
    image = np.vstack([panel(content, last, logarithmic, title) for content, logarithmic in panels if content])
    content = cv2.imencode(".png", image)[1].tobytes()
    save_atomically(path, lambda temporary: Path(temporary).write_bytes(content))


def panel(curves, last, logarithmic, title):
    image = np.full((PANEL_HEIGHT, WIDTH, 3), 255, np.uint8)
    scale = np.log10 if logarithmic else np.asarray
    values = np.concatenate([points[:, 1] for points in curves.values()])
    low, high = (float(limit) for limit in (scale(np.maximum(values, 1e-9)).min(), scale(np.maximum(values, 1e-9)).max()))
    high = max(high, low + 1e-6)
    width, height = WIDTH - LEFT - RIGHT, PANEL_HEIGHT - TOP - BOTTOM

    def place(steps, heights):
        x, y = LEFT + steps / max(last, 1) * width, TOP + (high - heights) / (high - low) * height
        return np.stack([x, y], -1).round().astype(np.int32)

    for share in np.linspace(0, 1, 5):
        value = low + share * (high - low)
        row, column = place(0, value)[1], place(share * last, low)[0]
        cv2.line(image, (LEFT, int(row)), (LEFT + width, int(row)), (225, 225, 225), 1)
        write(image, f"{10 ** value if logarithmic else value:.3g}", (8, int(row) + 4))
        write(image, f"{share * last:.0f}", (int(column) - 15, PANEL_HEIGHT - BOTTOM + 18))
    for index, (name, points) in enumerate(curves.items()):
        colour = COLOURS[index % len(COLOURS)]
        line = place(points[:, 0], scale(np.maximum(points[:, 1], 1e-9)))
        cv2.polylines(image, [line], False, colour, 2, cv2.LINE_AA)
        if len(points) < 60:
            for x, y in line:
                cv2.circle(image, (int(x), int(y)), 3, colour, -1, cv2.LINE_AA)
        write(image, f"{name} {points[-1, 1]:.4g}", (LEFT + width + 12, TOP + 8 + 18 * index), colour)
    write(image, f"{title}, by step", (LEFT, TOP - 10))
    return image


def write(image, text, place, colour=(0, 0, 0)):
    cv2.putText(image, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.45, colour, 1, cv2.LINE_AA)
