"""A plain Python loop over ONNX Runtime, to compare PoseStream's frames a second with.

    python reference_loop.py VIDEO --models DIR [--interval 5] [--threads 1]

Decodes VIDEO with OpenCV, runs YOLOX-nano on every N-th frame and MoveNet Lightning on the best person's crop in every
frame (the box follows the last joints in between), and prints frames a second and the time of a frame, decoding
included. DIR holds yolox-nano-416.onnx and movenet-lightning.onnx. Needs numpy, onnxruntime and opencv-python-headless.
"""
import argparse
import pathlib
import sys
import time

import cv2
import numpy as np
import onnxruntime as ort

DETECTOR_SIZE, POSE_SIZE, PAD = 416, 192, 114
STRIDES = (8, 16, 32)
GRID = np.concatenate([np.stack(np.meshgrid(np.arange(DETECTOR_SIZE // s), np.arange(DETECTOR_SIZE // s)), -1)
                       .reshape(-1, 2) for s in STRIDES]).astype(np.float32)
STRIDE = np.concatenate([np.full(((DETECTOR_SIZE // s) ** 2, 1), s, np.float32) for s in STRIDES])


def open_session(path, threads):
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def detect(session, image):
    """The best person's box as x1, y1, x2, y2 in image pixels, or None."""
    scale = DETECTOR_SIZE / max(image.shape[:2])
    small = cv2.resize(image, None, fx=scale, fy=scale)
    canvas = np.full((DETECTOR_SIZE, DETECTOR_SIZE, 3), PAD, np.uint8)
    canvas[:small.shape[0], :small.shape[1]] = small
    rows = session.run(None, {"images": canvas.transpose(2, 0, 1)[None].astype(np.float32)})[0][0]
    scores = rows[:, 4] * rows[:, 5]
    best = int(scores.argmax())
    if scores[best] < 0.3:
        return None
    centre = (rows[best, :2] + GRID[best]) * STRIDE[best]
    half = np.exp(rows[best, 2:4]) * STRIDE[best] / 2
    return np.concatenate([centre - half, centre + half]) / scale


def estimate(session, image, box):
    """17 x (x, y, confidence) in image pixels."""
    side = max(box[2] - box[0], box[3] - box[1]) * 1.25
    left, top = (box[0] + box[2] - side) / 2, (box[1] + box[3] - side) / 2
    scale = side / POSE_SIZE
    warp = np.array([[scale, 0, left], [0, scale, top]], np.float32)
    crop = cv2.warpAffine(image, warp, (POSE_SIZE, POSE_SIZE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    joints = session.run(None, {"in_0": crop[None, :, :, ::-1].astype(np.float32)})[0].reshape(17, 3)
    return np.stack([joints[:, 1] * side + left, joints[:, 0] * side + top, joints[:, 2]], 1)


def run(video, detector, pose, interval):
    capture = cv2.VideoCapture(str(video))
    if not capture.isOpened():
        sys.exit(f"{video} cannot be opened as a video")
    times, box, found = [], None, 0
    while True:
        start = time.perf_counter()
        more, image = capture.read()
        if not more:
            return times, found
        if len(times) % interval == 0 or box is None:
            box = detect(detector, image)
        if box is not None:
            joints = estimate(pose, image, box)
            sure = joints[joints[:, 2] > 0.2]
            found += len(sure) >= 6
            box = np.concatenate([sure[:, :2].min(0), sure[:, :2].max(0)]) if len(sure) >= 6 else None
        times.append(time.perf_counter() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("video", type=pathlib.Path)
    parser.add_argument("--models", type=pathlib.Path, required=True)
    parser.add_argument("--interval", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    cv2.setNumThreads(options.threads)
    detector = open_session(options.models / "yolox-nano-416.onnx", options.threads)
    pose = open_session(options.models / "movenet-lightning.onnx", options.threads)
    times, found = run(options.video, detector, pose, options.interval)
    milliseconds = np.array(times) * 1000
    print(f"{options.video.name}: {len(times)} frames, person in {found}, {1000 / milliseconds.mean():.1f} frames/s, "
          f"p50 {np.percentile(milliseconds, 50):.1f} ms, p99 {np.percentile(milliseconds, 99):.1f} ms a frame")


if __name__ == "__main__":
    main()
