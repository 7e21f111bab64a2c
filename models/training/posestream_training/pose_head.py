"""The two kinds of head of the 2D network: the losses, and what the card says of the outputs."""

import math
from dataclasses import dataclass
from typing import Callable

import torch
from torch import nn

from .pose_net import BIN_SIGMA, HEIGHT, JOINTS, SIGMA, SPLIT_RATIO, STRIDE, WIDTH, PoseNet, SimCcNet

PRESENCE_WEIGHT = 0.1
# weight of what a teacher network says of a joint that the labels tell nothing of
TEACHER_WEIGHT = 0.5


def target_heatmaps(joints, height, width):
    """Gaussians (n, 17, h, w) round joints in heatmap pixels; joints far outside leave a map of zeros."""
    sigma = max(1.25, SIGMA * height * STRIDE / HEIGHT)
    columns = torch.arange(width, device=joints.device)
    rows = torch.arange(height, device=joints.device)
    x = torch.exp(-(columns - joints[..., 0:1]) ** 2 / (2 * sigma ** 2))
    y = torch.exp(-(rows - joints[..., 1:2]) ** 2 / (2 * sigma ** 2))
    return y[..., :, None] * x[..., None, :], 2 * torch.pi * sigma ** 2


def heatmap_loss(model, crops, joints, present, taught=None):
    """Cross-entropy of every heatmap pixel, weighted by the joint's trust, and of presence.

    taught: heatmaps of a teacher (n, 17, h, w); the less the label is trusted, the more of the target is the teacher's.
    """
    logits, presence = model.raw(crops)
    target, area = target_heatmaps(joints, *logits.shape[2:])
    weight = joints[..., 2]
    if taught is not None:
        target = torch.lerp(taught, target, weight[..., None, None])
        weight = weight + TEACHER_WEIGHT * (1 - weight)
    binary = nn.functional.binary_cross_entropy_with_logits(logits, target, reduction="none").sum((2, 3)) / area
    return weighted_mean(binary, weight) + presence_loss(presence, present)


def target_bins(positions, bins, sigma):
    """Distributions (n, 17, bins): a Gaussian round a position in bins; its part outside the crop is spread evenly."""
    centres = torch.arange(bins, device=positions.device)
    gaussian = torch.exp(-(centres - positions[..., None]) ** 2 / (2 * sigma ** 2)) / (sigma * math.sqrt(2 * math.pi))
    outside = (1 - gaussian.sum(-1, keepdim=True)).clamp(min=0)
    return gaussian + outside / bins


def simcc_loss(model, crops, joints, present):
    """Cross-entropy of both distributions, weighted by the joint's trust, and of presence."""
    columns, rows, presence = model.raw(crops)
    total = 0.0
    for axis, logits in enumerate((columns, rows)):
        cells = crops.shape[2 - axis] / STRIDE
        # bin i lies at pixel i / SPLIT_RATIO of the full crop, whose size the bins tell
        positions = ((joints[..., axis] + 0.5) * logits.shape[2] / SPLIT_RATIO / cells - 0.5) * SPLIT_RATIO
        target = target_bins(positions, logits.shape[2], model.sigma)
        total = total - (target * nn.functional.log_softmax(logits, 2)).sum(2)
    return weighted_mean(total, joints[..., 2]) + presence_loss(presence, present)


def weighted_mean(values, weight):
    return (values * weight).sum() / weight.sum().clamp(min=1.0)


def presence_loss(logits, present):
    return PRESENCE_WEIGHT * nn.functional.binary_cross_entropy_with_logits(logits, present)


@dataclass(frozen=True)
class Head:
    """network(size, crop) makes the module for a Size and a crop of (width, height); loss(model, crops, joints, present);
    outputs, to which presence is added, and decoder as the card says them."""
    network: Callable
    loss: Callable
    outputs: dict
    decoder: dict


HEADS = {
    "heatmap": Head(lambda size, crop: PoseNet(size.widths, size.neck, size.last), heatmap_loss,
                    {"heatmaps": [-1, JOINTS, HEIGHT // STRIDE, WIDTH // STRIDE]}, {"decoder": "heatmap-dark"}),
    "simcc": Head(lambda size, crop: SimCcNet(size.widths, size.neck, crop), simcc_loss,
                  {"simcc_x": [-1, JOINTS, WIDTH * SPLIT_RATIO], "simcc_y": [-1, JOINTS, HEIGHT * SPLIT_RATIO]},
                  {"decoder": "simcc", "decoderOptions": {"splitRatio": SPLIT_RATIO, "sigma": BIN_SIGMA}}),
}
