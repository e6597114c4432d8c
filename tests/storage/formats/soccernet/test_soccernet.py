"""SoccerNet's events, on frames of even and of uneven times."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.errors import UserError
from storage.formats.common.choices import ChoiceNeeded, ReadOptions
from storage.formats.soccernet.read import check_soccernet, read_soccernet
from storage.formats.soccernet.write import SOCCERNET
from storage.records import Event, Review, Source
from tests.storage.formats.labelled_videos import (
    FRAMES,
    STAMPS,
    labelled,
    table,
    target,
    written,
)

UNEVEN = table(stamps=STAMPS)


def annotation(**fields: Any) -> dict[str, Any]:
    plain = {"gameTime": "1 - 00:01", "label": "Goal", "position": "1000", "visibility": "visible"}
    return plain | fields


def file(folder: Path, *annotations: object, kind: str = "annotations") -> Path:
    path = folder / "Labels-v2.json"
    path.write_text(json.dumps({"UrlLocal": "a match", kind: annotations}))
    return path


moments = st.lists(
    st.tuples(st.integers(0, FRAMES - 1), st.sampled_from(["hit", "Ball out of play", "Tor «ö»"])),
    min_size=1,
    max_size=12,
    unique=True,
)


@given(found=moments, uneven=st.booleans())
@settings(max_examples=60, deadline=None)
def test_events_come_back_on_their_frames(found: list[tuple[int, str]], uneven: bool) -> None:
    events = [Event(frame, name) for frame, name in sorted(found)]
    times = UNEVEN if uneven else table()
    with TemporaryDirectory() as folder:
        out = Path(folder) / "set"
        written(SOCCERNET, [labelled([], events, table=times)], out)

        assert list(read_soccernet(out, target(times)).events) == events
        assert check_soccernet(out).problems == ()


def test_times_are_those_of_the_frames_not_of_a_rate(tmp_path: Path) -> None:
    out = written(SOCCERNET, [labelled([], [Event(30, "hit")], table=UNEVEN)], tmp_path / "a.json")

    [found] = json.loads(out.read_text())["annotations"]
    assert found["position"] == str(round((STAMPS[30] - STAMPS[0]) / 90))
    assert found["gameTime"] == "1 - 00:01"


def test_a_time_between_two_frames_is_that_of_the_nearer(tmp_path: Path) -> None:
    path = file(tmp_path, annotation(position="1023"), annotation(position="1057"))

    assert [event.frame for event in list(read_soccernet(path, target()).events)] == [26]
    assert read_soccernet(path, target()).events[0].frame == 26


def test_the_other_half_is_another_video(tmp_path: Path) -> None:
    path = file(tmp_path, annotation(), annotation(gameTime="2 - 00:00", position="40"))

    second = list(read_soccernet(path, target(name="2_720p.mkv")).events)
    first = list(read_soccernet(path, target(), ReadOptions(half=1)).events)
    assert [event.frame for event in second] == [1]
    assert [event.frame for event in first] == [25]


def test_who_does_not_say_which_half_is_asked(tmp_path: Path) -> None:
    path = file(tmp_path, annotation(), annotation(gameTime="2 - 00:00"))

    with pytest.raises(UserError, match="--half"):
        list(read_soccernet(path, target()).events)


def test_what_a_network_spotted_is_a_models(tmp_path: Path) -> None:
    path = file(tmp_path, annotation(confidence="0.75"), kind="predictions")

    assert list(read_soccernet(path, target()).events) == [
        Event(25, "Goal", 0.75, Source.MODEL, Review.UNREVIEWED)
    ]
    assert check_soccernet(path).human is False


def test_rejected_events_are_not_written(tmp_path: Path) -> None:
    rejected = Event(3, "hit", review=Review.REJECTED)

    with pytest.raises(UserError, match="no event"):
        written(SOCCERNET, [labelled([], [rejected])], tmp_path / "set", effective=True)


def test_only_the_chosen_classes_are_written(tmp_path: Path) -> None:
    events = [Event(3, "hit"), Event(4, "bounce")]
    out = written(
        SOCCERNET, [labelled([], events)], tmp_path / "a.json", classes=frozenset({"hit"})
    )

    assert [each["label"] for each in json.loads(out.read_text())["annotations"]] == ["hit"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"gameTime": "5"}, r"annotations\[0\]: gameTime"),
        ({"position": "x"}, "position is 'x'"),
        ({"position": "1e400"}, "not a number"),
        ({"label": ""}, "label"),
        ({"label": "a\nb"}, "cannot be printed"),
        ({"position": "90000"}, "All events are behind the end"),
    ],
)
def test_what_makes_no_sense_is_told_with_its_element(
    tmp_path: Path, fields: dict[str, str], words: str
) -> None:
    path = file(tmp_path, annotation(**fields))

    with pytest.raises(UserError, match=words):
        list(read_soccernet(path, target()).events)


def test_a_check_tells_every_problem_and_counts_the_rest(tmp_path: Path) -> None:
    report = check_soccernet(file(tmp_path, annotation(), 7, annotation(label=3)))

    assert report.labels == {"Goal": 1}
    assert len(report.problems) == 2


def test_an_event_behind_the_end_is_left_out_and_counted(tmp_path: Path) -> None:
    labels = read_soccernet(file(tmp_path, annotation(), annotation(position="90000")), target())

    assert [event.frame for event in labels.events] == [25]
    assert labels.notes == ("Left out: 1 event behind the end of the video.",)


def listed(folder: Path, *videos: tuple[str, list[dict[str, object]]]) -> Path:
    """A file of OpenSportsLab's tools."""
    data = [
        {
            "id": f"clip {n}",
            "inputs": [{"type": "video", "path": path, "fps": 25}],
            "events": events,
        }
        for n, (path, events) in enumerate(videos)
    ]
    document = {"version": "2.0", "task": "action_spotting", "data": data}
    (folder / "osl.json").write_text(json.dumps(document))
    return folder / "osl.json"


