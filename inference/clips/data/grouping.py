"""Groups of clips that show the same: near duplicates, and augmented copies, stay together."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inference.clips.data.glance import Glance
from inference.clips.data.labelled_clip import LabelledClip

_ALIKE = (0.75, 0.85, 0.92, 0.97)  # correlation of thumbnails; the next one where all look alike
_COLOURS = 0.8  # cosine of the histograms of two clips of one scene, at least
_LARGEST = 0.5  # share of all clips that may look like one scene before that is doubted
_BLOCK = 2000  # clips that are compared at once
_COPY = re.compile(
    r"_(shear|flip(ped)?|mirror(ed)?|rot(ate[d]?)?|noise|blur(red)?|bright(ness)?|crop(ped)?|"
    r"scale[d]?|zoom|aug(mented)?|copy|-?\d{1,3})$",
    re.IGNORECASE | re.ASCII,
)


def joined_groups(clips: Sequence[LabelledClip], glances: Sequence[Glance]) -> list[str]:
    """The group of each clip: its own, joined with those of clips that look like it.

    Groups that people have given are never parted. Clips of series, without `glances`, are only
    joined by their names and contents.
    """
    components = Components(len(clips))
    components.join_equal([clip.group for clip in clips])
    components.join_equal([clip.fingerprint for clip in clips])
    components.join_equal(_originals(clips))
    if glances:
        _join_alike(components, glances)
    roots = components.roots()
    first: dict[int, str] = {}
    for root, clip in zip(roots, clips, strict=True):
        first.setdefault(root, clip.group)
    return [first[root] for root in roots]


class Components:
    """Connected components of N things (union-find)."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def join(self, one: int, other: int) -> None:
        """Put two things into one component."""
        one, other = self._root(one), self._root(other)
        self._parent[max(one, other)] = min(one, other)

    def join_equal(self, keys: Sequence[str]) -> None:
        """Join all things of one key."""
        first: dict[str, int] = {}
        for index, key in enumerate(keys):
            self.join(first.setdefault(key, index), index)

    def roots(self) -> list[int]:
        """The component of each thing, by the first thing in it."""
        return [self._root(index) for index in range(len(self._parent))]

    def copy(self) -> "Components":
        """The same, to be joined further."""
        copied = Components(0)
        copied._parent = list(self._parent)
        return copied

    def _root(self, index: int) -> int:
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index


def _originals(clips: Sequence[LabelledClip]) -> list[str]:
    """The name of what each clip is a copy of, where that is there; else its own."""
    names = {str(clip.path.with_suffix("")) for clip in clips}

    def original(clip: LabelledClip) -> str:
        name = str(clip.path.with_suffix(""))
        shorter = _COPY.sub("", name)
        while shorter != name and shorter in names:
            name, shorter = shorter, _COPY.sub("", shorter)
        return f"{name} {clip.key}" if clip.series is not None else f"{name} {clip.first}"

    return [original(clip) for clip in clips]


def _join_alike(components: Components, glances: Sequence[Glance]) -> None:
    """Join what looks alike, as strictly as leaves more than one scene."""
    pictures = _standard([glance.thumbnail.ravel() for glance in glances], centre=True)
    colours = _standard([glance.colours for glance in glances], centre=False)
    for alike in _ALIKE:
        joined = components.copy()
        _join_pairs(joined, pictures, colours, alike)
        largest = Counter(joined.roots()).most_common(1)[0][1]
        if largest <= _LARGEST * len(glances) or alike == _ALIKE[-1]:
            _join_pairs(components, pictures, colours, alike)
            return


def _join_pairs(
    components: Components,
    pictures: NDArray[np.float32],
    colours: NDArray[np.float32],
    alike: float,
) -> None:
    for start in range(0, len(pictures), _BLOCK):
        part = slice(start, start + _BLOCK)
        near = (pictures[part] @ pictures.T > alike) & (colours[part] @ colours.T > _COLOURS)
        for one, other in zip(*np.nonzero(near), strict=True):
            if start + one < other:
                components.join(int(start + one), int(other))


def _standard(rows: Sequence[NDArray[np.float32]], centre: bool) -> NDArray[np.float32]:
    """Rows of length 1, about 0 if they are centred: products are correlations, or cosines."""
    table = np.stack(rows)
    table = table - table.mean(1, keepdims=True) if centre else table
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    return np.asarray(table / np.maximum(lengths, 1e-6), np.float32)
