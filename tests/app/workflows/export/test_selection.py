import numpy as np

from app.workflows.export.selection import reviewed_ranges, videos_to_export
from storage.formats.export.options import ExportVideo
from storage.library.library import Library
from storage.records import BallTrack, BallTrackBuilder, Review, Video
from tests.app.workflows.export.conftest import REVIEWED
from tests.draining import drained


def test_every_video_that_was_opened_is_offered(
    library: Library, video: Video, other: Video
) -> None:
    other.path.unlink()
    first, second = drained(videos_to_export(library))

    assert (first.id, first.missing) == (other.fingerprint, True)
    assert second == ExportVideo(
        video.fingerprint,
        "clip.mp4",
        str(video.path.parent),
        video.frames,
        len(REVIEWED),
        1,
        ("bounce", "hit"),
    )


def test_reviewed_stretches_are_found_up_to_both_ends() -> None:
    track = BallTrackBuilder.empty(10)
    track.review[[0, 1, 5, 9]] = Review.ACCEPTED
    track.review[2] = Review.REJECTED

    assert reviewed_ranges(track.build()) == [range(3), range(5, 6), range(9, 10)]


def test_without_a_review_there_is_no_stretch() -> None:
    assert reviewed_ranges(BallTrack.empty(10)) == []
    assert reviewed_ranges(BallTrack.empty(0)) == []
    assert np.size(BallTrack.empty(0).review) == 0
