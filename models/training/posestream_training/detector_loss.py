"""Task-aligned assignment (Feng 2021, TOOD) and the loss of the detector: soft score targets and GIoU boxes."""

import torch
from torch import nn

CANDIDATES = 10
# alignment = score ** SCORE_POWER * IoU ** IOU_POWER
SCORE_POWER, IOU_POWER = 0.5, 4.0
# cells within this many strides of the box centre are candidates too, so that small people have some
CENTRE_RADIUS = 1.5
BOX_WEIGHT = 2.0


def pairwise_iou(a, b):
    """(n, g, 4) and (n, a, 4) to (n, g, a)."""
    low = torch.maximum(a[:, :, None, :2], b[:, None, :, :2])
    high = torch.minimum(a[:, :, None, 2:], b[:, None, :, 2:])
    common = (high - low).clamp(min=0).prod(3)
    area_a, area_b = (a[..., 2:] - a[..., :2]).prod(2), (b[..., 2:] - b[..., :2]).prod(2)
    return common / (area_a[:, :, None] + area_b[:, None] - common).clamp(min=1e-6)


@torch.no_grad()
def assign(logits, boxes, centres, strides, targets):
    """Returns per cell: index of its person (n, a), whether it is positive, its score target, and whether it counts."""
    people, kind = targets[..., :4], targets[..., 4]
    x, y = centres[:, 0], centres[:, 1]
    inside = ((x > people[..., 0:1]) & (x < people[..., 2:3]) & (y > people[..., 1:2]) & (y < people[..., 3:4]))
    middle = (people[..., :2] + people[..., 2:]) / 2
    near = ((x - middle[..., 0:1]).abs() < CENTRE_RADIUS * strides[:, 0]) \
        & ((y - middle[..., 1:2]).abs() < CENTRE_RADIUS * strides[:, 0])
    iou = pairwise_iou(people, boxes)
    allowed = (inside | near) & (kind > 0)[..., None]
    alignment = torch.sigmoid(logits)[:, None] ** SCORE_POWER * iou ** IOU_POWER * allowed
    best = alignment.topk(CANDIDATES, 2)
    chosen = torch.zeros_like(alignment).scatter_(2, best.indices, 1.0) * (alignment > 1e-9)
    # a cell wanted by several people goes to the one that it overlaps most
    iou_of_chosen = iou * chosen
    owner = iou_of_chosen.argmax(1)
    positive = chosen.amax(1) > 0
    kept = alignment * chosen * nn.functional.one_hot(owner, people.shape[1]).permute(0, 2, 1)
    largest = kept.amax(2, keepdim=True).clamp(min=1e-9)
    best_iou = (iou * (kept > 0)).amax(2, keepdim=True)
    score = (kept / largest * best_iou).amax(1)
    doubtful = (inside & (kind < 0)[..., None]).any(1)
    return owner, positive, score, ~doubtful | positive


def generalised_iou(a, b):
    low, high = torch.maximum(a[..., :2], b[..., :2]), torch.minimum(a[..., 2:], b[..., 2:])
    common = (high - low).clamp(min=0).prod(-1)
    union = (a[..., 2:] - a[..., :2]).prod(-1) + (b[..., 2:] - b[..., :2]).prod(-1) - common
    hull = (torch.maximum(a[..., 2:], b[..., 2:]) - torch.minimum(a[..., :2], b[..., :2])).prod(-1)
    return common / union.clamp(min=1e-6) - (hull - union) / hull.clamp(min=1e-6)


def detector_loss(model, images, targets):
    logits, boxes, centres, strides = model.raw(images)
    owner, positive, score, counts = assign(logits.detach(), boxes.detach(), centres, strides, targets)
    binary = nn.functional.binary_cross_entropy_with_logits(logits, score, reduction="none")
    total = score.sum().clamp(min=8.0)
    classification = (binary * counts).sum() / total
    wanted = torch.gather(targets[..., :4], 1, owner[..., None].expand(-1, -1, 4))
    overlap = generalised_iou(boxes[positive], wanted[positive])
    return classification + BOX_WEIGHT * ((1 - overlap) * score[positive]).sum() / total
