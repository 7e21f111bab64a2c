"""The 2D network: residual encoder to stride 32, top-down decoder to heatmaps at stride 4, and a presence score."""

import torch
from torch import nn

from .layers import ConvNorm, normalise, stage, upsample

WIDTH, HEIGHT, STRIDE, JOINTS = 192, 256, 4, 17
# standard deviation of the heatmap targets at 64x48, in heatmap pixels
SIGMA = 2.0


class PoseNet(nn.Module):
    """uint8 (N, H, W, 3) BGR crop to heatmaps (N, 17, H/4, W/4) and presence (N, 1), both 0..1."""

    def __init__(self, widths=(16, 24, 64, 128, 192), neck=64, last=48):
        super().__init__()
        self.stem = nn.Sequential(ConvNorm(3, widths[0], 3, 2), ConvNorm(widths[0], widths[1], 3, 2))
        self.stages = nn.ModuleList([stage(widths[1], widths[1], 1, 1), stage(widths[1], widths[2], 2),
                                     stage(widths[2], widths[3], 2), stage(widths[3], widths[4], 2)])
        self.laterals = nn.ModuleList([ConvNorm(widths[1], last, 1), ConvNorm(widths[2], neck, 1),
                                       ConvNorm(widths[3], neck, 1), ConvNorm(widths[4], neck, 1)])
        self.merges = nn.ModuleList([ConvNorm(neck, last), ConvNorm(neck, neck)])
        self.heatmaps = nn.Conv2d(last, JOINTS, 1)
        self.presence = nn.Linear(widths[4], 1)
        nn.init.constant_(self.heatmaps.bias, -4.0)

    def raw(self, image):
        """Logits of heatmaps and of presence."""
        x, features = self.stem(normalise(image)), []
        for block in self.stages:
            x = block(x)
            features.append(x)
        lateral = [module(feature) for module, feature in zip(self.laterals, features)]
        x = self.merges[1](lateral[2] + upsample(lateral[3]))
        x = self.merges[0](lateral[1] + upsample(x))
        x = torch.relu(lateral[0] + upsample(x))
        with torch.autocast("cpu", enabled=False), torch.autocast("cuda", enabled=False):
            return self.heatmaps(x.float()), self.presence(features[3].float().mean((2, 3)))

    def forward(self, image):
        heatmaps, presence = self.raw(image)
        return torch.sigmoid(heatmaps), torch.sigmoid(presence)
