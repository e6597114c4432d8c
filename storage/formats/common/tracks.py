"""Identities of objects as other programs write them, brought to numbers."""

from collections.abc import Iterable

_MAX = 2**62 - 1  # what a box may have


class TrackNumbers:
    """Numbers for tracks: their own where all are numbers, else in order of appearance."""

    def __init__(self, tracks: Iterable[str]) -> None:
        names = [name for name in dict.fromkeys(tracks) if name]
        plain = all(name.isdecimal() and int(name) <= _MAX for name in names if len(name) < 20)
        plain = plain and all(len(name) < 20 for name in names)
        self._numbers = {name: int(name) if plain else place for place, name in enumerate(names, 1)}

    def number(self, track: str) -> int | None:
        """The number of a track; None for an object without one."""
        return self._numbers.get(track)
