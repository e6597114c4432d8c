"""Whole pictures from interlaced ones: one a frame, never one a field."""

from collections import deque
from collections.abc import Iterator
from fractions import Fraction

import av
from av.filter import Graph
from av.video.frame import VideoFrame


class Deinterlacer:
    """Takes decoded frames in presentation order and gives each back, one frame later.

    Every picture is made from its frame and both neighbours, so what comes out of a frame does
    not depend on where reading began, if the frame before it was put in too.
    """

    def __init__(self) -> None:
        self._graph: Graph | None = None
        self._shape: tuple[int, int, str] | None = None
        self._waiting: deque[int] = deque()  # indexes put in, not yet given back

    def put(self, index: int, frame: VideoFrame) -> Iterator[tuple[int, VideoFrame]]:
        """Add the next frame; gives the frames that are ready, each with its index."""
        shape = frame.width, frame.height, frame.format.name
        if shape != self._shape:  # a filter cannot change its picture size
            yield from self.flush()
            self._graph, self._shape = _graph(frame), shape
        self._waiting.append(index)
        yield from self._push(frame)

    def flush(self) -> Iterator[tuple[int, VideoFrame]]:
        """The frames still inside; afterwards the next frame starts anew."""
        yield from self._push(None)
        self._graph = self._shape = None
        self._waiting.clear()

    def _push(self, frame: VideoFrame | None) -> Iterator[tuple[int, VideoFrame]]:
        if self._graph is None:
            return
        self._graph.vpush(frame)
        while True:
            try:
                whole = self._graph.vpull()
            except (av.BlockingIOError, av.EOFError):
                return
            yield self._waiting.popleft(), whole


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
