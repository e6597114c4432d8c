"""Which chunk of a video is analysed next."""

from collections.abc import Set

_RUN = 8  # chunks done in one go where that is not much further from the playhead: seeking costs


def next_chunk(pending: Set[int], near: int, last: int | None) -> int:
    """The chunk of `pending` to do next, with the playhead in chunk `near` and `last` just done.

    The nearest one, but reading on after `last` is preferred to a jump, and chunks before the
    playhead are done forwards in runs, since a video is read forwards.
    """
    nearest = min(pending, key=lambda chunk: (abs(chunk - near), -chunk))
    if last is not None and last + 1 in pending:
        further = abs(last + 1 - near) - abs(nearest - near)
        if further <= _RUN:
            return last + 1
    if last is None or nearest >= near:
        return nearest
    first = nearest
    while first - 1 in pending and nearest - first + 1 < _RUN:
        first -= 1
    return first
