"""Print the goldens that the Java decoders are tested against, from an independent implementation in NumPy.

    python decoder_goldens.py > ../../stream-core/src/test/resources/decoder-goldens.json

Coordinates are heatmap pixels (heatmaps) or bins (SimCC). The maps are Gaussians with noise and a second, lower peak,
so that the implementations have to agree on something less tidy than what they would both solve exactly.
"""
import json

import numpy as np

JOINTS, HEIGHT, WIDTH = 5, 20, 14
SIGMA, BLUR_SIGMA, BETA = 2.0, 1.5, 12.0
BINS_X, BINS_Y, BIN_SIGMA, TAP = 48, 64, 4.0, 3


def gaussian(length, centre, sigma):
    return np.exp(-((np.arange(length) - centre) ** 2) / (2 * sigma**2))


def heatmaps(rng):
    maps = []
    for centre_x, centre_y in [(6.3, 8.8), (0.2, 8.4), (12.9, 19.1), (6.0, 0.0), (7.45, 13.62)]:
        peak = np.outer(gaussian(HEIGHT, centre_y, SIGMA), gaussian(WIDTH, centre_x, SIGMA))
        other = np.outer(gaussian(HEIGHT, HEIGHT - centre_y, 1), gaussian(WIDTH, WIDTH - centre_x, 1))
        maps.append(0.8 * peak + 0.3 * other + rng.uniform(0, 0.01, peak.shape))
    return np.round(np.array(maps), 5)


def peak_of(heatmap):
    row, column = np.unravel_index(np.argmax(heatmap), heatmap.shape)
    return int(column), int(row)


def quarter(heatmap):
    column, row = peak_of(heatmap)
    x, y = float(column), float(row)
    if 0 < column < WIDTH - 1:
        x += 0.25 * np.sign(heatmap[row, column + 1] - heatmap[row, column - 1])
    if 0 < row < HEIGHT - 1:
        y += 0.25 * np.sign(heatmap[row + 1, column] - heatmap[row - 1, column])
    return x, y


def blurred(heatmap, sigma):
    """Smoothing by a banded matrix per axis."""
    reach = int(np.ceil(2.5 * sigma))

    def matrix(length):
        distance = np.abs(np.subtract.outer(np.arange(length), np.arange(length)))
        weights = np.where(distance <= reach, np.exp(-(distance**2) / (2 * sigma**2)), 0)
        return weights / weights.sum(axis=1, keepdims=True)

    return matrix(HEIGHT) @ heatmap @ matrix(WIDTH).T


def dark(heatmap, blur_sigma=0):
    """The stationary point of the quadratic with central differences of the log map as derivatives.

    Where the blur would reach over the border it is left out, as it would move the peak.
    """
    column, row = peak_of(heatmap)
    x = int(np.clip(column, 1, WIDTH - 2))
    y = int(np.clip(row, 1, HEIGHT - 2))
    room = min(x, y, WIDTH - 1 - x, HEIGHT - 1 - y) - 1
    if blur_sigma and room >= np.ceil(2.5 * blur_sigma):
        heatmap = blurred(heatmap, blur_sigma)
    log = np.log(np.maximum(heatmap, 1e-6))
    gradient = np.array([log[y, x + 1] - log[y, x - 1], log[y + 1, x] - log[y - 1, x]]) / 2
    cross = (log[y + 1, x + 1] - log[y - 1, x + 1] - log[y + 1, x - 1] + log[y - 1, x - 1]) / 4
    hessian = np.array([[log[y, x + 1] + log[y, x - 1] - 2 * log[y, x], cross],
                        [cross, log[y + 1, x] + log[y - 1, x] - 2 * log[y, x]]])
    if np.any(np.linalg.eigvalsh(hessian) >= 0):
        return float(column), float(row)
    refined = np.array([x, y]) - np.linalg.solve(hessian, gradient)
    near = np.clip(refined, [column - 1, row - 1], [column + 1, row + 1])
    return tuple(np.clip(near, -0.5, [WIDTH - 0.5, HEIGHT - 0.5]))


def soft_argmax(heatmap):
    weights = np.exp(BETA * heatmap)
    weights /= weights.sum()
    return weights.sum(axis=0) @ np.arange(WIDTH), weights.sum(axis=1) @ np.arange(HEIGHT)


def simcc_bin(values):
    best = int(np.argmax(values))
    centre = int(np.clip(best, TAP, len(values) - 1 - TAP))
    a, b, _ = np.polyfit([-TAP, 0, TAP], np.log(values[[centre - TAP, centre, centre + TAP]]), 2)
    return float(np.clip(np.clip(centre - b / (2 * a), best - 1, best + 1), -0.5, len(values) - 0.5))


def simcc(rng, length, centres):
    rows = [0.7 * gaussian(length, c, BIN_SIGMA) + rng.uniform(0.001, 0.01, length) for c in centres]
    return np.round(np.array(rows), 5)


def points(decode, maps):
    return [[round(float(v), 5) for v in decode(m)] for m in maps]


def main():
    rng = np.random.default_rng(7)
    maps = heatmaps(rng)
    columns = simcc(rng, BINS_X, [10.3, 0.4, 46.8, 25.0, 33.71])
    rows = simcc(rng, BINS_Y, [30.2, 62.7, 1.3, 12.5, 51.06])
    print(json.dumps({
        "width": WIDTH, "height": HEIGHT, "heatmaps": maps.reshape(JOINTS, -1).tolist(),
        "argmax": points(peak_of, maps), "quarter": points(quarter, maps), "dark": points(dark, maps),
        "blurSigma": BLUR_SIGMA, "darkBlurred": points(lambda m: dark(m, BLUR_SIGMA), maps),
        "beta": BETA, "softArgmax": points(soft_argmax, maps),
        "tap": TAP, "simccX": columns.tolist(), "simccY": rows.tolist(),
        "simcc": [[round(simcc_bin(x), 5), round(simcc_bin(y), 5)] for x, y in zip(columns, rows)],
    }))


if __name__ == "__main__":
    main()
