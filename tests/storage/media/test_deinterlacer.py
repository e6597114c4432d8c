import av
import numpy as np
from av.video.frame import VideoFrame

from storage.media.deinterlacer import Decoded, Deinterlacer, deinterlaced
from tests.clips.shelf import Shelf


def frames_of(shelf: Shelf, name: str) -> list[Decoded]:
    with av.open(shelf.path(name)) as container:
        frames = container.decode(video=0)
        return [Decoded(i, frame, doubtful=i == 3) for i, frame in enumerate(frames)]


def luma(frame: VideoFrame) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.frombuffer(memoryview(frame.planes[0]), np.uint8)


def combing(frame: VideoFrame) -> float:
    lines = luma(frame).reshape(frame.height, -1)[40:].astype(int)  # below the bar code
    return float(np.abs(lines[1:-1] * 2 - lines[:-2] - lines[2:]).mean())


def test_as_many_frames_come_out_as_went_in(shelf: Shelf) -> None:
    frames = frames_of(shelf, "interlaced.ts")

    whole = list(deinterlaced(frames))

    assert [(f.index, f.doubtful) for f in whole] == [(f.index, f.doubtful) for f in frames]


def test_the_combs_of_moving_edges_are_gone(shelf: Shelf) -> None:
    frames = frames_of(shelf, "interlaced.ts")[:10]

    pairs = zip(frames, deinterlaced(frames), strict=True)
    for before, after in list(pairs)[1:-1]:  # those with a frame on either side
        assert combing(after.picture) < combing(before.picture) * 0.7


def test_progressive_frames_stay_as_they_are(shelf: Shelf) -> None:
    frames = frames_of(shelf, "one_frame.mp4")

    (whole,) = deinterlaced(frames)

    assert (luma(whole.picture) == luma(frames[0].picture)).all()


def test_a_change_of_picture_size_loses_no_frame() -> None:
    small, large = VideoFrame(64, 64, "yuv420p"), VideoFrame(128, 64, "yuv420p")
    deinterlacer = Deinterlacer()

    out = [*deinterlacer.put(Decoded(0, small, False)), *deinterlacer.put(Decoded(1, large, False))]
    out += deinterlacer.flush()

    assert [(f.index, f.picture.width) for f in out] == [(0, 64), (1, 128)]
