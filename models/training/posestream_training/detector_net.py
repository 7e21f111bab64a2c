"""The person detector: a small residual network, top-down feature pyramid, one anchor-free head for three strides."""

import torch
from torch import nn

from .layers import ConvNorm, normalise, stage, upsample

SIDE = 320
STRIDES = (8, 16, 32)


def cells(score_map, stride):
    """Centre x, y in input pixels and stride of each cell (height * width, 3) of a map (N, 1, height, width).

    Counted by cumulative sums of ones, because a traced arange would keep the height of the example.
    """
    ones = torch.ones_like(score_map[0])
    return torch.stack([ones.cumsum(2) - 0.5, ones.cumsum(1) - 0.5, ones], 3).flatten(0, 2) * stride


def softplus(x):
    """log(1 + exp(x)) in functions that ONNX Runtime computes many values at a time; its Softplus takes one by one."""
    return torch.relu(x) + torch.log1p(torch.exp(-torch.abs(x)))


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
            levels = [level.float() for level in levels]
            maps = [score(level) for score, level in zip(self.scores, levels)]
            # decoded once for all levels: small operations cost more by their number than by their size
            sides = torch.cat([side(level).permute(0, 2, 3, 1).flatten(1) for side, level in zip(self.sides, levels)], 1)
            sides = sides.reshape(sides.shape[0], -1, 4)
            cell = torch.cat([cells(score_map, stride) for score_map, stride in zip(maps, STRIDES)])
            centres, strides = cell[:, :2], cell[:, 2:]
            # distances to the four sides, positive and linear for large boxes
            outwards = strides * strides.new_tensor([-2.0, -2.0, 2.0, 2.0])
            boxes = torch.cat([centres, centres], 1) + softplus(sides) * outwards
            return torch.cat([score_map.flatten(1) for score_map in maps], 1), boxes, centres, strides

    def forward(self, image):
        logits, boxes, _, _ = self.raw(image)
        return boxes, torch.sigmoid(logits)
