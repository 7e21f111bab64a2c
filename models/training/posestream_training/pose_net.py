"""The 2D networks: one residual encoder to stride 32, a head of heatmaps or of SimCC, and a presence score."""

import math

import torch
from torch import nn

from .layers import ConvNorm, normalise, stage, upsample

WIDTH, HEIGHT, STRIDE, JOINTS = 192, 256, 4, 17
# standard deviation of the heatmap targets at 64x48, in heatmap pixels
SIGMA = 2.0
# SimCC: bins per input pixel, and standard deviation of the targets of a 256 pixels high crop, in bins
SPLIT_RATIO, BIN_SIGMA = 2, 6.0


class Encoder(nn.Module):
    """uint8 (N, H, W, 3) BGR crop to features at strides 4, 8, 16 and 32, and from the last the presence's logit."""

    def __init__(self, widths):
        super().__init__()
        self.stem = nn.Sequential(ConvNorm(3, widths[0], 3, 2), ConvNorm(widths[0], widths[1], 3, 2))
        self.stages = nn.ModuleList([stage(widths[1], widths[1], 1, 1), stage(widths[1], widths[2], 2),
                                     stage(widths[2], widths[3], 2), stage(widths[3], widths[4], 2)])
        self.presence = nn.Linear(widths[4], 1)

    def features(self, image):
        x, features = self.stem(normalise(image)), []
        for block in self.stages:
            x = block(x)
            features.append(x)
        return features

    def presence_of(self, features):
        return self.presence(features[3].float().mean((2, 3)))


class PoseNet(Encoder):
    """Crop to heatmaps (N, 17, H/4, W/4) by a top-down decoder to stride 4, and presence (N, 1), both 0..1."""

    def __init__(self, widths=(16, 24, 64, 128, 192), neck=64, last=48):
        super().__init__(widths)
        self.laterals = nn.ModuleList([ConvNorm(widths[1], last, 1), ConvNorm(widths[2], neck, 1),
                                       ConvNorm(widths[3], neck, 1), ConvNorm(widths[4], neck, 1)])
        self.merges = nn.ModuleList([ConvNorm(neck, last), ConvNorm(neck, neck)])
        self.heatmaps = nn.Conv2d(last, JOINTS, 1)
        nn.init.constant_(self.heatmaps.bias, -4.0)

    def raw(self, image):
        """Logits of heatmaps and of presence."""
        features = self.features(image)
        lateral = [module(feature) for module, feature in zip(self.laterals, features)]
        x = self.merges[1](lateral[2] + upsample(lateral[3]))
        x = self.merges[0](lateral[1] + upsample(x))
        x = torch.relu(lateral[0] + upsample(x))
        with torch.autocast("cpu", enabled=False), torch.autocast("cuda", enabled=False):
            return self.heatmaps(x.float()), self.presence_of(features)

    def forward(self, image):
        heatmaps, presence = self.raw(image)
        return torch.sigmoid(heatmaps), torch.sigmoid(presence)


class SimCcNet(Encoder):
    """Crop to one-dimensional peaks (SimCC, Li et al. 2022), and presence (N, 1).

    Outputs (N, 17, 2 W) and (N, 17, 2 H): softmax over the bins of columns and of rows, times the area of the target's
    Gaussian, so that a peak as sharp as the target has the value 1. The joints' maps at stride 8 are resized to those
    of the full crop before the linear layers, so the network trains on smaller crops too.
    """

    def __init__(self, widths, neck, size=(WIDTH, HEIGHT)):
        super().__init__(widths)
        self.size = size
        self.laterals = nn.ModuleList([ConvNorm(width, neck, 1) for width in widths[2:]])
        self.merge = ConvNorm(neck, neck)
        self.maps = nn.Conv2d(neck, JOINTS, 3, padding=1)
        cells = size[0] * size[1] // 64
        self.columns = nn.Linear(cells, size[0] * SPLIT_RATIO)
        self.rows = nn.Linear(cells, size[1] * SPLIT_RATIO)

    @property
    def sigma(self):
        """Standard deviation of the targets in bins."""
        return BIN_SIGMA * self.size[1] / HEIGHT

    def raw(self, image):
        """Logits of columns, of rows and of presence."""
        features = self.features(image)
        lateral = [module(feature) for module, feature in zip(self.laterals, features[1:])]
        x = self.merge(lateral[1] + upsample(lateral[2]))
        maps = self.maps(lateral[0] + upsample(x))
        if tuple(image.shape[1:3]) != self.size[::-1]:
            maps = nn.functional.interpolate(maps, (self.size[1] // 8, self.size[0] // 8), mode="bilinear")
        flat = maps.flatten(2)
        columns, rows = self.columns(flat).float(), self.rows(flat).float()
        with torch.autocast("cpu", enabled=False), torch.autocast("cuda", enabled=False):
            return columns, rows, self.presence_of(features)

    def forward(self, image):
        columns, rows, presence = self.raw(image)
        area = self.sigma * math.sqrt(2 * math.pi)
        return torch.softmax(columns, 2) * area, torch.softmax(rows, 2) * area, torch.sigmoid(presence)
