import pytest

from storage.formats.common.choices import ChoiceNeeded, choose_source
from storage.formats.common.tracks import TrackNumbers
from tests.storage.formats.labelled_videos import video


@pytest.mark.parametrize(
    "called", ["final.mp4", "FINAL.MP4", "C:\\videos\\final.mp4", "s3/final.mov", "final"]
)
def test_the_video_is_the_one_that_is_called_like_its_file(called: str) -> None:
    assert choose_source({1: ["semi.mp4"], 2: ["8", called]}, video(), "") == 2


def test_the_only_one_needs_no_name() -> None:
    assert choose_source({7: ["other.mp4"]}, video(), "") == 7


@pytest.mark.parametrize("wanted", ["b", "B", "2"])
def test_the_user_may_name_it(wanted: str) -> None:
    assert choose_source({1: ["a", "1"], 2: ["b", "2"]}, video(), wanted) == 2


@pytest.mark.parametrize(
    ("wanted", "said"), [("", "none is called final.mp4"), ("c", "called 'c'")]
)
def test_otherwise_the_user_is_asked(wanted: str, said: str) -> None:
    with pytest.raises(ChoiceNeeded, match=said) as asked:
        choose_source({1: ["a"], 2: ["b"]}, video(), wanted)

    assert (asked.value.option, asked.value.values) == ("source", ("a", "b"))


def test_two_that_are_called_alike_are_none() -> None:
    with pytest.raises(ChoiceNeeded, match="alike"):
        choose_source({1: ["a/final.mp4"], 2: ["b/final.mp4"]}, video(), "")


def test_tracks_keep_their_numbers_or_get_some() -> None:
    assert TrackNumbers(["7", "", "9"]).number("9") == 9
    assert TrackNumbers(["game", "spare", "game"]).number("spare") == 2
    assert TrackNumbers(["7"]).number("") is None
