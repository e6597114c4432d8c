from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from storage.media.reel.encoder import ReelReader, ReelSound, render_reel
from storage.media.reel.plan import ReelPiece, ReelPlan
from tests.clips.writing import Recipe, write_clip
from tests.draining import drained
from tests.storage.media.reading import numbers, pictures, read_audio, sound, table_of, times

RATE = Fraction(25)
SIZE = (640, 360)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds of numbered pictures, with a beep at each full second."""
    return write_clip(tmp_path_factory.mktemp("reel") / "film.mp4", Recipe(sound=(0.0, 4.0)))


@pytest.fixture(scope="module")
def mute(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Smaller, at half the rate, without sound."""
    recipe = Recipe(width=320, height=240, rate=Fraction(25, 2), frames=40)
    return write_clip(tmp_path_factory.mktemp("reel") / "mute.mp4", recipe)


def plan_of(*pieces: tuple[Path, int, int, int], rate: Fraction = RATE) -> ReelPlan:
    made = (
        ReelPiece(path, table_of(path), first, stop, dissolve)
        for path, first, stop, dissolve in pieces
    )
    return ReelPlan(tuple(made), rate)


def test_a_reel_has_the_planned_frames_at_even_times(film: Path, tmp_path: Path) -> None:
    plan = plan_of((film, 60, 70, 0), (film, 3, 8, 0), (film, 60, 70, 0))
    out = tmp_path / "reel.mp4"

    drained(render_reel(plan, SIZE, out))

    assert numbers(out) == [*range(60, 70), *range(3, 8), *range(60, 70)]
    assert times(out) == [n / RATE for n in range(25)]


def test_a_dissolve_blends_the_two_pictures(film: Path) -> None:
    plan = plan_of((film, 0, 20, 0), (film, 50, 70, 9))
    reader = ReelReader(plan, SIZE)
    alone = ReelReader(plan_of((film, 0, 100, 0)), SIZE)

    mixed = reader.read(15).astype(int)  # the fifth of nine: half and half
    wanted = (alone.read(15).astype(int) + alone.read(54).astype(int)) / 2

    assert np.abs(mixed - wanted).max() <= 1
    reader.close()
    alone.close()


def test_the_file_shows_what_the_preview_shows(film: Path, mute: Path, tmp_path: Path) -> None:
    plan = plan_of((film, 40, 60, 0), (mute, 5, 15, 6), (film, 0, 12, 4))
    out = tmp_path / "reel.mp4"

    drained(render_reel(plan, SIZE, out))

    preview = ReelReader(plan, SIZE)
    for frame, picture in enumerate(pictures(out)):
        shown = preview.read(frame)[..., :3].astype(int)
        difference = np.abs(picture.to_ndarray(format="bgr24").astype(int) - shown)
        assert difference.mean() < 2.5, frame
    preview.close()


def test_pictures_of_another_shape_are_shown_whole(mute: Path) -> None:
    reader = ReelReader(plan_of((mute, 0, 4, 0)), SIZE)

    picture = reader.read(0)

    assert picture.shape == (360, 640, 4)
    assert not picture[:, :80, :3].any()
    assert not picture[:, 560:, :3].any()
    assert picture[:, 80:560, :3].any(axis=(0, 2)).all()
    reader.close()


class TestSound:
    def test_each_piece_brings_its_own_to_the_sample(self, film: Path) -> None:
        plan = plan_of((film, 20, 60, 0), (film, 70, 90, 0))

        reel = ReelSound(plan).read(0, plan.sample(len(plan)))

        table = table_of(film)
        whole = np.concatenate([read_audio(film, table, 20, 60), read_audio(film, table, 70, 90)])
        assert reel.shape == whole.shape == (60 * 1920, 2)
        joint = 40 * 1920
        for first, stop in ((240, joint - 240), (joint + 240, 60 * 1920 - 240)):
            assert np.array_equal(reel[first:stop], whole[first:stop])

    def test_a_cut_does_not_click(self, film: Path) -> None:
        plan = plan_of((film, 26, 27, 0), (film, 26, 27, 0))  # in the middle of a beep

        reel = ReelSound(plan).read(0, plan.sample(2)).astype(int)

        loud = np.abs(reel).max()
        assert np.abs(reel[1919:1921]).max() < 0.03 * loud
        assert np.abs(reel[[0, -1]]).max() < 0.03 * loud

    def test_a_dissolve_keeps_the_power(self, film: Path) -> None:
        plan = plan_of((film, 0, 26, 0), (film, 50, 76, 2))

        pieces = list(blocks(ReelSound(plan), plan))

        assert [len(piece) for piece in pieces] == [1920] * 50

    def test_pieces_without_sound_are_silent(self, film: Path, mute: Path, tmp_path: Path) -> None:
        plan = plan_of((mute, 0, 10, 0), (film, 25, 35, 0))
        out = tmp_path / "reel.mp4"

        drained(render_reel(plan, SIZE, out))

        heard = sound(out)
        assert np.abs(heard[: 19 * 1920]).max() < 0.01
        assert np.abs(heard[20 * 1920 + 500 : 22 * 1920]).max() > 0.3

    def test_a_reel_of_silent_videos_has_no_sound(self, mute: Path) -> None:
        assert not plan_of((mute, 0, 10, 0)).has_sound

    def test_slow_motion_is_silent(self, film: Path) -> None:
        plan = ReelPlan((ReelPiece(film, table_of(film), 25, 30, slow=4),), RATE)

        assert not ReelSound(plan).read(0, plan.sample(len(plan))).any()


def blocks(sound: ReelSound, plan: ReelPlan) -> Iterator[NDArray[np.int16]]:
    for frame in range(len(plan)):
        yield sound.read(plan.sample(frame), plan.sample(frame + 1))


def test_drawing_reaches_every_picture(film: Path, tmp_path: Path) -> None:
    drawn: list[tuple[int, int]] = []

    def draw(picture: NDArray[np.uint8], piece: int, frame: int) -> None:
        drawn.append((piece, frame))
        picture[:] = 255

    plan = plan_of((film, 0, 3, 0), (film, 9, 11, 0))
    drained(render_reel(plan, SIZE, tmp_path / "reel.mp4", draw))

    assert drawn == [(0, 0), (0, 1), (0, 2), (1, 9), (1, 10)]


def test_a_cancelled_reel_leaves_nothing(film: Path, tmp_path: Path) -> None:
    work = render_reel(plan_of((film, 0, 50, 0)), SIZE, tmp_path / "reel.mp4")
    for _ in range(5):
        next(work)

    work.close()

    assert list(tmp_path.iterdir()) == []
