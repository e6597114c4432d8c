"""Every gesture on the ball: what it does, where it is refused, and that it is one undo step."""

from collections.abc import Callable

import pytest

from app.gui.review.gestures import NO_PLACE, NO_POINTS, NO_RANGE
from storage.records import Review, Source, Visibility
from tests.app.rally import ABSENT, ball_at
from tests.app.user import User
from tests.widgets import pointing

Gesture = Callable[[User], object]
NO_BALL = ABSENT.start


def key(keys: str, frame: int) -> Gesture:
    """Press `keys` on `frame`."""

    def gesture(user: User) -> None:
        user.goes_to(frame)
        user.presses(keys)

    return gesture


def in_range(keys: str, first: int, last: int) -> Gesture:
    """Press `keys` with frames `first` to `last` marked."""

    def gesture(user: User) -> None:
        user.marks_range(first, last)
        user.presses(keys)

    return gesture


def click(frame: int) -> Gesture:
    def gesture(user: User) -> None:
        user.goes_to(frame)
        user.clicks(200, 20)

    return gesture


def drag(frame: int, *way: tuple[float, float]) -> Gesture:
    """Drag the ball of `frame` along a way that is counted from where it is."""

    def gesture(user: User) -> None:
        user.goes_to(frame)
        x, y = user.track.x[frame], user.track.y[frame]
        user.drags((x, y), *((x + dx, y + dy) for dx, dy in way))

    return gesture


def place_two(user: User) -> None:
    """People's points in frames 10 and 14."""
    for frame in (10, 14):
        key("Alt+Right", frame)(user)
        user.rests()


EFFECTIVE: dict[str, Gesture] = {
    "click beside the ball": click(5),
    "click where there is none": click(NO_BALL),
    "drag": drag(5, (10, 5), (30, 10)),
    "nudge left": key("Alt+Left", 5),
    "nudge right": key("Alt+Right", 5),
    "nudge up": key("Alt+Up", 5),
    "nudge down": key("Alt+Down", 5),
    "accept": key("A", 5),
    "accept that there is none": key("A", NO_BALL),
    "accept a range": in_range("Shift+A", 3, 7),
    "reject": key("X", 5),
    "reject a range": in_range("Shift+X", 3, 7),
    "absent": key("0", 5),
    "absent, as the model says": key("0", NO_BALL),
    "clear": key("1", 5),
    "blurred": key("2", 5),
    "occluded": key("3", 5),
    "fill": key("G", 12),
    "take back": key("Del", 10),
    "keep a clip": in_range("C", 3, 7),
}
NOTHING: dict[str, Gesture] = {
    "drag and back": drag(5, (30, 10), (0, 0)),
    "drag a person's point and back": drag(10, (30, 10), (0, 0)),
    "press on the ball": drag(5, (0.3, 0)),
    "nudge nothing": key("Alt+Left", NO_BALL),
    "accept what is decided": key("A", 10),
    "accept a range without one": key("Shift+A", 5),
    "reject nothing": key("X", NO_BALL),
    "reject a range without one": key("Shift+X", 5),
    "clear without a place": key("1", NO_BALL),
    "clear twice": key("1", 10),
    "fill without points": key("G", 30),
    "take back the model's word": key("Del", 5),
    "keep a clip without a range": key("C", 5),
}


def shown_labels(user: User) -> tuple[object, ...]:
    """All that the window knows of the labels."""
    user.rests()
    track = user.track
    arrays = (track.visibility, track.x, track.y, track.confidence, track.source, track.review)
    return (*(array.tobytes() for array in arrays), dict(user.session.labels.clips))


def open_again(user: User) -> None:
    path = user.session.opened.video.path
    user.leaves()
    user.opens(path)


def assert_undo_and_redo(user: User, before: object, after: object) -> None:
    assert shown_labels(user) == after
    user.undoes()
    assert shown_labels(user) == before
    user.redoes()
    assert shown_labels(user) == after


