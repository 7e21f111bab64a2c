"""Makes the twin of a network that takes uint8 NHWC pixels: one that takes float32 NCHW, normalised by the caller.

    python float_input.py NAME.onnx OUT     # writes OUT/NAME-float.onnx and its card

It is the same network, less the nodes before the first convolution; `benchmarks input` (see benchmarks/README.md) runs both
in turns. This is how "pixels in" was chosen.
"""

import hashlib
import json
import sys
from pathlib import Path

import onnx
from onnx import TensorProto, helper, numpy_helper


def preparation(graph):
    """The nodes from the input to the first convolution, and what they subtract and multiply by."""
    nodes, value, constants = [], graph.input[0].name, {}
    for node in graph.node:
        if node.op_type == "Constant":
            constants[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
    while True:
        node = next(node for node in graph.node if value in node.input)
        if node.op_type == "Conv":
            numbers = {each.op_type: float(constants[each.input[1]].reshape(-1)[0]) for each in nodes if len(each.input) > 1}
            return nodes, node, numbers["Sub"], numbers["Mul"]
        nodes.append(node)
        value = node.output[0]


def main(path, out):
    card = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    model = onnx.load(path)
    nodes, first, mean, factor = preparation(model.graph)
    gone = {name for node in nodes for name in (*node.input, *node.output)}
    for node in [node for node in model.graph.node if node.output[0] in gone]:
        model.graph.node.remove(node)
    image = card["input"]
    shape = ["batch", 3, image["height"], image["width"]]
    first.input[0] = image["name"]
    del model.graph.input[:]
    model.graph.input.append(helper.make_tensor_value_info(image["name"], TensorProto.FLOAT, shape))
    onnx.checker.check_model(model)
    content, name = model.SerializeToString(), f"{path.stem}-float"
    image.update(layout="NCHW", type="float32", mean=[mean] * 3, std=[1 / factor] * 3)
    card.update(name=name, file=f"{name}.onnx", sha256=hashlib.sha256(content).hexdigest(), bytes=len(content))
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{name}.onnx").write_bytes(content)
    (out / f"{name}.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
