"""Where a net sees the ball, cell by cell: what its candidates are the peaks of."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray

from inference.ball.detection.net_detector import NetDetector
from inference.ball.nets.decoding import decode_scores
from inference.ball.nets.predictor import net_input
from inference.ball.nets.sliding_windows import sliding_windows
from inference.video.frame_blocks import resized_picture
from inference.video.shots import MEDIAN_OF, median_background
from storage.media.frame_table import FrameTable
from storage.media.reader import FrameReader, never_cancelled
from storage.records import CHUNK, Video

Pictures = NDArray[np.uint8]
_KEPT = 96  # pictures that the net has been shown, small


@dataclass(frozen=True, eq=False)
class HeatMap:
    """The scores of one frame; the upper left corner is that of the picture."""

    frame: int
    scores: NDArray[np.float32]  # (h, w), 0 to 1: the probability that the ball is in a cell
    width: float  # display pixels that the map covers; at most a cell more than the picture has
    height: float


def heat_maps(
    detector: NetDetector, window: Pictures, background: Pictures | None = None
) -> tuple[NDArray[np.float32], float]:
    """What a net says of one `window` of consecutive pictures (frames, height, width[, 3]).

    Returns scores (N, h, w) of the N pictures that it answers for, on the scale of its candidates,
    and the side of a cell in pixels of these pictures. `background` (height, width[, 3]) is what
    stands still in the window, for nets that want it. ValueError if the net's outputs are not what
    its card says.
    """
    input_spec = detector.input_spec
    size = window.shape[2], window.shape[1]
    count = input_spec.batch if input_spec.whole_batches else 1
    backgrounds = None if background is None else background[None].repeat(count, 0)
    with torch.inference_mode():
        outputs = detector.net(net_input(input_spec, window[None].repeat(count, 0), backgrounds))
        score, side = decode_scores(outputs[:1], input_spec, input_spec.padded_size(*size), size)
    return detector.probability(score[0].cpu().numpy()), side


class HeatMaps:
    """Heat maps of the frames of one video, each from the window that an analysis takes it from.

    Where the file has lost frames the window may be another one. To be used by one thread at a
    time; the owner closes it.
    """

    def __init__(self, detector: NetDetector, video: Video, table: FrameTable) -> None:
        self._detector = detector
        self._video = video
        self._frames = len(table)
        self._reader = FrameReader(video.path, table)
        self._pictures: OrderedDict[int, Pictures] = OrderedDict()
        self._background: tuple[tuple[int, int], Pictures] | None = None  # of which shot, and what

    def close(self) -> None:
        """Close the file."""
        self._reader.close()

    def around(
        self, frame: int, cuts: Sequence[int] = (), cancelled: Callable[[], bool] = never_cancelled
    ) -> list[HeatMap]:
        """The maps of `frame` and of all others that come with it; none if it is lost.

        `cuts` are the first frames of shots, as far as they are known. ReadCancelled if `cancelled`
        says so between two packets; UserError if the file is unreadable.
        """
        input_spec = self._detector.input_spec
        shots = self._shots(frame, cuts)
        rows = sliding_windows(
            shots, frame // CHUNK * CHUNK, input_spec.frames, input_spec.answered
        )
        answered = rows[:, list(input_spec.answered)]
        # of two windows with an answer for a frame an analysis keeps that of the later one
        window_frames = rows[np.flatnonzero((answered == frame).any(axis=1))[-1]]
        window = self._pictures_of(window_frames, cancelled)
        if len(window) < len(window_frames):
            return []
        background = None
        if input_spec.background:
            background = self._background_of(
                next(s for s in shots if frame in range(*s)), cancelled
            )
        scores, side = heat_maps(self._detector, np.stack(window), background)
        frames = window_frames[list(input_spec.answered)]
        return [
            self._map(int(f), frame_scores, side)
            for f, frame_scores in zip(frames, scores, strict=True)
        ]

    def _shots(self, frame: int, cuts: Sequence[int]) -> list[tuple[int, int]]:
        """The shots in the chunk of `frame` and its pre-roll, as far as they are seen there."""
        chunk = frame // CHUNK * CHUNK
        first, stop = max(0, chunk - self._detector.preroll), min(chunk + CHUNK, self._frames)
        return list(pairwise([first, *(cut for cut in sorted(cuts) if first < cut < stop), stop]))

    def _background_of(self, shot: tuple[int, int], cancelled: Callable[[], bool]) -> Pictures:
        """What stands still in a shot: kept, since it takes a whole chunk to be read."""
        if self._background is None or self._background[0] != shot:
            spread = np.linspace(shot[0], shot[1] - 1, MEDIAN_OF).astype(int)
            self._background = (
                shot,
                median_background(np.stack(self._pictures_of(spread, cancelled))),
            )
        return self._background[1]

    def _pictures_of(
        self, frames: NDArray[np.intp], cancelled: Callable[[], bool]
    ) -> list[Pictures]:
        """The pictures of these frames, without those that the file has lost."""
        pictures = [self._picture(int(index), cancelled) for index in frames]
        return [picture for picture in pictures if picture is not None]

    def _picture(self, index: int, cancelled: Callable[[], bool]) -> Pictures | None:
        """A frame as the net sees it; None where the file has lost it."""
        if index not in self._pictures:
            frame = self._reader.read(index, cancelled)
            if frame.shown != index:
                return None
            picture = resized_picture(frame, self._detector.size, self._detector.colour)
            self._pictures[index] = picture
            while len(self._pictures) > _KEPT:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(index)
        return self._pictures[index]

    def _map(self, frame: int, scores: NDArray[np.float32], side: float) -> HeatMap:
        width, height = self._detector.size
        rows, columns = scores.shape
        return HeatMap(
            frame,
            scores,
            columns * side * self._video.width / width,
            rows * side * self._video.height / height,
        )
