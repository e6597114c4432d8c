"""A glance at a clip: a small picture of it, and what gives its class away without a look at it."""

import json
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.clips.data.labelled_clip import ClipInput, LabelledClip
from inference.clips.data.pictures import clip_pictures, frame_table
from storage.files import file_written_beside

WIDTH, HEIGHT = 64, 36  # of the thumbnail
_COLOURS = 8  # bins of each colour's histogram
_SPEC = ClipInput(5, 256, 144)
_CORNER = (12, 40)  # height and width of what is looked at in each corner
_STILL = 3.0  # grey levels by which what is drawn over a picture changes at most
_MARKED = 18.0  # grey levels by which it differs within itself at least
_CORNERS = ("top left", "top right", "bottom left", "bottom right")


@dataclass(frozen=True, eq=False)
class Glance:
    """What is seen of a clip at a glance."""

    thumbnail: NDArray[np.float32]  # (HEIGHT, WIDTH) grey, the median over time
    colours: NDArray[np.float32]  # (3 x 8,) shares
    traits: dict[str, str]  # rotation, size, rate, codec, length, sound, watermarks


def glances(clips: Sequence[LabelledClip], cache: Path) -> Generator[int, None, list[Glance]]:
    """A glance at each of the clips, of videos or stills; yields how many are done.

    Kept in the folder `cache`. UserError if a clip cannot be read.
    """
    seen = []
    for done, clip in enumerate(clips):
        yield done
        file = cache / f"glance-{sha256(clip.key.encode()).hexdigest()[:32]}.npz"
        glance = _kept(file)
        if glance is None:
            glance = glance_at(clip)
            cache.mkdir(parents=True, exist_ok=True)
            with file_written_beside(file) as part, part.open("wb") as target:
                traits = np.frombuffer(json.dumps(glance.traits).encode(), np.uint8)
                np.savez(target, a=glance.thumbnail, b=glance.colours, c=traits)
        seen.append(glance)
    return seen


def glance_at(clip: LabelledClip) -> Glance:
    """What is seen of a video or a still. UserError if it cannot be read."""
    spec = replace(_SPEC, frames=1) if clip.medium == "still" else _SPEC
    pictures = clip_pictures(clip, spec)[0][0]  # (T, 144, 256, 3)
    greys = [cv2.cvtColor(np.ascontiguousarray(p), cv2.COLOR_RGB2GRAY) for p in pictures]
    grey = np.stack(greys).astype(np.uint8)
    middle = np.median(grey, 0).astype(np.uint8)
    thumbnail = cv2.resize(middle, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    counts = [np.histogram(pictures[..., colour], _COLOURS, (0, 256))[0] for colour in range(3)]
    colours = np.concatenate(counts).astype(np.float32)
    traits = _file_traits(clip) | (_watermarks(grey) if len(grey) > 1 else {})
    return Glance(thumbnail.astype(np.float32), colours / colours.sum(), traits)


def _file_traits(clip: LabelledClip) -> dict[str, str]:
    if clip.medium == "still":
        return {"file type": clip.path.suffix.lower()}
    table = frame_table(clip.path, clip.fingerprint)
    stream, rate = table.stream, table.rate
    length = (clip.stop or len(table)) - clip.first
    return {
        "rotation": f"{stream.rotation}",
        "size": f"{stream.width} x {stream.height}",
        "frame rate": "variable" if rate is None else f"{float(rate):.3f}",
        "codec": stream.codec,
        "length": f"{length} frames",
        "sound": "yes" if stream.audio else "no",
    }


def _watermarks(grey: NDArray[np.uint8]) -> dict[str, str]:
    """Per corner whether something stands there that never changes and has edges."""
    height, width = _CORNER
    down, across = (
        {"top": slice(height), "bottom": slice(-height, None)},
        {
            "left": slice(width),
            "right": slice(-width, None),
        },
    )
    traits = {}
    for corner in _CORNERS:
        vertical, _, horizontal = corner.partition(" ")
        patch = grey[:, down[vertical], across[horizontal]].astype(np.float32)
        still = float(np.median(patch.std(0))) < _STILL
        marked = float(patch.mean(0).std()) > _MARKED
        traits[f"mark at the {corner}"] = "yes" if still and marked else "no"
    return traits


def _kept(file: Path) -> Glance | None:
    """What was seen before; None where nothing was kept, or not whole."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            traits: Any = json.loads(arrays["c"].tobytes())
            return Glance(arrays["a"], arrays["b"], traits)
    except (OSError, ValueError, KeyError):
        return None
