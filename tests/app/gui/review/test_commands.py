from app.gui.review.commands import ZOOM_STEP, review_commands
from app.gui.shell.actions import ACTIONS
from tests.app.user import User


def test_each_command_is_an_action(reviewer: User) -> None:
    assert set(review_commands(reviewer.session)) <= {action.id for action in ACTIONS}


def test_the_picture_zooms_by_key_and_fits_again(reviewer: User) -> None:
    before = reviewer.picture.zoom

    reviewer.presses("Ctrl+=")
    reviewer.presses("Ctrl+=")
    reviewer.presses("Ctrl+-")
    assert reviewer.picture.zoom == before * ZOOM_STEP

    reviewer.presses("F")
    assert reviewer.picture.zoom == before


def test_the_trail_goes_and_comes_by_key(reviewer: User) -> None:
    reviewer.goes_to(15)
    with_trail = reviewer.picture.grab().toImage()

    reviewer.presses("R")
    without = reviewer.picture.grab().toImage()
    assert without != with_trail

    reviewer.presses("R")
    assert reviewer.picture.grab().toImage() == with_trail


def test_play_runs_and_stops_by_the_same_key(reviewer: User) -> None:
    reviewer.presses("Space")
    assert reviewer.session.player.playing

    reviewer.presses("Space")
    assert not reviewer.session.player.playing


def test_j_k_and_l_shuttle(reviewer: User) -> None:
    player = reviewer.session.player
    reviewer.goes_to(25)

    reviewer.presses("L")
    reviewer.presses("L")
    assert player.speed == 2
    reviewer.presses("K")
    assert not player.playing
    reviewer.presses("J")
    assert player.speed == -1


def test_steps_of_one_and_of_ten_frames(reviewer: User) -> None:
    for key, frame in (("Shift+Right", 10), ("Right", 11), ("Shift+Left", 1), ("Left", 0)):
        reviewer.presses(key)
        reviewer.sees_frame(frame)


def test_the_timeline_is_zoomed_by_keys(reviewer: User) -> None:
    timeline = reviewer.session.page.timeline
    reviewer.presses("Alt+=")
    assert not timeline.scale.fits

    reviewer.presses("Alt+-")
    assert timeline.scale.fits
    reviewer.presses("Alt+=")
    reviewer.action("timeline_fit").trigger()
    assert timeline.scale.fits
