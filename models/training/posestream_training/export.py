"""PyTorch to ONNX: weights stored as fp16 or int8, parity with ONNX Runtime checked, a model card beside the file."""

import hashlib
import json
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

from . import RecipeError
from .checkpoint import save_atomically

OPSET = 17
PARITY_TOLERANCE = 1e-4
# Smaller tensors gain nothing from fp16, and scalars may be constants that need their exact value.
SMALLEST_FP16_TENSOR = 16
# Matrices of this many values on are stored as int8 with a scale a row. Only the lifters' square layers are so large; their
# files halve and their error on held-out clips grows by less than 0.1 mm.
SMALLEST_INT8_MATRIX = 2 ** 20


def round_to_stored(model):
    """Rounds the float weights in place to what the file can hold, so that storing them loses nothing more."""
    with torch.no_grad():
        for tensor in list(model.parameters()) + list(model.buffers()):
            if tensor.dtype != torch.float32 or tensor.numel() < SMALLEST_FP16_TENSOR:
                continue
            if tensor.ndim == 2 and tensor.numel() >= SMALLEST_INT8_MATRIX:
                scale = row_scale(tensor)
                tensor.copy_((tensor / scale).round() * scale)
            else:
                tensor.copy_(tensor.half().float())
    return model


def row_scale(matrix):
    """What one step of an int8 is worth in every row of a matrix (m, n): (m, 1)."""
    return matrix.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / 127


def export_network(model, inputs, input_names, output_names, path, row_step=None):
    """Writes the model (in eval mode, batch norm already folded) and returns the largest difference to PyTorch.

    inputs: tuple of example tensors, first dimension = batch, which becomes dynamic. With row_step the second one,
    rows of an image, does too; the network must then take any multiple of row_step. Parity is checked at batch 1 and
    at the batch of the example, and at every number of rows up to that of the example. The file appears under its
    final name only if parity holds.
    """
    model.eval()
    round_to_stored(model)
    difference = []

    def write(temporary):
        rows, of_rows = ({}, {}) if row_step is None else ({1: "rows"}, {1: "cells"})
        axes = {name: {0: "batch", **rows} for name in input_names}
        axes.update({name: {0: "batch", **of_rows} for name in output_names})
        _trace(model, inputs, (input_names, output_names), axes, temporary)
        store_weights_small(temporary)
        difference.append(float(np.max([parity(model, part, temporary) for part in _cut(inputs, row_step)])))
        if not difference[0] <= PARITY_TOLERANCE:  # what is not a number passes no comparison
            raise RecipeError(f"{Path(path).name}: ONNX Runtime differs from PyTorch by {difference[0]:.2e}, "
                              f"allowed {PARITY_TOLERANCE:.0e}; the export is not written")

    save_atomically(path, write)
    return difference[0]


def _cut(inputs, row_step):
    """The inputs, or their first rows, in all numbers of rows that the network must take."""
    if row_step is None:
        return [inputs]
    return [tuple(tensor[:, :rows] for tensor in inputs) for rows in range(row_step, inputs[0].shape[1] + 1, row_step)]


def _trace(model, inputs, names, axes, path):
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(model, inputs, path, dynamo=False, opset_version=OPSET, input_names=list(names[0]),
                          output_names=list(names[1]), dynamic_axes=axes)


def store_weights_small(path):
    """Replaces float32 initializers by fp16 or int8 ones and what makes float32 of them; ONNX Runtime folds that at load."""
    model = onnx.load(path)
    nodes, scales = [], []
    for tensor in model.graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < SMALLEST_FP16_TENSOR:
            continue
        name, values = tensor.name, numpy_helper.to_array(tensor)
        if values.ndim == 2 and values.size >= SMALLEST_INT8_MATRIX:
            scale = row_scale(torch.from_numpy(values.copy())).numpy()
            tensor.CopyFrom(numpy_helper.from_array(np.rint(values / scale).astype(np.int8), name + "_int8"))
            scales.append(numpy_helper.from_array(scale, name + "_scale"))
            nodes.append(helper.make_node("Cast", [name + "_int8"], [name + "_steps"], name="cast_" + name, to=TensorProto.FLOAT))
            nodes.append(helper.make_node("Mul", [name + "_steps", name + "_scale"], [name], name="scale_" + name))
        elif np.isfinite(values.astype(np.float16)).all():
            tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), name + "_fp16"))
            nodes.append(helper.make_node("Cast", [name + "_fp16"], [name], name="cast_" + name, to=TensorProto.FLOAT))
    model.graph.initializer.extend(scales)
    nodes += list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def parity(model, inputs, path):
    """Largest difference of all outputs between PyTorch and ONNX Runtime on the CPU.

    Absolute up to a value of one, relative above: boxes in pixels have fewer digits behind the point.
    """
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    names = [value.name for value in session.get_inputs()]
    largest = 0.0
    for batch in {1, len(inputs[0])}:
        part = tuple(tensor[:batch] for tensor in inputs)
        with torch.no_grad():
            expected = model(*part)
        expected = expected if isinstance(expected, (tuple, list)) else (expected,)
        actual = session.run(None, {name: tensor.numpy() for name, tensor in zip(names, part)})
        for want, got in zip(expected, actual):
            want = want.numpy()
            # numpy's maximum, unlike Python's, keeps what is not a number
            largest = float(np.maximum(largest, (np.abs(want - got) / np.maximum(1, np.abs(want))).max()))
    return largest


def gigaflops(model, inputs):
    """Floating point operations of one sample in 1e9; a multiply and an add count as two."""
    from torch.utils.flop_counter import FlopCounterMode
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model(*(tensor[:1] for tensor in inputs))
    return counter.get_total_flops() / 1e9


def write_card(path, model, inputs, card):
    """Writes the card beside the network at path; adds file, sha256, bytes, parameters and gflop to the given keys.

    The card of a network is written after the network, so a reader that polls the folder may see a newer network
    with an older card for a moment; the sha256 tells it.
    """
    path = Path(path)
    data = path.read_bytes()
    card = {"name": path.stem, **card, "file": path.name, "sha256": hashlib.sha256(data).hexdigest(),
            "bytes": len(data), "parameters": sum(tensor.numel() for tensor in model.parameters()),
            "gflop": round(gigaflops(model, inputs), 4)}
    text = json.dumps(card, indent=2) + "\n"
    save_atomically(path.with_suffix(".json"), lambda temporary: Path(temporary).write_text(text))
    return card
