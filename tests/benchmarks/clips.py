"""Videos to measure with."""

import tempfile
from fractions import Fraction
from pathlib import Path

import av
import av.filter

from storage.files import file_written_beside

WIDTH, HEIGHT = 1920, 1080
GOP = 250  # frames between key frames
BIT_RATES = {720: 4_000_000, 1080: 7_000_000}


def broadcast_clip(rate: int, seconds: float, height: int = HEIGHT) -> Path:
    """A 16:9 video of so many frames a second: a moving test picture with noise.

    Coded as broadcast video is. Made once, and kept in the folder of temporary files.
    """
    frames = round(seconds * rate)
    folder = Path(tempfile.gettempdir()) / "touchline-benchmark"
    folder.mkdir(exist_ok=True)
    path = folder / f"{height}p{rate}-{frames}.mp4"
    if not path.exists():
        with file_written_beside(path) as beside:
            _write_clip(beside, rate, frames, height)
    return path


def _write_clip(path: Path, rate: int, frames: int, height: int) -> None:
    width = height * 16 // 9
    graph = av.filter.Graph()
    source = graph.add("testsrc2", f"size={width}x{height}:rate={rate}")
    source.link_to(noise := graph.add("noise", "alls=8:allf=t"))
    noise.link_to(form := graph.add("format", "yuv420p"))
    form.link_to(graph.add("buffersink"))
    graph.configure()
    with av.open(path, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = Fraction(1, rate)
        stream.bit_rate = BIT_RATES[height]
        stream.codec_context.gop_size = GOP
        stream.options = {
            "preset": "superfast",
            "maxrate": str(BIT_RATES[height] * 3 // 2),
            "bufsize": str(BIT_RATES[height] * 2),
            "bf": "3",
            "sc_threshold": "0",
        }
        for number in range(frames):
            frame = graph.pull()
            assert isinstance(frame, av.VideoFrame)
            frame.pts, frame.time_base = number, Fraction(1, rate)
            # else the encoder copies the type that the source gave it, a key frame each time
            frame.pict_type = av.video.frame.PictureType.NONE
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