def moment(ms: object = 1000, **more: object) -> dict[str, object]:
    return {"head": "ball_action", "label": "PASS", "position_ms": ms, **more}


@pytest.mark.parametrize("ms", [1000, "1000", 1000.0, 1017])
def test_events_of_opensportslab_are_read(tmp_path: Path, ms: object) -> None:
    path = listed(tmp_path, ("videos/final.mp4", [moment(ms)]))

    assert list(read_soccernet(path, target()).events) == [Event(25, "PASS")]
    assert check_soccernet(path).labels == {"PASS": 1}


def test_of_several_videos_only_the_events_of_this_are(tmp_path: Path) -> None:
    path = listed(tmp_path, ("a/semi.mp4", [moment(40)]), ("a/final.mp4", [moment()]))

    assert [event.frame for event in read_soccernet(path, target()).events] == [25]
    chosen = read_soccernet(path, target(), ReadOptions(source="semi.mp4"))
    assert [event.frame for event in chosen.events] == [1]
    with pytest.raises(ChoiceNeeded, match="of 2 videos"):
        read_soccernet(path, target(name="other.mp4"))


def test_what_a_network_is_sure_of_is_a_models(tmp_path: Path) -> None:
    path = listed(tmp_path, ("final.mp4", [moment(confidence=0.5)]))

    [event] = read_soccernet(path, target()).events
    assert (event.confidence, event.source) == (0.5, Source.MODEL)


@pytest.mark.parametrize(
    ("event", "words"),
    [(moment("x"), "position_ms is 'x'"), (moment(-1), "position_ms is -1"), (7, "not an object")],
)
def test_a_moment_that_is_none_is_told(
    tmp_path: Path, event: dict[str, object], words: str
) -> None:
    with pytest.raises(UserError, match=rf"events\[0\]: .*{words}"):
        read_soccernet(listed(tmp_path, ("final.mp4", [event])), target())


def test_the_team_is_the_side_of_an_event(tmp_path: Path) -> None:
    path = file(tmp_path, annotation(team="home", visibility="not shown"))
    events = list(read_soccernet(path, target()).events)

    assert events[0].attributes == (("side", "home"), ("visibility", "not shown"))
    out = written(SOCCERNET, [labelled([], events)], tmp_path / "b.json")
    assert json.loads(out.read_text())["annotations"][0]["team"] == "home"
