"""The temporal lifter: a residual MLP on every frame, then causal convolutions over the last 27 frames.

The convolutions have three taps with dilations 1, 3 and 9, as the causal variant of Pavllo et al. (2019), "3D human pose
estimation in video with temporal convolutions and semi-supervised training". In training whole sequences pass at once; the
shipped graph takes one frame and the activations that the convolutions still need, which a runtime keeps as an opaque state.
Blocks are residual with layer norm in front (without weights, so nothing has to be folded but the normalisation of inputs and
outputs); a second head predicts the error of every joint from the detached features.
"""

from pathlib import Path

import torch
from torch import nn

from . import RecipeError
from .lifter_model import JOINTS, MIRRORED_JOINTS, linear_of, mirrored, root_relative, sigma_of
from .warm_start import weights_of

WIDTH = 768  # of the part that sees single frames
TEMPORAL_WIDTH = 640
CACHED = 288  # channels that the convolutions see, and that the state holds
MIDDLE = 384
DILATIONS = (1, 3, 9)
PAST_FRAMES = 2 * sum(DILATIONS)  # rows of the state; 27 frames with the current one
ONE_STATE = PAST_FRAMES * CACHED
STATE_SIZE = 2 * ONE_STATE  # of the person and of its mirror image


class FrameBlock(nn.Module):
    """Two layers with a detour, of one frame."""

    def __init__(self, width: int):
        super().__init__()
        self.norm = normal(width)
        self.near, self.far = nn.Linear(width, width), nn.Linear(width, width)
        nn.init.zeros_(self.far.weight)

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        return values + self.far(torch.relu(self.near(self.norm(values))))


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

    def __init__(self, statistics: dict[str, torch.Tensor]):
        super().__init__()
        for name in ("input_mean", "input_std", "output_mean", "output_std"):
            self.register_buffer(name, statistics[name].float())
        self.first = nn.Linear(JOINTS * 3, WIDTH)
        self.frame_block = FrameBlock(WIDTH)
        self.neck = nn.Sequential(normal(WIDTH), nn.Linear(WIDTH, TEMPORAL_WIDTH))
        self.time_blocks = nn.ModuleList(TimeBlock(dilation) for dilation in DILATIONS)
        self.last_norm = normal(TEMPORAL_WIDTH)
        self.joints = nn.Linear(TEMPORAL_WIDTH, JOINTS * 3)
        self.sigma = nn.Linear(TEMPORAL_WIDTH, JOINTS)

    def forward(self, joints2d: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        people, frames = joints2d.shape[:2]
        values = self.neck(self.frame_block(self.first((joints2d.flatten(2) - self.input_mean) / self.input_std)))
        for block in self.time_blocks:
            values = block(values)
        with torch.autocast("cpu", enabled=False):
            values = self.last_norm(values.float())
            joints = root_relative(self.joints(values) * self.output_std + self.output_mean)
            sigma = sigma_of(self.sigma(values.detach()))
        return joints.view(people, frames, JOINTS, 3), sigma


class TemporalStep(nn.Module):
    """The network as shipped: joints2d (N, 17, 3) of one frame and state (N, STATE_SIZE), zero at a track's first frame.

    Outputs joints3d (N, 17, 3), sigma (N, 17) and the next state. It lifts every person and its mirror image and averages both.
    """

    def __init__(self, network: TemporalNetwork):
        super().__init__()
        n = network
        weight = n.first.weight / n.input_std
        self.first = linear_of(weight, n.first.bias - weight @ n.input_mean)
        self.frame_block, self.neck, self.time_blocks, self.last_norm = n.frame_block, n.neck, n.time_blocks, n.last_norm
        self.joints = linear_of(n.joints.weight * n.output_std[:, None], n.joints.bias * n.output_std + n.output_mean)
        self.sigma = n.sigma

    def forward(self, joints2d: torch.Tensor, state: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        values = self.first(torch.cat([joints2d, mirrored(joints2d)]).flatten(1))
        values = self.neck(self.frame_block(values))
        past, kept = torch.cat([state[:, :ONE_STATE], state[:, ONE_STATE:]]), []
        for block in self.time_blocks:
            frames = 2 * block.dilation
            known, past = past[:, :frames * CACHED], past[:, frames * CACHED:]
            seen, half = block.seen(values), block.dilation * CACHED
            values = block.added(values, [known[:, :CACHED], known[:, half:half + CACHED], seen])
            kept += [known[:, CACHED:], seen]
        values = self.last_norm(values)
        joints, joints_of_mirrored = root_relative(self.joints(values)).chunk(2)
        sigma, sigma_of_mirrored = sigma_of(self.sigma(values)).chunk(2)
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


def load_weights(network: TemporalNetwork, path: Path) -> None:
    """Takes the weights of an exported network; raises RecipeError where it is none of this shape."""
    n, weights, step = network, weights_of(path), TemporalStep(network)
    try:
        step.load_state_dict(weights)  # shared with the network are the blocks, the neck and sigma
    except RuntimeError as error:
        raise RecipeError(f"{path}: not an exported temporal lifter of this shape ({str(error).splitlines()[1].strip()})") from None
    with torch.no_grad():
        n.first.weight.copy_(step.first.weight * n.input_std)
        n.first.bias.copy_(step.first.bias + step.first.weight @ n.input_mean)
        n.joints.weight.copy_(step.joints.weight / n.output_std[:, None])
        n.joints.bias.copy_((step.joints.bias - n.output_mean) / n.output_std)


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
