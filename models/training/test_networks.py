"""Writes the tiny networks of the Java tests, whose results can be worked out by hand, with their cards.

    python test_networks.py ../../stream-core/src/test/resources/org/posestream/networks
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

FLOAT, UINT8, INT64 = TensorProto.FLOAT, TensorProto.UINT8, TensorProto.INT64
ABOUT = {"licence": "Apache-2.0", "provenance": "models/training/test_networks.py"}


def node(kind, inputs, output, **attributes):
    return helper.make_node(kind, inputs.split(), [output], **attributes)


def constant(name, values, kind=np.float32):
    return numpy_helper.from_array(np.array(values, kind), name)


def write(folder, name, card, nodes, constants, inputs, outputs):
    """inputs and outputs: (name, type, shape) each."""
    values = [[helper.make_tensor_value_info(*value) for value in side] for side in (inputs, outputs)]
    graph = helper.make_graph(nodes, name, *values, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    data = model.SerializeToString()
    (folder / f"{name}.onnx").write_bytes(data)
    card = {"name": name, **card, **ABOUT, "file": f"{name}.onnx", "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    (folder / f"{name}.json").write_text(json.dumps(card, indent=2) + "\n")


def means(folder):
    """uint8 NHWC, dynamic batch: the mean of each channel, and the sum of those."""
    card = {"task": "detector", "decoder": "boxes", "batch": "dynamic",
            "input": {"name": "image", "type": "uint8", "width": 3, "height": 2, "layout": "NHWC", "colorOrder": "BGR",
                      "fit": "letterbox-top-left"},
            "outputs": [{"name": "means", "shape": [-1, 3]}, {"name": "sum", "shape": [-1, 1]}]}
    nodes = [node("Cast", "image", "float", to=FLOAT), node("ReduceMean", "float", "means", axes=[1, 2], keepdims=0),
             node("ReduceSum", "means last", "sum", keepdims=1)]
    write(folder, "means", card, nodes, [constant("last", [1], np.int64)], [("image", UINT8, ["n", 2, 3, 3])],
          [("means", FLOAT, ["n", 3]), ("sum", FLOAT, ["n", 1])])


def doubled(folder):
    """float32 NCHW, batch fixed to 1: twice each value, plus 1, and as whole numbers."""
    card = {"task": "detector", "decoder": "boxes", "batch": 1,
            "input": {"name": "image", "type": "float32", "width": 2, "height": 1, "layout": "NCHW", "colorOrder": "RGB",
                      "fit": "letterbox-centre"},
            "outputs": [{"name": "doubled", "shape": [1, 6]}, {"name": "whole", "shape": [1, 6]}]}
    nodes = [node("Flatten", "image", "flat"), node("Mul", "flat two", "twice"), node("Add", "twice one", "doubled"),
             node("Cast", "doubled", "whole", to=INT64)]
    write(folder, "doubled", card, nodes, [constant("two", 2), constant("one", 1)], [("image", FLOAT, [1, 3, 1, 2])],
          [("doubled", FLOAT, [1, 6]), ("whole", INT64, [1, 6])])


def positives(folder):
    """As many columns as are above 0 in any image (so the size is known only afterwards), and their indices."""
    card = {"task": "detector", "decoder": "rtmdet", "batch": "dynamic",
            "input": {"name": "image", "type": "float32", "width": 2, "height": 1, "layout": "NCHW", "colorOrder": "RGB",
                      "fit": "letterbox-top-left"},
            "outputs": [{"name": "dets", "shape": [-1, -1, 1]}, {"name": "labels", "shape": [-1, -1]}]}
    nodes = [node("Flatten", "image", "flat"), node("ReduceMax", "flat", "largest", axes=[0], keepdims=0),
             node("Greater", "largest zero", "positive"), node("NonZero", "positive", "found"),
             node("Squeeze", "found first", "columns"), node("Gather", "flat columns", "values", axis=1),
             node("Unsqueeze", "values last", "dets"), node("Shape", "values", "size"), node("Expand", "columns size", "labels")]
    constants = [constant("zero", 0), constant("first", [0], np.int64), constant("last", [2], np.int64)]
    write(folder, "positives", card, nodes, constants, [("image", FLOAT, ["n", 3, "h", "w"])],
          [("dets", FLOAT, ["n", "found", 1]), ("labels", INT64, ["n", "found"])])


def lifter(folder):
    """joints3d = 2 joints2d + 1, sigma = a tenth of the confidence."""
    card = {"task": "lifter", "decoder": "lifter-mlp", "batch": "dynamic", "topology": "h36m17",
            "input": {"name": "joints2d", "type": "float32", "shape": [-1, 17, 3]},
            "outputs": [{"name": "joints3d", "shape": [-1, 17, 3]}, {"name": "sigma", "shape": [-1, 17]}],
            "normalisation": {"insideGraph": True}}
    nodes = [node("Mul", "joints2d two", "twice"), node("Add", "twice one", "joints3d"),
             node("Gather", "joints2d last", "confidence", axis=2), node("Mul", "confidence tenth", "sigma")]
    constants = [constant("two", 2), constant("one", 1), constant("last", 2, np.int64), constant("tenth", 0.1)]
    write(folder, "lifter", card, nodes, constants, [("joints2d", FLOAT, ["n", 17, 3])],
          [("joints3d", FLOAT, ["n", 17, 3]), ("sigma", FLOAT, ["n", 17])])


def lifter_outside(folder):
    """joints3d = (x, y, 0) of a flat input without confidences, its statistics outside the graph."""
    ramp = [index / 100 for index in range(34)]
    card = {"task": "lifter", "decoder": "lifter-mlp", "batch": "dynamic", "topology": "h36m17",
            "input": {"name": "joints2d", "type": "float32", "shape": [-1, 34]},
            "outputs": [{"name": "joints3d", "shape": [-1, 17, 3]}],
            "normalisation": {"inputMean": ramp, "inputStd": [0.5] * 34, "outputMean": [0.25] * 51, "outputStd": [2.0] * 51}}
    nodes = [node("Reshape", "joints2d pairs", "xy"), node("Pad", "xy depth", "joints3d")]
    constants = [constant("pairs", [-1, 17, 2], np.int64), constant("depth", [0, 0, 0, 0, 0, 1], np.int64)]
    write(folder, "lifter-outside", card, nodes, constants, [("joints2d", FLOAT, ["n", 34])], [("joints3d", FLOAT, ["n", 17, 3])])


def lifter_temporal(folder):
    """nextState = state / 2 + the left wrist's (x, y, confidence), joints3d = joints2d + nextState, sigma = a tenth of the confidence."""
    card = {"task": "lifter", "decoder": "lifter-temporal", "batch": "dynamic", "topology": "h36m17",
            "input": {"name": "joints2d", "type": "float32", "shape": [-1, 17, 3]},
            "outputs": [{"name": "joints3d", "shape": [-1, 17, 3]}, {"name": "sigma", "shape": [-1, 17]}],
            "state": {"input": "state", "output": "nextState", "size": 3}, "normalisation": {"insideGraph": True}}
    nodes = [node("Gather", "joints2d wrist", "added", axis=1), node("Mul", "state half", "faded"), node("Add", "faded added", "nextState"),
             node("Unsqueeze", "nextState joint_axis", "memory"), node("Add", "joints2d memory", "joints3d"),
             node("Gather", "joints2d last", "confidence", axis=2), node("Mul", "confidence tenth", "sigma")]
    constants = [constant("wrist", 13, np.int64), constant("half", 0.5), constant("joint_axis", [1], np.int64),
                 constant("last", 2, np.int64), constant("tenth", 0.1)]
    write(folder, "lifter-temporal", card, nodes, constants, [("joints2d", FLOAT, ["n", 17, 3]), ("state", FLOAT, ["n", 3])],
          [("joints3d", FLOAT, ["n", 17, 3]), ("sigma", FLOAT, ["n", 17]), ("nextState", FLOAT, ["n", 3])])


