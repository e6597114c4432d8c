"""The frame of a picture, from names as other programs write them."""

import random
from collections.abc import Callable
from dataclasses import replace
from hashlib import md5

import pytest

from storage.errors import UserError
from storage.formats.common.choices import ChoiceNeeded, ReadOptions
from storage.formats.common.picture_frames import frames_of_names, frames_of_pictures
from tests.storage.formats.labelled_videos import video


def _hash(number: int) -> str:
    return md5(str(number).encode(), usedforsecurity=False).hexdigest()


PROGRAMS: dict[str, Callable[[int], str]] = {
    "ffmpeg": lambda n: f"out{n + 1}.png",
    "cvat": lambda n: f"frame_{n:06d}.PNG",
    "roboflow": lambda n: f"rally_mp4-{n}_jpg.rf.{_hash(n)}.jpg",
    "roboflow, short hash": lambda n: f"rally_mp4-{n:04d}_png.rf.{_hash(n)[:20]}.png",
    "ultralytics": lambda n: f"2024.05.01_{n + 1}",
    "label studio": lambda n: f"{_hash(n)[:7]}a-frame_{n:05d}.jpg",
    "label studio, address": lambda n: f"upload/3/{_hash(7)[:7]}f-rally-{n}.jpg?d=/data/{n % 7}",
    "size behind": lambda n: f"rally_{n}_720p.jpg",
    "size and date": lambda n: f"1920x1080_2023-11-0{4}_{n:03d}_cam2.jpeg",
    "downloaded": lambda n: f"Game1-frame_{n:04d}~{_hash(n)}.txt",
    "ozfish": lambda n: f"E000596_L.MP4.{n + 16074}.png",
    "folders": lambda n: f"set3/match 2/{n}.jpg",
    "windows": lambda n: f"C:\\frames\\{n:04d}.bmp",
    "vott": lambda n: f"rally.mp4#t={n}.jpg".replace("#", "_"),
    "dots": lambda n: f"a.b.{n}.c.jpg",
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_as_many_pictures_as_frames_are_the_frames(program: str) -> None:
    names = [PROGRAMS[program](n) for n in range(60)]
    shuffled = random.Random(1).sample(names, 60)

    assert frames_of_pictures(shuffled, 60) == {name: n for n, name in enumerate(names)}


@pytest.mark.parametrize("program", PROGRAMS)
def test_some_pictures_are_counted_from_a_number(program: str) -> None:
    first = int({"ffmpeg": 1, "ultralytics": 1, "ozfish": 16074}.get(program, 0))
    names = {PROGRAMS[program](n): n for n in range(3, 60, 7)}

    assert frames_of_pictures(list(names), 60, first) == names
    with pytest.raises(ChoiceNeeded, match="9 pictures, the video has 60") as asked:
        frames_of_pictures(list(names), 60)
    assert "--first-number" in asked.value.advice


@pytest.mark.parametrize(
    "name",
    [
        lambda n: f"{_hash(n)}.jpg",  # nothing but a hash
        lambda n: f"frame_{5 * n}.jpg",  # every fifth frame of something
        lambda n: f"rally_{n // 2}.jpg",  # twice the same number
        lambda n: "abcdefghij"[n % 10] * (n + 1),
        lambda n: f"{n}_{59 - n}.jpg",  # two numbers, in two orders
        lambda n: f"{1700000000 + n * 40}.jpg",  # a clock
    ],
)
def test_names_that_do_not_number_frames_are_refused(name: Callable[[int], str]) -> None:
    with pytest.raises(UserError, match=r"in the names of|The names of"):
        frames_of_pictures([name(n) for n in range(60)], 60)


def test_pictures_of_two_videos_are_told_by_what_stands_before_the_number() -> None:
    film = replace(video(), path=video().path.with_name("semi.mp4"))
    names = [f"{game}_frame_{n:04d}.jpg" for game in ("final", "semi") for n in range(30)]

    found = frames_of_names(names, film, ReadOptions(first_number=0))
    other = frames_of_names(names, film, ReadOptions(first_number=0, source="final"))

    assert found == {f"semi_frame_{n:04d}.jpg": n for n in range(30)}
    assert other == {f"final_frame_{n:04d}.jpg": n for n in range(30)}
    with pytest.raises(ChoiceNeeded, match="of 2 videos") as asked:
        frames_of_names(names, video(name="other.mp4"), ReadOptions(first_number=0))
    assert asked.value.values == ("final", "semi")
