"""Accuracy of lifted joints: MPJPE and PA-MPJPE in millimetres, per source, beside the mean pose."""

import numpy as np

from .lifter_data import JOINT_NAMES, Samples


def distances(predicted: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Distance of every joint (N, 17) in millimetres, both root-relative (MPJPE is its mean, over all 17 joints)."""
    return np.linalg.norm(predicted - target, axis=-1) * 1000


def aligned(predicted: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Predictions after the best similarity transform onto the target, without reflections (Procrustes; Umeyama 1991)."""
    mean_p, mean_t = predicted.mean(1, keepdims=True), target.mean(1, keepdims=True)
    p, t = predicted - mean_p, target - mean_t
    u, spread, vt = np.linalg.svd(np.einsum("nki,nkj->nij", t, p))
    sign = np.sign(np.linalg.det(u @ vt))
    spread[:, -1] *= sign
    u[:, :, -1] *= sign[:, None]
    scale = spread.sum(1) / np.maximum((p * p).sum((1, 2)), 1e-12)
    return scale[:, None, None] * np.einsum("nij,nkj->nki", u @ vt, p) + mean_t


def acceleration_error(predicted: np.ndarray, target: np.ndarray, valid: np.ndarray) -> float:
    """Mean distance of the second differences of sequences (N, T, 17, 3), millimetres per frame squared, where three frames are valid."""
    whole = valid[:, 2:] & valid[:, 1:-1] & valid[:, :-2]
    return _round(distances(np.diff(predicted, 2, axis=1), np.diff(target, 2, axis=1))[whole])


def report(prediction: tuple[np.ndarray, np.ndarray], samples: Samples, sources: np.ndarray) -> dict:
    """MPJPE and PA-MPJPE of (joints3d, sigma) over all rows, per source and per joint, and those of the rows' mean pose.

    sigmaMm is the mean predicted error, to be compared with mpjpeMm; sigmaCorrelation that of predicted and true error.
    """
    predicted, sigma = prediction
    target = samples.joints3d
    plain, procrustes = distances(predicted, target), distances(aligned(predicted, target), target)
    mean = np.broadcast_to(target.mean(axis=0), target.shape)
    result = {
        "frames": len(target), "mpjpeMm": _round(plain), "paMpjpeMm": _round(procrustes),
        "meanPoseMpjpeMm": _round(distances(mean, target)), "meanPosePaMpjpeMm": _round(distances(aligned(mean, target), target)),
        "sigmaMm": _round(sigma[:, 1:] * 1000 * 16 / 17), "sigmaCorrelation": _correlation(sigma[:, 1:], plain[:, 1:]),
        "perJointMm": {name: _round(plain[:, i]) for i, name in enumerate(JOINT_NAMES)}, "perSource": {}}
    for source in np.unique(sources):
        rows = sources == source
        result["perSource"][str(source)] = {"frames": int(rows.sum()), "mpjpeMm": _round(plain[rows]), "paMpjpeMm": _round(procrustes[rows])}
    return result


def _correlation(first: np.ndarray, second: np.ndarray) -> float:
    return round(float(np.corrcoef(first.ravel(), second.ravel())[0, 1]), 2)


def _round(values: np.ndarray) -> float:
    return round(float(values.mean()), 1)