def bright_detector(folder):
    """Somebody fills every picture that has a pixel above half brightness, in a box over the whole input; brightness is the score."""
    card = {"task": "detector", "decoder": "boxes", "batch": "dynamic", "decoderOptions": {"scoreThreshold": 0.5, "iouThreshold": 0.5},
            "input": {"name": "image", "type": "uint8", "width": 32, "height": 32, "layout": "NHWC", "colorOrder": "BGR",
                      "fit": "letterbox-top-left"},
            "outputs": [{"name": "boxes", "shape": [-1, 1, 4]}, {"name": "scores", "shape": [-1, 1]}]}
    nodes = [node("Cast", "image", "float", to=FLOAT), node("ReduceMax", "float", "highest", axes=[1, 2, 3], keepdims=0),
             node("Div", "highest white", "brightness"), node("Unsqueeze", "brightness last", "scores"),
             node("Unsqueeze", "scores last", "column"), node("Mul", "column zero", "nothing"), node("Add", "nothing whole", "boxes")]
    constants = [constant("white", 255), constant("last", [-1], np.int64), constant("zero", 0), constant("whole", [[[0, 0, 32, 32]]])]
    write(folder, "bright-detector", card, nodes, constants, [("image", UINT8, ["n", 32, 32, 3])],
          [("boxes", FLOAT, ["n", 1, 4]), ("scores", FLOAT, ["n", 1])])


