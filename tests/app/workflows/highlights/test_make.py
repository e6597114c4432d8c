import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from app.workflows.highlights.make import HighlightsRequest, join_rallies, reel_pieces
from app.workflows.highlights.rallies import MatchRally
from storage.errors import UserError
from storage.library.labels import reels
from storage.library.library import Library
from tests.draining import drained
from tests.storage.media.reading import numbers

MakeRally = Callable[..., MatchRally]


@pytest.fixture
def rallies(rally_of: MakeRally) -> list[MatchRally]:
    return [rally_of(1, 0, 20, 3), rally_of(2, 30, 60, 9), rally_of(3, 70, 95, 5)]


def request(out: Path, **fields: object) -> HighlightsRequest:
    plain = HighlightsRequest(out, duration=2.2, tolerance=0.1, dissolve=0.0, author="anna")
    return replace(plain, **fields)  # type: ignore[arg-type]


def test_the_best_rallies_that_fit_are_joined_in_order(
    library: Library, rallies: list[MatchRally], tmp_path: Path
) -> None:
    out = tmp_path / "reel.mp4"

    made = drained(join_rallies(library, rallies, request(out)))

    assert numbers(out) == [*range(30, 60), *range(70, 95)]
    assert [rally.number for rally in made.rallies] == [2, 3]
    assert made.reasons[0] == "100 of 100: most shots (9 shots); longest rally (1.2 s)"
    assert (made.seconds, made.share, made.notes) == (2.2, 0.55, ())


def test_the_reel_is_kept_in_the_library(
    library: Library, rallies: list[MatchRally], tmp_path: Path
) -> None:
    drained(join_rallies(library, rallies, request(tmp_path / "finals.mp4")))

    with library.connect() as db:
        (kept,) = reels(db).values()
    assert kept.label.name == "finals"
    assert [(item.first, item.stop, item.title) for item in kept.label.items] == [
        (30, 60, "match, rally 2"),
        (70, 95, "match, rally 3"),
    ]


def test_lists_and_timelines_lie_beside(
    library: Library, rallies: list[MatchRally], tmp_path: Path
) -> None:
    wanted = ("edl", "fcpxml", "otio", "xmeml")
    out = tmp_path / "reel.mp4"

    made = drained(join_rallies(library, rallies, request(out, timelines=wanted, dissolve=0.2)))

    names = ["reel.csv", "reel.json", "reel.edl", "reel.fcpxml", "reel.otio", "reel.xml"]
    assert [path.name for path in made.files] == names
    assert all(path.is_file() for path in made.files)
    clips = json.loads((tmp_path / "reel.json").read_text())["clips"]
    assert [(clip["first"], clip["stop"], clip["dissolve"]) for clip in clips] == [
        (30, 60, 0),
        (70, 95, 5),
    ]
    assert len(numbers(out)) == 50


def test_greed_takes_the_best_score_alone(
    library: Library, rallies: list[MatchRally], tmp_path: Path
) -> None:
    aim = request(tmp_path / "a.mp4", greedy=True, duration=1.2, tolerance=0.0)

    assert [r.number for r in drained(join_rallies(library, rallies, aim)).rallies] == [2]


def test_a_reel_that_stays_short_says_so(
    library: Library, rallies: list[MatchRally], tmp_path: Path
) -> None:
    made = drained(join_rallies(library, rallies, request(tmp_path / "a.mp4", duration=1.5)))

    assert made.notes == ("No choice fills the reel: it is 0.3 s short.",)


def test_no_rally_is_an_error_and_writes_nothing(
    library: Library, rallies: list[MatchRally], tmp_path: Path
) -> None:
    out = tmp_path / "a.mp4"

    with pytest.raises(UserError, match="No rally was found"):
        drained(join_rallies(library, [], request(out)))
    with pytest.raises(UserError, match=r"No rally fits into 0\.1 s"):
        drained(join_rallies(library, rallies, request(out, duration=0.1, tolerance=0)))
    assert not out.exists()


def test_dissolves_leave_most_of_a_short_rally_alone(rally_of: MakeRally) -> None:
    pieces = reel_pieces([rally_of(1, 0, 6, 1), rally_of(2, 10, 60, 1)], 1.0, Fraction(25))

    assert [piece.dissolve for piece in pieces] == [0, 2]
