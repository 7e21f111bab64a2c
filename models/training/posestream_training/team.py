"""Several processes that train one network together (torchrun's environment variables RANK and WORLD_SIZE).

Every process draws its own batches; gradients and the clock are averaged once a step. One thread in each of several
processes is much faster than several threads in one where other work competes for the cores.
"""

import os

import torch
from torch import distributed


class Team:
    def __init__(self):
        self.size, self.rank = int(os.environ.get("WORLD_SIZE", "1")), int(os.environ.get("RANK", "0"))
        if self.size > 1:
            distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")

    def share(self, tensors, seconds):
        """Averages the gradients of the tensors in place; returns the first process's clock."""
        if self.size == 1:
            return seconds
        gradients = [tensor.grad for tensor in tensors]
        clock = torch.tensor([seconds * self.size if self.rank == 0 else 0.0], device=gradients[0].device)
        flat = torch.cat([gradient.reshape(-1) for gradient in gradients] + [clock])
        distributed.all_reduce(flat)
        flat /= self.size
        parts = flat[:-1].split([gradient.numel() for gradient in gradients])
        torch._foreach_copy_(gradients, [part.reshape(gradient.shape) for part, gradient in zip(parts, gradients)])
        return float(flat[-1])
