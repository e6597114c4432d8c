"""All clips of the test kit by name, each built when it is first asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from tests.clips.damage import add_stream, cut_end, cut_front, drop_packets, scribble
from tests.clips.writing import Recipe, remux, write_clip, write_sound

_OPEN_GOP = {"x264-params": "open-gop=1:scenecut=0"}
_INTERLACED = {"flags": "+ildct+ilme", "x264-params": "tff=1:open-gop=1:scenecut=0"}
_FAST_VPX = {"quality": "realtime", "speed": "12", "b": "2M"}
_TS_CLOCK = 90_000
_WRAP = Fraction(
    2**33, _TS_CLOCK
)  # seconds after which the clock of a transport stream starts anew


@dataclass(frozen=True)
class Clip:
    """A video file; its frames show the numbers from `first` on, and after `period` again."""

    path: Path
    frames: int
    first: int = 0
    period: int = 1 << 16
    rate: Fraction | None = None  # where frames are lost, their times tell their numbers
    damaged: bool = False  # some pictures may be unreadable


def _irregular_stamps(frames: int) -> list[int]:
    """Stamps in 1/90000 s: 59.94 a second, some left out at random, once a hole of a second."""
    kept = [n for n in range(3 * frames) if n % 7 != 3 and n * n % 11 != 4 and not 50 < n < 110]
    return [n * 3003 // 2 for n in kept[:frames]]


RECIPES = {
    "long_gop.mp4": Recipe(120, gop=60, sound=(0, 4.8), muxing={"movflags": "faststart"}),
    "one_gop.mp4": Recipe(150, rate=Fraction(50), gop=250),
    "milliseconds.mkv": Recipe(120, rate=Fraction(60_000, 1001), gop=50),
    "variable.mp4": Recipe(100, stamps=_irregular_stamps(100), time_base=Fraction(1, 90_000)),
    "hevc_open_gop.mp4": Recipe(
        90,
        codec="libx265",
        options={
            "preset": "ultrafast",
            "x265-params": "keyint=30:min-keyint=30:bframes=4:open-gop=1:scenecut=0:log-level=0",
        },
    ),
    "late_video.mp4": Recipe(75, delay=0.5, sound=(0, 3.5)),
    "late_sound.mp4": Recipe(75, sound=(0.5, 2.5)),
    "offset.ts": Recipe(
        300,
        rate=Fraction(50),
        gop=250,
        options=_OPEN_GOP,
        sound=(0, 6),
        muxing={"output_ts_offset": "3600"},
    ),
    "wrap.ts": Recipe(100, options=_OPEN_GOP, muxing={"output_ts_offset": str(float(_WRAP - 3))}),
    "interlaced.ts": Recipe(75, height=384, combed=True, gop=25, options=_INTERLACED),
    "mpeg2.ts": Recipe(75, codec="mpeg2video", gop=15, b_frames=2, options={"b": "3M"}),
    "vp8.webm": Recipe(
        40,
        codec="libvpx",
        gop=20,
        options={**_FAST_VPX, "threads": "1"},  # two would wait for each other busily
    ),
    "vp9.webm": Recipe(50, codec="libvpx-vp9", gop=25, options=_FAST_VPX),
    "packed.avi": Recipe(75, codec="mpeg4", gop=25, b_frames=2, options={"b": "3M"}),
    "packets_only.avi": Recipe(60, gop=25),
    "no_clock.h264": Recipe(75, gop=25),
    "ten_bit.mov": Recipe(30, pixels="yuv422p10le", codec="prores_ks", b_frames=0),
    "rotated.mp4": Recipe(30, rotation=90),
    "mirrored.mp4": Recipe(30, rotation=180, mirrored=True),
    "anamorphic.mp4": Recipe(30, width=480, aspect=Fraction(4, 3)),
    "full_hd.mp4": Recipe(30, width=1920, height=1080, options={"preset": "ultrafast"}),
    "needles.mp4": Recipe(30, aspect=Fraction(1, 100)),
    "one_frame.mp4": Recipe(1),
}


class Shelf:
    """Builds the clips of the kit in a folder, each once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._clips: dict[str, Clip] = {}

    def clip(self, name: str) -> Clip:
        """A clip by its file name."""
        if name not in self._clips:
            self._clips[name] = self._build(name)
        return self._clips[name]

    def _build(self, name: str) -> Clip:
        path = self._folder / name
        if name in RECIPES:
            return Clip(write_clip(path, RECIPES[name]), RECIPES[name].frames)
        return DERIVED[name](self, path)

    def path(self, name: str) -> Path:
        """Where a clip lies."""
        return self.clip(name).path


def _edit_list(shelf: Shelf, path: Path) -> Clip:
    """Starts 15 frames before its first second key frame: what comes before is hidden."""
    hidden = 45
    remux(shelf.path("long_gop.mp4"), path, -Fraction(hidden, 25), avoid_negative_ts="disabled")
    return Clip(path, 120 - hidden, hidden)


def _mid_gop(shelf: Shelf, path: Path) -> Clip:
    return Clip(cut_front(shelf.path("offset.ts"), path, 0.4), 50, 250)


def _joined(shelf: Shelf, path: Path) -> Clip:
    """Two recordings one after the other: the clock starts again."""
    first = shelf.path("mpeg2.ts").read_bytes()
    path.write_bytes(first + first)
    return Clip(path, 150, period=75)


def _late_stream(shelf: Shelf, path: Path) -> Clip:
    """Television: in the middle a picture of a stream comes that the file did not announce."""
    clip = shelf.clip("offset.ts")
    return Clip(add_stream(clip.path, path, 0.5), clip.frames)


def _scribbled(shelf: Shelf, path: Path) -> Clip:
    return Clip(scribble(shelf.path("long_gop.mp4"), path, 20), 120, damaged=True)


def _lossy(shelf: Shelf, path: Path) -> Clip:
    return Clip(
        drop_packets(shelf.path("offset.ts"), path, 12), 300, rate=Fraction(50), damaged=True
    )


def _cut_short(shelf: Shelf, path: Path) -> Clip:
    return Clip(
        cut_end(shelf.path("long_gop.mp4"), path, 2 / 3), 120, rate=Fraction(25), damaged=True
    )


def _headless(shelf: Shelf, path: Path) -> Clip:
    """A recording that ends before its first key frame."""
    whole = remux(shelf.path("one_gop.mp4"), path.with_suffix(".whole.ts"))
    return Clip(cut_front(whole, path, 0.5), 0)


def _sound(shelf: Shelf, path: Path) -> Clip:
    return Clip(write_sound(path, 1.0), 0)


def _cover(shelf: Shelf, path: Path) -> Clip:
    return Clip(write_sound(path, 1.0, cover=True), 0)


DERIVED: dict[str, Callable[[Shelf, Path], Clip]] = {
    "edit_list.mp4": _edit_list,
    "mid_gop.ts": _mid_gop,
    "joined.ts": _joined,
    "late_stream.ts": _late_stream,
    "scribbled.mp4": _scribbled,
    "lossy.ts": _lossy,
    "cut_short.mp4": _cut_short,
    "headless.ts": _headless,
    "sound.mp4": _sound,
    "cover.mp4": _cover,
}
DAMAGED = ("scribbled.mp4", "lossy.ts", "cut_short.mp4")
UNREADABLE = ("headless.ts", "sound.mp4", "cover.mp4")
INTACT = tuple(name for name in (*RECIPES, *DERIVED) if name not in (*DAMAGED, *UNREADABLE))
