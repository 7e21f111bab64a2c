"""The single-frame lifter: the residual MLP of Martinez et al. (2017), "A simple yet effective baseline for 3d human pose estimation".

Two residual blocks, 1024 wide, batch norm and ReLU after every linear layer but the last; a second head predicts the error of
every joint from the detached features, so that uncertainty never trades against accuracy.
"""

import torch
from torch import nn

from . import RecipeError

JOINTS = 17
WIDTH = 1024
BLOCKS = 2
MIRRORED_JOINTS = [0, 4, 5, 6, 1, 2, 3, 7, 8, 9, 10, 14, 15, 16, 11, 12, 13]
SIGMA_FLOOR_METRES = 0.002
SIGMA_UNIT_METRES = 0.05


class Layer(nn.Module):
    """Linear, batch norm, ReLU and, where wanted, dropout."""

    def __init__(self, inputs: int, dropout: float):
        super().__init__()
        self.linear = nn.Linear(inputs, WIDTH)
        self.norm = nn.BatchNorm1d(WIDTH)
        self.dropout = nn.Dropout(dropout) if dropout > 0 else nn.Identity()

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        return self.dropout(torch.relu(self.norm(self.linear(values))))

    def adopt(self, values: torch.Tensor) -> torch.Tensor:
        """Makes the batch norm the identity on what it sees of these values; returns the layer's output."""
        seen = self.linear(values)
        self.norm.running_mean.copy_(seen.mean(0))
        self.norm.running_var.copy_(seen.var(0))
        self.norm.weight.copy_((self.norm.running_var + self.norm.eps).sqrt())
        self.norm.bias.copy_(self.norm.running_mean)
        return torch.relu(seen)

    def folded(self) -> nn.Linear:
        """The linear layer that equals linear + batch norm in evaluation."""
        scale = self.norm.weight / torch.sqrt(self.norm.running_var + self.norm.eps)
        return linear_of(self.linear.weight * scale[:, None], (self.linear.bias - self.norm.running_mean) * scale + self.norm.bias)


