"""Goes on from an exported network: its folded weights in the unfolded network that trains.

An exported network has its batch norms folded into the convolutions. Here every batch norm starts as the identity on
the statistics of real batches, so that the network computes what the exported one does, in training mode too. Where the widths of the recipe have changed since,
the channels that both have are taken over.
"""

import hashlib
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper

from . import RecipeError
from .layers import ConvNorm

BATCHES = 12


def weights_of(path):
    """Initialisers of an exported network by the name of the parameter that they were."""
    try:
        graph = onnx.load(path).graph
    except Exception as error:
        raise RecipeError(f"{path} is not a readable ONNX network ({error}); --from takes a network that this recipe exported") \
            from None
    stored = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in graph.initializer}
    return {name.removesuffix("_fp16").removesuffix("_int8"):
            values.float() * stored[name.removesuffix("_int8") + "_scale"] if name.endswith("_int8") else values.float()
            for name, values in stored.items() if not name.endswith("_scale")}


def origin(path):
    """For the card: which network a training started from."""
    if path is None:
        return ""
    try:
        digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16]
    except OSError as error:
        raise RecipeError(f"{path} cannot be read ({error.strerror}); --from takes a network that this recipe exported") from None
    return f", from the weights of {Path(path).name} with sha256 {digest}..."


def load(model, path, batches):
    """Copies the weights of the ONNX file at path into the model; batches: an iterable of its inputs."""
    weights = weights_of(path)
    norms = {name: module for name, module in model.named_modules() if isinstance(module, ConvNorm)}
    with torch.no_grad():
        for name, module in norms.items():
            fill(module.conv.weight, weights, f"{name}.conv.weight", path)
            fill(module.norm.bias, weights, f"{name}.conv.bias", path)
            module.norm.running_mean.zero_()
            module.norm.running_var.fill_(1 - module.norm.eps)
            module.norm.weight.fill_(1)
        inside = tuple(f"{name}." for name in norms)
        for name, parameter in model.named_parameters():
            if not name.startswith(inside):
                fill(parameter, weights, name, path)
        adopt_statistics([module.norm for module in norms.values()], model, batches)


def fill(parameter, weights, name, path):
    """Copies what the widths of both networks share. What is new hears everything but is not heard by what is known."""
    if name not in weights or weights[name].shape[2:] != parameter.shape[2:] or weights[name].ndim != parameter.ndim:
        found = tuple(weights[name].shape) if name in weights else "nothing"
        raise RecipeError(f"{path} does not fit this recipe: {name} must have the shape {tuple(parameter.shape)}, but "
                          f"is {found}; --from takes a network of the same recipe")
    common = tuple(slice(min(sizes)) for sizes in zip(parameter.shape[:2], weights[name].shape[:2]))
    parameter[common[0]] = 0
    parameter[common] = weights[name][common]


def adopt_statistics(norms, model, batches):
    """Gives every batch norm the statistics of what it sees, and the scale and shift that keep its output."""
    sums = {norm: [0, 0.0, 0.0] for norm in norms}

    def count(norm, inputs):
        values = inputs[0].float()
        entry = sums[norm]
        entry[0] += values.numel() // values.shape[1]
        entry[1] = entry[1] + values.double().sum((0, 2, 3))
        entry[2] = entry[2] + values.double().square().sum((0, 2, 3))

    hooks = [norm.register_forward_pre_hook(count) for norm in norms]
    model.eval()
    for batch in batches:
        model.raw(batch)
    for hook in hooks:
        hook.remove()
    for norm, (number, total, squares) in sums.items():
        mean = total / number
        variance = (squares / number - mean.square()).clamp(min=1e-6)
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.weight.copy_((variance + norm.eps).sqrt())
        norm.bias.add_(mean)
