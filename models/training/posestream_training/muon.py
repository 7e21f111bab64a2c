"""Muon (Jordan 2024): momentum whose update is made orthogonal, for kernels; AdamW for all other parameters.

A kernel (out, in, h, w) counts as the matrix (out, in * h * w). The update is scaled to the size that AdamW's would have
(Liu 2025, "Muon is scalable for LLM training"), so both share one learning rate and weight decay.
"""

import torch

MOMENTUM = 0.95
# coefficients of the quintic Newton-Schulz iteration: fast, to singular values of 0.7 to 1.2 rather than exactly one
QUINTIC = (3.4445, -4.7750, 2.0315)
ITERATIONS = 5
ADAM_RMS = 0.2


def orthogonal(matrix):
    """The nearest matrix (m, n) with orthonormal rows or columns, roughly."""
    a, b, c = QUINTIC
    turned = matrix.shape[0] > matrix.shape[1]
    x = (matrix.T if turned else matrix).bfloat16()
    x = x / (x.norm() + 1e-7)
    for _ in range(ITERATIONS):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x.T if turned else x).float()


class Muon(torch.optim.Optimizer):
    """For parameters of at least two dimensions."""

    def __init__(self, parameters, lr, weight_decay):
        super().__init__(parameters, {"lr": lr, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group["params"]:
                self._update(parameter, group)

    def _update(self, parameter, group):
        state = self.state[parameter]
        if not state:
            state["momentum"] = torch.zeros_like(parameter)
        momentum = state["momentum"].lerp_(parameter.grad, 1 - MOMENTUM)
        matrix = parameter.grad.lerp(momentum, MOMENTUM).flatten(1)
        scale = ADAM_RMS * max(matrix.shape) ** 0.5
        parameter.mul_(1 - group["lr"] * group["weight_decay"])
        parameter.add_(orthogonal(matrix).view_as(parameter), alpha=-group["lr"] * scale)