class LifterNetwork(nn.Module):
    """The network in training: input joints2d (N, 17, 3), outputs joints3d (N, 17, 3) and sigma (N, 17) in metres."""

    def __init__(self, statistics: dict[str, torch.Tensor], dropout: float = 0.0):
        super().__init__()
        for name in ("input_mean", "input_std", "output_mean", "output_std"):
            self.register_buffer(name, statistics[name].float())
        self.first = Layer(JOINTS * 3, dropout)
        self.blocks = nn.ModuleList(nn.Sequential(Layer(WIDTH, dropout), Layer(WIDTH, dropout)) for _ in range(BLOCKS))
        self.joints = nn.Linear(WIDTH, JOINTS * 3)
        self.sigma = nn.Linear(WIDTH, JOINTS)

    def forward(self, joints2d: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        features = self.first((joints2d.flatten(1) - self.input_mean) / self.input_std)
        for block in self.blocks:
            features = features + block(features)
        with torch.autocast("cpu", enabled=False):
            features = features.float()
            joints = self.joints(features) * self.output_std + self.output_mean
            return root_relative(joints), sigma_of(self.sigma(features.detach()))


class FoldedLifter(nn.Module):
    """The network as shipped: normalisation and batch norm are inside the linear layers.

    It lifts every person and its mirror image and averages both, so a mirrored person gets exactly the mirrored joints; that
    is 1 to 2 mm better, and the weights are read from memory once for both.
    """

    def __init__(self, network: LifterNetwork):
        super().__init__()
        first, n = network.first.folded(), network
        weight = first.weight / n.input_std
        self.first = linear_of(weight, first.bias - weight @ n.input_mean)
        self.blocks = nn.ModuleList(nn.ModuleList(layer.folded() for layer in block) for block in n.blocks)
        self.joints = linear_of(n.joints.weight * n.output_std[:, None], n.joints.bias * n.output_std + n.output_mean)
        self.sigma = linear_of(n.sigma.weight, n.sigma.bias)

    @staticmethod
    def of_weights(weights: dict[str, torch.Tensor]) -> "FoldedLifter":
        """The network of the weights of an exported one, by name; raises RuntimeError where they do not fit."""
        nothing = {name: torch.zeros(JOINTS * 3) for name in ("input_mean", "output_mean")}
        folded = FoldedLifter(LifterNetwork(nothing | {name: torch.ones(JOINTS * 3) for name in ("input_std", "output_std")}))
        folded.load_state_dict(weights)
        return folded

    def features(self, joints2d: torch.Tensor) -> torch.Tensor:
        """Values (..., WIDTH) of joints (..., 51) from which the heads tell joints and sigma."""
        features = torch.relu(self.first(joints2d))
        for near, far in self.blocks:
            features = features + torch.relu(far(torch.relu(near(features))))
        return features

    def forward(self, joints2d: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        features = self.features(torch.cat([joints2d, mirrored(joints2d)]).flatten(1))
        joints, joints_of_mirrored = root_relative(self.joints(features)).chunk(2)
        sigma, sigma_of_mirrored = sigma_of(self.sigma(features)).chunk(2)
        return (joints + mirrored(joints_of_mirrored)) / 2, (sigma + sigma_of_mirrored[:, MIRRORED_JOINTS]) / 2


def unfold(network: LifterNetwork, weights: dict[str, torch.Tensor], inputs: torch.Tensor) -> None:
    """Puts the weights of a FoldedLifter into the network, whose batch norms become the identity on the given inputs (N, 17, 3)."""
    expected = FoldedLifter(network).state_dict()
    if {name: values.shape for name, values in weights.items()} != {name: values.shape for name, values in expected.items()}:
        raise RecipeError("--from takes a single-frame lifter of this shape, exported by this recipe")
    with torch.no_grad():
        n, first = network, weights["first.weight"]
        layers = {"first": n.first} | {f"blocks.{i}.{j}": layer for i, block in enumerate(n.blocks) for j, layer in enumerate(block)}
        for name, layer in layers.items():
            layer.linear.weight.copy_(weights[f"{name}.weight"])
            layer.linear.bias.copy_(weights[f"{name}.bias"])
        n.first.linear.weight.copy_(first * n.input_std)
        n.first.linear.bias.add_(first @ n.input_mean)
        n.joints.weight.copy_(weights["joints.weight"] / n.output_std[:, None])
        n.joints.bias.copy_((weights["joints.bias"] - n.output_mean) / n.output_std)
        n.sigma.weight.copy_(weights["sigma.weight"])
        n.sigma.bias.copy_(weights["sigma.bias"])
        features = n.first.adopt((inputs.flatten(1) - n.input_mean) / n.input_std)
        for near, far in n.blocks:
            features = features + far.adopt(near.adopt(features))


def linear_of(weight: torch.Tensor, bias: torch.Tensor) -> nn.Linear:
    """A linear layer with the given weight (out, in) and bias (out)."""
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight.data, layer.bias.data = weight.detach().clone(), bias.detach().clone()
    return layer


def mirrored(joints: torch.Tensor) -> torch.Tensor:
    """Joints (..., 17, 3) seen in a mirror: x negated, left and right exchanged."""
    return joints[..., MIRRORED_JOINTS, :] * torch.tensor([-1.0, 1.0, 1.0])


def root_relative(joints: torch.Tensor) -> torch.Tensor:
    joints = joints.view(-1, JOINTS, 3)
    return joints - joints[:, :1]


def sigma_of(raw: torch.Tensor) -> torch.Tensor:
    """Expected distance error in metres, always positive."""
    return nn.functional.softplus(raw) * SIGMA_UNIT_METRES + SIGMA_FLOOR_METRES


def lifter_loss(joints: torch.Tensor, sigma: torch.Tensor, target: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(training loss, mean distance error in metres).

    The distance error trains the joints; error / sigma + log sigma, least where sigma is the expected error, trains sigma.
    """
    error = (joints - target)[:, 1:].square().sum(-1).add(1e-10).sqrt()
    expected = sigma[:, 1:]
    likelihood = error.detach() / expected + expected.log()
    return error.mean() + 0.01 * likelihood.mean(), error.mean().detach()
