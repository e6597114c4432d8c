"""Whole pictures from interlaced ones: one a frame, never one a field."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import av
from av.filter import Graph
from av.video.frame import VideoFrame


@dataclass(frozen=True, slots=True)
class Decoded:
    """A frame as it leaves the decoder."""

    index: int
    picture: VideoFrame
    doubtful: bool  # it, or a frame that it may be made from, is damaged


class Deinterlacer:
    """Takes decoded frames in presentation order and gives each back, one frame later.

    Every picture is made from its frame and both neighbours, so what comes out of a frame does
    not depend on where reading began, if the frame before it was put in too.
    """

    def __init__(self) -> None:
        self._graph: Graph | None = None
        self._shape: tuple[int, int, str] | None = None
        self._waiting: deque[Decoded] = deque()  # put in, not yet given back

    def put(self, frame: Decoded) -> Iterator[Decoded]:
        """Add the next frame; gives those that are ready."""
        picture = frame.picture
        shape = picture.width, picture.height, picture.format.name
        if shape != self._shape:  # a filter cannot change its picture size
            yield from self.flush()
            self._graph, self._shape = _graph(picture), shape
        self._waiting.append(frame)
        yield from self._push(picture)

    def flush(self) -> Iterator[Decoded]:
        """The frames still inside; afterwards the next frame starts from scratch."""
        yield from self._push(None)
        self._graph = self._shape = None
        self._waiting.clear()

    def _push(self, picture: VideoFrame | None) -> Iterator[Decoded]:
        if self._graph is None:
            return
        self._graph.vpush(picture)
        while True:
            try:
                whole = self._graph.vpull()
            except (av.BlockingIOError, av.EOFError):
                return
            yield replace(self._waiting.popleft(), picture=whole)


def deinterlaced(frames: Iterable[Decoded]) -> Iterator[Decoded]:
    """Whole pictures of frames that follow each other."""
    deinterlacer = Deinterlacer()
    for frame in frames:
        yield from deinterlacer.put(frame)
    yield from deinterlacer.flush()


def _graph(frame: VideoFrame) -> Graph:
    graph = Graph()
    graph.threads = 1  # the decoder has the other cores
    source = graph.add_buffer(
        width=frame.width,
        height=frame.height,
        format=frame.format,
        time_base=frame.time_base or Fraction(1, 90_000),
    )
    filters = graph.add("bwdif", "mode=send_frame:deint=interlaced")
    graph.link_nodes(source, filters, graph.add("buffersink")).configure()
    return graph
