"""Decoded images in memory, and the photometric changes that both image recipes share."""

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np

from . import data


def load_all(files):
    """Decodes all files, in order."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(data.read_image, files))


def synthetic_pattern(rng, width, height):
    """A scene without people that a camera test might show: gradient, noise, stripes, checks, bars or one colour."""
    kind = rng.integers(7)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    first, second = rng.uniform(0, 255, (2, 3)).astype(np.float32)
    angle, period = rng.uniform(0, np.pi), rng.uniform(6, 120)
    phase = (np.cos(angle) * x + np.sin(angle) * y) / period
    if kind == 0:
        weight = np.clip((np.cos(angle) * x / width + np.sin(angle) * y / height + 1) / 2, 0, 1)
    elif kind == 1:
        coarse = rng.uniform(0, 1, (int(rng.integers(3, 40)), int(rng.integers(3, 40)))).astype(np.float32)
        weight = cv2.resize(coarse, (width, height), interpolation=int(rng.integers(0, 3)))
    elif kind == 2:
        weight = (np.sin(phase * 2 * np.pi) > 0).astype(np.float32)
    elif kind == 3:
        weight = ((np.floor(x / period) + np.floor(y / period)) % 2).astype(np.float32)
    elif kind == 4:
        bars = rng.uniform(0, 255, (1, int(rng.integers(3, 12)), 3)).astype(np.float32)
        return cv2.resize(bars, (width, height), interpolation=cv2.INTER_NEAREST).astype(np.uint8)
    elif kind == 5:
        return boxes_and_discs(rng, width, height)
    else:
        weight = rng.uniform(0, rng.uniform(0, 1), (height, width)).astype(np.float32)
    return (first + (second - first) * weight[..., None]).astype(np.uint8)


def boxes_and_discs(rng, width, height):
    image = np.full((height, width, 3), rng.integers(0, 256, 3), np.uint8)
    for _ in range(int(rng.integers(1, 25))):
        colour = [int(value) for value in rng.integers(0, 256, 3)]
        x, y = int(rng.integers(width)), int(rng.integers(height))
        if rng.random() < 0.6:
            size = rng.integers(3, max(width, height) // 2, 2)
            cv2.rectangle(image, (x, y), (x + int(size[0]), y + int(size[1])), colour, -1)
        else:
            cv2.circle(image, (x, y), int(rng.integers(2, height // 4)), colour, -1)
    return image


def change_colours(rng, image):
    """Brightness, contrast, gamma-like curve, tint, and sometimes grey, in one look-up table a channel."""
    contrast, brightness = rng.uniform(0.6, 1.45), rng.uniform(-40, 40)
    tint = 1 + rng.uniform(-0.12, 0.12, 3)
    gamma = np.exp(rng.uniform(-0.4, 0.4))
    ramp = 255 * (np.arange(256, dtype=np.float32) / 255)[:, None] ** gamma * tint
    table = np.clip((ramp - 128) * contrast + 128 + brightness, 0, 255).astype(np.uint8)
    image = cv2.merge([cv2.LUT(channel, table[:, index].copy()) for index, channel in enumerate(cv2.split(image))])
    if rng.random() < 0.08:
        image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    return image


def degrade(rng, image):
    """What cheap cameras and streams do: low resolution, blur, motion blur, compression, noise."""
    height, width = image.shape[:2]
    kind = rng.random()
    if kind < 0.10:
        factor = rng.uniform(0.2, 0.7)
        small = cv2.resize(image, (max(8, int(width * factor)), max(8, int(height * factor))),
                           interpolation=cv2.INTER_AREA)
        image = cv2.resize(small, (width, height))
    elif kind < 0.14:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.5, 2.0))
    elif kind < 0.18:
        length = int(rng.integers(3, 10))
        kernel = np.zeros((length, length), np.float32)
        end = (length - 1, int(rng.integers(length)))
        cv2.line(kernel, (0, length - 1 - end[1]), end, 1.0)
        image = cv2.filter2D(image, -1, kernel / kernel.sum())
    elif kind < 0.23:
        quality = int(rng.integers(15, 60))
        image = cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)
    elif kind < 0.28:
        noise = np.empty(image.shape, np.int16)
        cv2.setRNGSeed(int(rng.integers(1 << 30)))
        cv2.randn(noise, 0, float(rng.uniform(3, 18)))
        image = np.clip(image + noise, 0, 255).astype(np.uint8)
    return image
