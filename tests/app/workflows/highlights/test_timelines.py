from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from app.cli.arguments.highlights_arguments import TERM_NAMES, TIMELINE_FORMATS
from app.workflows.highlights.make import reel_pieces
from app.workflows.highlights.rallies import MatchRally
from app.workflows.highlights.timelines import TIMELINES, write_timelines
from inference.highlights.scores import TERMS
from storage.media.reel.plan import ReelPlan
from tests.storage.formats.labelled_videos import STAMPS, table


def test_the_command_line_offers_what_there_is() -> None:
    assert set(TIMELINE_FORMATS) == set(TIMELINES)
    assert set(TERM_NAMES) == {term.name for term in TERMS}


def test_a_format_that_cannot_say_it_is_told_and_the_others_are_written(
    rally_of: Callable[..., MatchRally], tmp_path: Path
) -> None:
    rally = rally_of(1, 0, 20, 3)
    rally = replace(rally, opened=replace(rally.opened, table=table(stamps=STAMPS)))
    plan = ReelPlan(reel_pieces([rally], 0, Fraction(25)), Fraction(25))

    files, refused = write_timelines(tmp_path / "a.mp4", plan, [rally], ["why"], ("edl", "otio"))

    assert files == ()
    assert [line.partition(".")[0] for line in refused] == [
        "No edl was written: match",
        "No otio was written: match",
    ]
    assert "variable frame rate" in refused[0]
