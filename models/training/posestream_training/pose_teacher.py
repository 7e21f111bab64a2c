"""An exported network as a further teacher: its heatmaps take part in the targets of joints whose labels are unsure."""

import numpy as np
import onnxruntime

from . import RecipeError
from .pose_net import HEIGHT, JOINTS, STRIDE, WIDTH

SHAPE = [JOINTS, HEIGHT // STRIDE, WIDTH // STRIDE]


class Teacher:
    """Teaches at the full crop size only, the only one that an exported network takes."""

    def __init__(self, path, options):
        if options.head != "heatmap":
            raise RecipeError(f"--teacher gives heatmaps, but --head is {options.head}; leave out one of them")
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = options.threads or 0
        try:
            self.session = onnxruntime.InferenceSession(str(path), settings, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise RecipeError(f"{path} cannot be read as a network ({str(error).splitlines()[0]}); --teacher takes a "
                              "2D network that this recipe exported") from None
        first = self.session.get_outputs()[0]
        if first.name != "heatmaps" or first.shape[1:] != SHAPE:
            raise RecipeError(f"{path} has the output {first.name} {first.shape}, but a teacher needs heatmaps {SHAPE}; "
                              "name a 2D network that this recipe exported with --head heatmap")

    def teach(self, batch):
        """Adds heatmaps (b, 17, h, w) to a batch of full crops; others stay as they are."""
        crops = batch[0]
        if crops.shape[1:3] != (HEIGHT, WIDTH):
            return batch
        return (*batch, np.asarray(self.session.run(["heatmaps"], {"image": crops})[0]))
