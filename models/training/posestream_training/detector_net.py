"""The person detector: a small residual network, top-down feature pyramid, one anchor-free head for three strides."""

import torch
from torch import nn

from .layers import ConvNorm, normalise, stage, upsample

SIDE = 320
STRIDES = (8, 16, 32)


def grid_centres(height, width, stride):
    """Cell centres (height * width, 2) in input pixels."""
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    return (torch.stack([x, y], 2).reshape(-1, 2).float() + 0.5) * stride


class DetectorNet(nn.Module):
    """uint8 (N, H, W, 3) BGR to boxes (N, A, 4) x1 y1 x2 y2 in input pixels and person scores (N, A) in 0..1.

    H and W are multiples of 32; A = all cells of the strides 8, 16 and 32 in this order (2,100 at 320x320).
    """

    def __init__(self, widths=(16, 24, 40, 80, 128), neck=32):
        super().__init__()
        self.stem = nn.Sequential(ConvNorm(3, widths[0], 3, 2), ConvNorm(widths[0], widths[1], 3, 2))
        self.stages = nn.ModuleList([stage(widths[1], widths[2], 1), stage(widths[2], widths[3], 2),
                                     stage(widths[3], widths[4], 2)])
        self.laterals = nn.ModuleList(ConvNorm(width, neck, 1) for width in widths[2:])
        self.head = ConvNorm(neck, neck)
        self.scores = nn.ModuleList(nn.Conv2d(neck, 1, 1) for _ in STRIDES)
        self.sides = nn.ModuleList(nn.Conv2d(neck, 4, 1) for _ in STRIDES)
        for score, side in zip(self.scores, self.sides):
            nn.init.constant_(score.bias, -4.6)
            nn.init.constant_(side.bias, 1.0)

    def raw(self, image):
        """Score logits (N, A), boxes (N, A, 4), cell centres (A, 2) and strides (A, 1)."""
        x, features = self.stem(normalise(image)), []
        for block in self.stages:
            x = block(x)
            features.append(x)
        levels, above = [], None
        for feature, lateral in zip(reversed(features), reversed(self.laterals)):
            level = lateral(feature)
            above = level if above is None else level + upsample(above)
            levels.insert(0, self.head(above))
        return self.decode(levels)

    def decode(self, levels):
        with torch.autocast("cpu", enabled=False), torch.autocast("cuda", enabled=False):
            logits, boxes, centres, strides = [], [], [], []
            for level, score, side, stride in zip(levels, self.scores, self.sides, STRIDES):
                level = level.float()
                height, width = level.shape[2:]
                centre = grid_centres(int(height), int(width), stride).to(level.device)
                # distances to the four sides, positive and linear for large boxes
                distance = nn.functional.softplus(side(level).permute(0, 2, 3, 1).flatten(1, 2)) * (2.0 * stride)
                boxes.append(torch.cat([centre - distance[..., :2], centre + distance[..., 2:]], 2))
                logits.append(score(level).flatten(1))
                centres.append(centre)
                strides.append(torch.full((len(centre), 1), float(stride), device=level.device))
            return torch.cat(logits, 1), torch.cat(boxes, 1), torch.cat(centres), torch.cat(strides)

    def forward(self, image):
        logits, boxes, _, _ = self.raw(image)
        return boxes, torch.sigmoid(logits)
