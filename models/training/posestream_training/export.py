"""PyTorch to ONNX: weights stored as fp16, parity with ONNX Runtime checked, a model card beside the file."""

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


def round_to_fp16(model):
    """Rounds the float weights in place to what fp16 can hold, so that storing them as fp16 loses nothing more."""
    with torch.no_grad():
        for tensor in list(model.parameters()) + list(model.buffers()):
            if tensor.dtype == torch.float32 and tensor.numel() >= SMALLEST_FP16_TENSOR:
                tensor.copy_(tensor.half().float())
    return model


def export_network(model, inputs, input_names, output_names, path):
    """Writes the model (in eval mode, batch norm already folded) and returns the largest difference to PyTorch.

    inputs: tuple of example tensors, first dimension = batch, which becomes dynamic. Parity is checked at batch 1
    and at the batch of the example. The file appears under its final name only if parity holds.
    """
    model.eval()
    round_to_fp16(model)
    difference = []

    def write(temporary):
        _trace(model, inputs, input_names, output_names, temporary)
        store_weights_as_fp16(temporary)
        difference.append(parity(model, inputs, temporary))
        if difference[0] > PARITY_TOLERANCE:
            raise RecipeError(f"{Path(path).name}: ONNX Runtime differs from PyTorch by {difference[0]:.2e}, "
                              f"allowed {PARITY_TOLERANCE:.0e}; the export is not written")

    save_atomically(path, write)
    return difference[0]


def _trace(model, inputs, input_names, output_names, path):
    axes = {name: {0: "batch"} for name in [*input_names, *output_names]}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(model, inputs, path, dynamo=False, opset_version=OPSET, input_names=list(input_names),
                          output_names=list(output_names), dynamic_axes=axes)


def store_weights_as_fp16(path):
    """Replaces float32 initializers by fp16 ones followed by a Cast; ONNX Runtime folds the Cast at load."""
    model = onnx.load(path)
    casts = []
    for tensor in model.graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < SMALLEST_FP16_TENSOR:
            continue
        name, values = tensor.name, numpy_helper.to_array(tensor).astype(np.float16)
        if not np.isfinite(values).all():
            continue
        tensor.CopyFrom(numpy_helper.from_array(values, name + "_fp16"))
        casts.append(helper.make_node("Cast", [name + "_fp16"], [name], name="cast_" + name, to=TensorProto.FLOAT))
    nodes = casts + list(model.graph.node)
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
            largest = max(largest, float((np.abs(want - got) / np.maximum(1, np.abs(want))).max()))
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
