"""The temporal lifter: what the single-frame lifter makes of every frame, corrected by the last 27 frames.

Causal convolutions of three taps with dilations 1, 3 and 9 (the causal variant of Pavllo et al. 2019, "3D human pose estimation in
video with temporal convolutions and semi-supervised training") see the features of the single-frame lifter, whose weights stay as
they are, and add to its joints. In training whole sequences pass at once; the shipped graph takes one frame and the activations
that the convolutions still need, which a runtime keeps as an opaque state. Blocks are residual with layer norm in front (without
weights); a second head corrects the expected error of every joint from the detached features.
"""

from pathlib import Path

import torch
from torch import nn

from . import RecipeError
from .export import round_to_stored
from .lifter_model import JOINTS, MIRRORED_JOINTS, WIDTH, FoldedLifter, mirrored, root_relative, sigma_of
from .warm_start import weights_of

TEMPORAL_WIDTH = 512
CACHED = 288  # channels that the convolutions see, and that the state holds
MIDDLE = 384
DILATIONS = (1, 3, 9)
PAST_FRAMES = 2 * sum(DILATIONS)  # rows of the state; 27 frames with the current one
ONE_STATE = PAST_FRAMES * CACHED
STATE_SIZE = 2 * ONE_STATE  # of the person and of its mirror image
CORRECTION_METRES = 0.1  # what one unit of the last layer adds to a joint


class TimeBlock(nn.Module):
    """Narrow layer, dilated causal convolution of three taps, wide layer, with a detour."""

    def __init__(self, dilation: int):
        super().__init__()
        self.dilation = dilation
        self.norm = normal(TEMPORAL_WIDTH)
        self.narrow = nn.Linear(TEMPORAL_WIDTH, CACHED)
        self.taps = nn.Linear(3 * CACHED, MIDDLE)  # oldest frame first
        self.wide = nn.Linear(MIDDLE, TEMPORAL_WIDTH)
        nn.init.zeros_(self.wide.weight)

    def seen(self, values: torch.Tensor) -> torch.Tensor:
        """What the convolution sees, and the state keeps, of frames (..., TEMPORAL_WIDTH)."""
        return torch.relu(self.narrow(self.norm(values)))

    def added(self, values: torch.Tensor, seen: list[torch.Tensor]) -> torch.Tensor:
        """Frames plus what the convolution makes of three seen frames, the oldest first."""
        return values + self.wide(torch.relu(self.taps(torch.cat(seen, dim=-1))))

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Whole sequences (N, T, TEMPORAL_WIDTH); frames before the first are zero."""
        seen, frames = self.seen(values), values.shape[1]
        padded = nn.functional.pad(seen, (0, 0, 2 * self.dilation, 0))
        return self.added(values, [padded[:, shift:shift + frames] for shift in (0, self.dilation)] + [seen])


class TemporalNetwork(nn.Module):
    """The network in training: sequences joints2d (N, T, 17, 3), outputs joints3d (N, T, 17, 3) and sigma (N, T, 17) in metres."""

    def __init__(self, single: FoldedLifter):
        super().__init__()
        self.single = round_to_stored(single).requires_grad_(False)
        self.neck = nn.Sequential(normal(WIDTH), nn.Linear(WIDTH, TEMPORAL_WIDTH))
        self.time_blocks = nn.ModuleList(TimeBlock(dilation) for dilation in DILATIONS)
        self.last_norm = normal(TEMPORAL_WIDTH)
        self.joints = nn.Linear(TEMPORAL_WIDTH, JOINTS * 3)
        self.sigma = nn.Linear(TEMPORAL_WIDTH, JOINTS)
        for head in (self.joints, self.sigma):
            nn.init.zeros_(head.weight)
            nn.init.zeros_(head.bias)

    def forward(self, joints2d: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        features = self.single.features(joints2d.flatten(2))
        values = self.neck(features)
        for block in self.time_blocks:
            values = block(values)
        with torch.autocast("cpu", enabled=False):
            joints, sigma = self.told(features.float(), values.float())
        return joints.view(*joints2d.shape), sigma

    def told(self, features: torch.Tensor, values: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Joints (rows, 17, 3) and sigma of single-frame features and of what the convolutions made of them."""
        values = self.last_norm(values)
        joints = root_relative(self.single.joints(features) + CORRECTION_METRES * self.joints(values))
        return joints, sigma_of(self.single.sigma(features) + self.sigma(values.detach()))


