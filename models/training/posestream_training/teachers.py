"""Third-party networks as teachers: person boxes and COCO-17 joints, on the CPU through ONNX Runtime."""

from pathlib import Path

import cv2
import numpy as np
import onnxruntime

from . import RecipeError

BLAZEPOSE_TO_COCO = [0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28]


def session(models, file, threads):
    path = Path(models) / file
    if not path.exists():
        raise RecipeError(f"{path} is missing; --models must name the folder of the teacher networks")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def letterbox(image, side):
    """Top-left letterbox with padding 114; returns the square image and the factor from image to input."""
    factor = min(side / image.shape[0], side / image.shape[1])
    size = round(image.shape[1] * factor), round(image.shape[0] * factor)
    result = np.full((side, side, 3), 114, np.uint8)
    result[:size[1], :size[0]] = cv2.resize(image, size)
    return result, factor


def box_iou(a, b):
    """IoU matrix of boxes (n, 4) and (m, 4), both x1 y1 x2 y2."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    common = np.prod(np.clip(high - low, 0, None), axis=2)
    area_a, area_b = np.prod(a[:, 2:] - a[:, :2], axis=1), np.prod(b[:, 2:] - b[:, :2], axis=1)
    return common / np.maximum(area_a[:, None] + area_b[None] - common, 1e-6)


def non_maximum_suppression(boxes, scores, iou=0.5):
    """Indices of the kept boxes, best first."""
    order, kept = list(np.argsort(-scores, kind="stable")), []
    while order:
        best = order.pop(0)
        kept.append(best)
        if order:
            overlap = box_iou(boxes[best:best + 1], boxes[order])[0]
            order = [index for index, value in zip(order, overlap) if value <= iou]
    return np.array(kept, int)


class YoloxNano:
    """Person boxes of YOLOX-nano at 416."""

    def __init__(self, models, threads):
        self.session = session(models, "yolox-nano-416.onnx", threads)
        grids = [(np.stack(np.meshgrid(range(416 // s), range(416 // s)), 2).reshape(-1, 2), s) for s in (8, 16, 32)]
        self.grid = np.concatenate([grid for grid, _ in grids])
        self.stride = np.concatenate([np.full((len(grid), 1), s) for grid, s in grids])

    def detect(self, image, threshold):
        """(n, 5) x1 y1 x2 y2 score in image pixels."""
        square, factor = letterbox(image, 416)
        out = self.session.run(None, {"images": square.astype(np.float32).transpose(2, 0, 1)[None]})[0][0]
        score = out[:, 4] * out[:, 5]
        keep = score >= threshold
        centre = (out[keep, :2] + self.grid[keep]) * self.stride[keep]
        half = np.exp(out[keep, 2:4]) * self.stride[keep] / 2
        return finish_boxes(np.hstack([centre - half, centre + half]) / factor, score[keep], image)


class RtmDetNano:
    """Person boxes of RTMDet-nano at 320."""

    def __init__(self, models, threads):
        self.session = session(models, "rtmdet-nano-person.onnx", threads)

    def detect(self, image, threshold):
        square, factor = letterbox(image, 320)
        value = (square.astype(np.float32) - (103.53, 116.28, 123.675)) / (57.375, 57.12, 58.395)
        dets, labels = self.session.run(None, {"input": value.astype(np.float32).transpose(2, 0, 1)[None]})
        dets = dets[0][(labels[0] == 0) & (dets[0][:, 4] >= threshold)]
        return finish_boxes(dets[:, :4] / factor, dets[:, 4], image)


def finish_boxes(boxes, scores, image):
    boxes = np.clip(boxes, 0, [image.shape[1], image.shape[0]] * 2)
    kept = non_maximum_suppression(boxes, scores)
    return np.hstack([boxes[kept], scores[kept, None]]).astype(np.float32)


def square_crop(centre, side, angle, pixels):
    """Affine matrix (2, 3) image -> upright crop; angle in radians turns the crop's up-vector clockwise."""
    cos, sin, factor = np.cos(angle), np.sin(angle), pixels / side
    linear = factor * np.array([[cos, sin], [-sin, cos]])
    return np.hstack([linear, (pixels / 2 - linear @ centre)[:, None]])


def apply_inverse(matrix, points):
    inverse = cv2.invertAffineTransform(matrix)
    return points @ inverse[:, :2].T + inverse[:, 2]


class MoveNet:
    """COCO-17 joints of MoveNet Lightning from a square crop."""

    def __init__(self, models, threads):
        self.session = session(models, "movenet-lightning.onnx", threads)

    def joints(self, image, centre, side, angle=0.0):
        """(17, 3) x, y, confidence in image pixels."""
        matrix = square_crop(centre, side, angle, 192)
        crop = cv2.warpAffine(image, matrix, (192, 192))[:, :, ::-1].astype(np.float32)
        out = self.session.run(None, {"in_0": crop[None]})[0][0, 0]
        points = apply_inverse(matrix, out[:, 1::-1] * 192)
        return np.hstack([points, out[:, 2:]]).astype(np.float32)


class BlazePose:
    """COCO-17 joints of BlazePose from a square crop; file ends in .onnx, or .tflite for the full network."""

    def __init__(self, models, threads, file="blazepose-landmark-lite.onnx"):
        if file.endswith(".onnx"):
            network = session(models, file, threads)
            self.infer = lambda value: network.run(["out_0", "out_1"], {"in_0": value})
        else:
            self.infer = tflite_function(Path(models) / file, threads)

    def joints(self, image, centre, side, angle=0.0):
        matrix = square_crop(centre, side, angle, 256)
        crop = cv2.warpAffine(image, matrix, (256, 256))[:, :, ::-1].astype(np.float32) / 255
        landmarks, person = self.infer(crop[None])
        values = landmarks.reshape(39, 5)[BLAZEPOSE_TO_COCO]
        confidence = person.reshape(-1)[0] / (1 + np.exp(-values[:, 3:4]))
        return np.hstack([apply_inverse(matrix, values[:, :2]), confidence]).astype(np.float32)


def tflite_function(path, threads):
    from ai_edge_litert.interpreter import Interpreter
    network = Interpreter(str(path), num_threads=threads)
    network.allocate_tensors()
    first = network.get_input_details()[0]["index"]
    outputs = {detail["name"]: detail["index"] for detail in network.get_output_details()}

    def infer(value):
        network.set_tensor(first, value)
        network.invoke()
        return network.get_tensor(outputs["Identity"]), network.get_tensor(outputs["Identity_1"])

    return infer
