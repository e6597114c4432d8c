from fractions import Fraction
from pathlib import Path

import pytest

from app.workflows.review.doubt import frames_per_second, read_doubt
from storage.library.library import Library
from storage.library.predictions.runs import active_run
from storage.library.videos import recent_videos
from storage.records import Video
from tests.app.rally import ABSENT
from tests.draining import drained


def test_a_part_of_a_video_is_judged_as_in_the_whole(library: Library, tracked: Path) -> None:
    with library.connect() as db:
        [video] = [summary.video for summary in recent_videos(db)]
        run = active_run(db, video.fingerprint)
        assert run is not None
    whole = drained(read_doubt(library, video, run))
    part = drained(read_doubt(library, video, run, range(ABSENT.start, ABSENT.stop)))

    assert part.wrong.tolist() == whole.wrong[ABSENT.start : ABSENT.stop].tolist()


@pytest.mark.parametrize(("rate", "expected"), [(Fraction(30000, 1001), 29.97), (None, 50)])
def test_a_variable_rate_is_a_mean(rate: Fraction | None, expected: float) -> None:
    video = Video("v", Path("v.mp4"), 100, 320, 180, 2.0, rate)

    assert frames_per_second(video) == pytest.approx(expected, abs=0.01)