@pytest.mark.parametrize("name", EFFECTIVE)
def test_a_gesture_is_one_undo_step_here_and_after_reopening(reviewer: User, name: str) -> None:
    place_two(reviewer)
    before = shown_labels(reviewer)
    EFFECTIVE[name](reviewer)
    after = shown_labels(reviewer)
    assert after != before

    assert_undo_and_redo(reviewer, before, after)
    open_again(reviewer)
    assert_undo_and_redo(reviewer, before, after)


@pytest.mark.parametrize("name", NOTHING)
def test_a_gesture_that_changes_nothing_is_no_step(reviewer: User, name: str) -> None:
    place_two(reviewer)
    before = shown_labels(reviewer)
    reviewer.undoes()
    reviewer.redoes()
    NOTHING[name](reviewer)

    assert shown_labels(reviewer) == before
    reviewer.undoes()
    assert reviewer.track.source[14] == Source.MODEL


@pytest.mark.parametrize(
    ("gesture", "said"),
    [
        (key("Alt+Left", NO_BALL), NO_PLACE),
        (key("X", NO_BALL), NO_PLACE),
        (key("2", NO_BALL), NO_PLACE),
        (key("G", 12), NO_POINTS),
        (key("Shift+A", 5), NO_RANGE),
        (key("C", 5), NO_RANGE),
    ],
)
def test_what_makes_no_sense_here_is_said(
    reviewer: User, gesture: Gesture, said: tuple[str, str]
) -> None:
    gesture(reviewer)

    reviewer.qtbot.waitUntil(lambda: reviewer.notice == " ".join(said))


def test_the_hint_goes_with_the_next_action(reviewer: User) -> None:
    reviewer.presses("C")
    assert reviewer.notice

    reviewer.presses("Right")

    assert reviewer.notice == ""


def test_a_click_places_the_ball_where_the_pointer_is(reviewer: User) -> None:
    click(NO_BALL)(reviewer)
    reviewer.rests()

    assert reviewer.track.visibility[NO_BALL] == Visibility.CLEAR
    assert (reviewer.track.x[NO_BALL], reviewer.track.y[NO_BALL]) == pytest.approx((200, 20), abs=1)


def test_the_preview_can_be_corrected_as_soon_as_it_is_ready(reviewer: User) -> None:
    reviewer.drags_the_ball(20, -10)

    assert reviewer.track.source[0] == Source.HUMAN
    assert reviewer.track.x[0] == pytest.approx(ball_at(0)[0] + 20, abs=1)


def test_accepting_goes_on_to_the_next_frame(reviewer: User) -> None:
    reviewer.presses("A")
    reviewer.rests()

    reviewer.sees_frame(1)
    assert list(reviewer.track.review[:2]) == [Review.ACCEPTED, Review.UNREVIEWED]


def test_a_held_key_accepts_no_frame_unseen_and_leaves_none_out(reviewer: User) -> None:
    for _ in range(30):
        reviewer.presses("A")
    reviewer.rests()

    reached = reviewer.session.player.position
    assert (reviewer.track.review[:reached] == Review.ACCEPTED).all()
    assert not reviewer.track.review[reached:].any()


def test_quick_nudges_add_up(reviewer: User) -> None:
    for _ in range(5):
        reviewer.presses("Alt+Right")
    reviewer.rests()

    assert reviewer.track.x[0] == pytest.approx(ball_at(0)[0] + 5)


def test_filling_gives_points_that_wait_for_review(reviewer: User) -> None:
    place_two(reviewer)

    key("G", 12)(reviewer)
    reviewer.rests()

    assert (reviewer.track.source[11:14] == Source.INTERPOLATED).all()
    assert not reviewer.track.review[11:14].any()