def bright_rows(folder):
    """One box over each row, whose score is its brightest value; any number of rows in steps of 8."""
    card = {"task": "detector", "decoder": "boxes", "batch": "dynamic", "decoderOptions": {"scoreThreshold": 0.5, "iouThreshold": 0.5},
            "input": {"name": "image", "type": "uint8", "width": 32, "height": 32, "layout": "NHWC", "colorOrder": "BGR",
                      "fit": "letterbox-top-left", "rowStep": 8},
            "outputs": [{"name": "boxes", "shape": [-1, -1, 4]}, {"name": "scores", "shape": [-1, -1]}]}
    nodes = [node("Cast", "image", "float", to=FLOAT), node("ReduceMax", "float", "highest", axes=[2, 3], keepdims=0),
             node("Div", "highest white", "scores"), node("Mul", "scores zero", "nothing"), node("Add", "nothing one", "ones"),
             node("CumSum", "ones axis", "bottom"), node("Unsqueeze", "bottom last", "column"),
             node("Mul", "column down", "edges"), node("Add", "edges across", "boxes")]
    constants = [constant("white", 255), constant("zero", 0), constant("one", 1), constant("axis", 1, np.int64),
                 constant("last", [-1], np.int64), constant("down", [0, 1, 0, 1]), constant("across", [0, -1, 32, 0])]
    write(folder, "bright-rows", card, nodes, constants, [("image", UINT8, ["n", "rows", 32, 3])],
          [("boxes", FLOAT, ["n", "rows", 4]), ("scores", FLOAT, ["n", "rows"])])


# y, x of COCO-17 in 0..1 of the crop: a person who stands upright, facing the camera.
UPRIGHT = [(.10, .50), (.08, .53), (.08, .47), (.10, .56), (.10, .44), (.22, .65), (.22, .35), (.36, .70), (.36, .30),
           (.50, .70), (.50, .30), (.52, .60), (.52, .40), (.72, .60), (.72, .40), (.92, .60), (.92, .40)]
# The same, of such a size that the crop round the joints (margin 0.08 of the larger side, padding 1.25, 3 to 4) is the crop they lie in.
STANDING = [(.5 + (y - .5) * .68966 / .84, .5 + (x - .5) * .65287 / .40) for y, x in UPRIGHT]


def standing_pose(folder):
    """Everybody stands upright in the middle of the crop, whatever the picture."""
    card = {"task": "pose2d", "decoder": "movenet", "batch": "dynamic", "topology": "coco17",
            "input": {"name": "image", "type": "uint8", "width": 24, "height": 32, "layout": "NHWC", "colorOrder": "BGR", "fit": "crop"},
            "outputs": [{"name": "joints", "shape": [-1, 1, 17, 3]}]}
    nodes = [node("Cast", "image", "float", to=FLOAT), node("ReduceMax", "float", "highest", axes=[1, 2, 3], keepdims=1),
             node("Mul", "highest zero", "nothing"), node("Add", "nothing standing", "joints")]
    standing = [[[[y, x, 0.9] for y, x in STANDING]]]
    write(folder, "standing-pose", card, nodes, [constant("zero", 0), constant("standing", standing)],
          [("image", UINT8, ["n", 32, 24, 3])], [("joints", FLOAT, ["n", 1, 17, 3])])


def failing_pose(folder):
    """As standing_pose on dark pictures; a pixel of 160 or more makes it fail while it runs: it is used as an index beyond the end."""
    card = {"task": "pose2d", "decoder": "movenet", "batch": "dynamic", "topology": "coco17",
            "input": {"name": "image", "type": "uint8", "width": 24, "height": 32, "layout": "NHWC", "colorOrder": "BGR", "fit": "crop"},
            "outputs": [{"name": "joints", "shape": [-1, 1, 17, 3]}]}
    nodes = [node("Cast", "image", "whole", to=INT64), node("ReduceMax", "whole", "highest", axes=[1, 2, 3], keepdims=0),
             node("Div", "highest limit", "index"), node("Gather", "standing index", "joints", axis=0)]
    standing = [[[[y, x, 0.9] for y, x in STANDING]]]
    write(folder, "failing-pose", card, nodes, [constant("limit", 160, np.int64), constant("standing", standing)],
          [("image", UINT8, ["n", 32, 24, 3])], [("joints", FLOAT, ["n", 1, 17, 3])])


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for recipe in (means, doubled, positives, lifter, lifter_outside, lifter_temporal, bright_detector, bright_rows, standing_pose,
                   failing_pose):
        recipe(target)