class TemporalStep(nn.Module):
    """The network as shipped: joints2d (N, 17, 3) of one frame and state (N, STATE_SIZE), zero at a track's first frame.

    Outputs joints3d (N, 17, 3), sigma (N, 17) and the next state. It lifts every person and its mirror image and averages both.
    """

    def __init__(self, network: TemporalNetwork):
        super().__init__()
        self.network = network

    def forward(self, joints2d: torch.Tensor, state: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        features = self.network.single.features(torch.cat([joints2d, mirrored(joints2d)]).flatten(1))
        values = self.network.neck(features)
        past, kept = torch.cat([state[:, :ONE_STATE], state[:, ONE_STATE:]]), []
        for block in self.network.time_blocks:
            frames = 2 * block.dilation
            known, past = past[:, :frames * CACHED], past[:, frames * CACHED:]
            seen, half = block.seen(values), block.dilation * CACHED
            values = block.added(values, [known[:, :CACHED], known[:, half:half + CACHED], seen])
            kept += [known[:, CACHED:], seen]
        joints, sigma = self.network.told(features, values)
        joints, joints_of_mirrored = joints.chunk(2)
        sigma, sigma_of_mirrored = sigma.chunk(2)
        next_state = torch.cat(torch.cat(kept, dim=1).chunk(2), dim=1)
        return ((joints + mirrored(joints_of_mirrored)) / 2, (sigma + sigma_of_mirrored[:, MIRRORED_JOINTS]) / 2, next_state)


def normal(width: int) -> nn.LayerNorm:
    """Gives every frame's features mean zero and deviation one."""
    return nn.LayerNorm(width, elementwise_affine=False)


def averaged_with_mirror(network: nn.Module, joints2d: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """What the shipped graph gives frame by frame, of whole sequences at once."""
    joints, sigma = network(joints2d)
    turned, turned_sigma = network(mirrored(joints2d))
    return (joints + mirrored(turned)) / 2, (sigma + turned_sigma[..., MIRRORED_JOINTS]) / 2


def on_single(path: Path) -> TemporalNetwork:
    """A new temporal network on the exported single-frame lifter."""
    try:
        return TemporalNetwork(FoldedLifter.of_weights(weights_of(path)))
    except RuntimeError as error:
        raise RecipeError(f"{path}: not an exported single-frame lifter ({str(error).splitlines()[1].strip()})") from None


def load_weights(network: TemporalNetwork, path: Path) -> None:
    """Takes the weights of an exported temporal network; raises RecipeError where it is none of this shape."""
    try:
        TemporalStep(network).load_state_dict(weights_of(path))
    except RuntimeError as error:
        raise RecipeError(f"{path}: not an exported temporal lifter of this shape ({str(error).splitlines()[1].strip()})") from None


def temporal_loss(joints: torch.Tensor, sigma: torch.Tensor, target: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(training loss, mean distance error in metres) of sequences.

    Errors of place, of velocity and of acceleration a frame train the joints; error / sigma + log sigma trains sigma.
    """
    difference = (joints - target)[:, :, 1:]
    error = _length(difference)
    velocity = difference.diff(dim=1)
    acceleration = velocity.diff(dim=1)
    expected = sigma[:, :, 1:]
    likelihood = error.detach() / expected + expected.log()
    moving = 0.5 * _length(velocity).mean() + 0.25 * _length(acceleration).mean()
    return error.mean() + moving + 0.01 * likelihood.mean(), error.mean().detach()


def _length(vectors: torch.Tensor) -> torch.Tensor:
    return vectors.square().sum(-1).add(1e-10).sqrt()