def test_clips_count_on_even_when_the_key_is_pressed_quickly(reviewer: User) -> None:
    reviewer.marks_range(3, 7)
    reviewer.presses("C")
    reviewer.presses("C")
    reviewer.rests()

    names = {clip.name for clip in reviewer.session.labels.clips.values()}
    assert names == {"Clip 1", "Clip 2"}


@pytest.mark.parametrize("points", [((200, 20),), ((200, 20), (210, 30))])
def test_a_press_while_playing_only_pauses(
    reviewer: User, points: tuple[tuple[float, float], ...]
) -> None:
    reviewer.presses("Space")
    reviewer.qtbot.waitUntil(lambda: reviewer.session.view.frame > 2)
    reviewer.drags(*points)
    reviewer.rests()

    assert not reviewer.session.player.playing
    assert not (reviewer.track.source == Source.HUMAN).any()


def test_a_double_click_while_playing_only_pauses(reviewer: User) -> None:
    reviewer.presses("Space")
    reviewer.qtbot.waitUntil(lambda: reviewer.session.view.frame > 2)
    point = reviewer.point(200, 20)
    pointing.double_click(reviewer.picture, (point.x(), point.y()))
    reviewer.rests()

    assert not reviewer.session.player.playing
    assert not (reviewer.track.source == Source.HUMAN).any()


@pytest.mark.parametrize("keys", ["Right", "Space"])
def test_a_press_never_labels_a_frame_that_comes_later(reviewer: User, keys: str) -> None:
    at, to = ((point.x(), point.y()) for point in (reviewer.point(200, 20), reviewer.point(9, 9)))
    pointing.press(reviewer.picture, at)
    reviewer.presses(keys)
    reviewer.qtbot.waitUntil(lambda: reviewer.session.view.frame > 0)
    pointing.release(reviewer.picture, to)
    reviewer.rests()

    assert not (reviewer.track.source == Source.HUMAN).any()


@pytest.mark.parametrize("y", [-4, -1, 180, 183])
def test_a_click_beside_the_picture_labels_nothing(reviewer: User, y: float) -> None:
    reviewer.window.resize(1000, 700)
    assert reviewer.point(160, y).y() in range(reviewer.picture.height())

    reviewer.clicks(160, y)
    reviewer.rests()

    assert not (reviewer.track.source == Source.HUMAN).any()


def test_undo_pressed_before_the_disk_has_the_gesture_takes_it_back(reviewer: User) -> None:
    before = reviewer.track.x[0]

    reviewer.presses("Alt+Right")
    reviewer.presses("Ctrl+Z")
    reviewer.rests()

    assert reviewer.track.x[0] == before
    assert reviewer.action("redo").isEnabled()
    assert not reviewer.action("undo").isEnabled()


def test_undo_is_grey_again_after_a_gesture_that_came_to_nothing(reviewer: User) -> None:
    reviewer.goes_to(NO_BALL)
    reviewer.presses("X")
    assert reviewer.action("undo").isEnabled()

    reviewer.rests()
    assert not reviewer.action("undo").isEnabled()


def test_accepting_a_range_says_what_it_did(reviewer: User) -> None:
    reviewer.marks_range(NO_BALL - 2, NO_BALL + 1)
    reviewer.presses("Shift+A")

    reviewer.sees_notice("4 frames accepted. 2 of them as “No ball”.")


def test_rejecting_a_range_says_whose_labels_it_took(reviewer: User) -> None:
    reviewer.marks_range(5, 8)
    reviewer.presses("Shift+A")
    reviewer.sees_notice("4 frames accepted.")
    reviewer.presses("Shift+X")

    reviewer.sees_notice("4 frames rejected. 4 of them had a label before.")


def test_where_nothing_can_be_deleted_it_says_so_and_undo_stays_what_it_was(
    reviewer: User,
) -> None:
    reviewer.presses("Del")

    reviewer.sees_notice("There is no label to delete in this frame.")
    assert not reviewer.action("undo").isEnabled()
