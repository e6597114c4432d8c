"""Labelled clips as nets need them, kept in files so that nothing is decoded twice.

Pixel nets get bytes; nets with a frozen trunk get its features of the picture and of its mirror
image, in half precision; series are numbers already.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.clips.data.joints import are_joints, joint_features, mirrored_joints
from inference.clips.data.labelled_clip import ClipInput, LabelledClip
from inference.clips.data.moments import resampled_series
from inference.clips.data.pictures import clip_pictures, middle
from inference.clips.data.tracks import path_channels
from storage.errors import UserError
from storage.files import file_written_beside, plain_write_errors

_BATCH = 16  # pictures that a trunk is given at once


@dataclass(frozen=True, eq=False)
class PreparedClip:
    """A clip as a net needs it.

    `inputs` is (views, windows, T, …): bytes (H, W, 3) of pictures, or features. A second view is
    the mirror image. `path` (windows, T, PATH_CHANNELS) is the ball's, NaN-free.
    """

    inputs: NDArray[Any]
    label: int
    group: str
    name: str
    path: NDArray[np.float32] | None = None


@dataclass(frozen=True, eq=False)
class FrozenTrunk:
    """A net that makes features of pictures (B, 3, H, W) and is not trained itself."""

    net: nn.Module
    weights: str = field(init=False)  # SHA-256

    def __post_init__(self) -> None:
        digest = sha256()
        for name, value in self.net.state_dict().items():
            digest.update(name.encode())
            digest.update(value.cpu().contiguous().numpy().tobytes())
        object.__setattr__(self, "weights", digest.hexdigest())

    def features(self, pictures: NDArray[np.uint8]) -> NDArray[np.float16]:
        """Features (N, F) of pictures (N, H, W, 3)."""
        device = next(self.net.parameters()).device
        parts = []
        with torch.inference_mode():
            for start in range(0, len(pictures), _BATCH):
                # a copy: torch wants to be able to write to what it is given
                batch = np.array(pictures[start : start + _BATCH])
                x = as_pictures(torch.from_numpy(batch)).to(device)
                parts.append(self.net(x).float().cpu().numpy())
        return np.concatenate(parts).astype(np.float16)


def as_pictures(pixels: Tensor) -> Tensor:
    """Bytes (…, H, W, 3) as floats (…, 3, H, W) from 0 to 1."""
    return pixels.movedim(-1, -3).float() / 255


def prepare_clips(
    clips: Sequence[LabelledClip],
    classes: Sequence[str],
    spec: ClipInput,
    trunk: FrozenTrunk | None,
    cache: Path,
) -> Generator[int, None, list[PreparedClip]]:
    """The `clips` for a net; yields how many are done. UserError if one cannot be read.

    `trunk` must be in evaluation mode. Files go into the folder `cache`.
    """
    prepared = []
    for done, clip in enumerate(clips):
        yield done
        inputs, frames = _inputs(clip, spec, trunk, cache)
        path = None if clip.track is None else path_channels(clip.track, frames)
        label = classes.index(clip.label) if clip.label in classes else -1
        prepared.append(PreparedClip(inputs, label, clip.group, clip.name, path))
    return prepared


def series_inputs(clip: LabelledClip, spec: ClipInput) -> NDArray[np.float32]:
    """Two views (2, 1, T, F) of joints, the second mirrored; one of other numbers."""
    assert clip.series is not None
    series = resampled_series(clip.series, spec.frames)
    if not are_joints(clip.columns):
        return series[None, None]
    views = [series, mirrored_joints(series, clip.columns)]
    return np.stack([joint_features(view, clip.columns) for view in views])[:, None]


def _inputs(
    clip: LabelledClip, spec: ClipInput, trunk: FrozenTrunk | None, cache: Path
) -> tuple[NDArray[Any], NDArray[np.intp]]:
    if clip.series is not None:
        return series_inputs(clip, spec), np.arange(spec.frames)[None]
    rule = (clip.key, spec, trunk.weights if trunk else "pixels")
    stem = f"clip-{sha256(repr(rule).encode()).hexdigest()[:32]}"
    inputs_file, frames_file = cache / f"{stem}.npy", cache / f"{stem}.frames.npy"
    if not (inputs_file.exists() and frames_file.exists()):
        pictures, frames = clip_pictures(clip, spec)
        inputs = pictures[None] if trunk is None else _views(pictures, spec, trunk)
        _save(frames_file, frames)
        _save(inputs_file, inputs)
    try:
        return np.load(inputs_file, mmap_mode="r"), np.load(frames_file)
    except (OSError, ValueError) as error:
        raise UserError(f"{inputs_file} is damaged.", "Delete it, and train again.") from error


def _views(pictures: NDArray[np.uint8], spec: ClipInput, trunk: FrozenTrunk) -> NDArray[np.float16]:
    """Features (2, windows, T, F) of pictures (windows, T, H, W, 3) and of their mirror images."""
    if pictures.shape[1] > 1 and pictures.strides[1] == 0:  # a still, the same at every moment
        one = _views(np.ascontiguousarray(pictures[:, :1]), spec, trunk)
        return np.repeat(one, pictures.shape[1], 2)
    cropped = middle(pictures, spec.crop)
    flat = cropped.reshape(-1, *cropped.shape[2:])
    both = [trunk.features(view) for view in (flat, flat[:, :, ::-1])]
    return np.stack(both).reshape(2, *pictures.shape[:2], -1)


def _save(path: Path, array: NDArray[Any]) -> None:
    with plain_write_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with file_written_beside(path) as part, part.open("wb") as file:
            np.save(file, array, allow_pickle=False)
