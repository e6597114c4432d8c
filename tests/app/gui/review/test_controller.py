"""The video under review (app.gui.review.controller): opened, offered, left."""

from pathlib import Path

from tests.app.user import User


def test_a_video_that_comes_late_is_opened_on_the_start_page(user: User, clip: Path) -> None:
    user.window._context.navigation.offer_video(clip)

    user.qtbot.waitUntil(lambda: user.window.session is not None)
    assert user.session.opened.video.path == clip


def test_who_works_on_another_video_is_asked_first(
    reviewer: User, tracked: Path, rally: Path
) -> None:
    reviewer.window._context.navigation.offer_video(rally)

    reviewer.sees_notice("rally.mp4 is ready.")
    assert reviewer.session.opened.video.path == tracked
    reviewer.clicks_button("notice-action")
    reviewer.qtbot.waitUntil(
        lambda: reviewer.window.session is not None and reviewer.session.opened.video.path == rally
    )


def test_undo_is_offered_once_there_is_something_to_undo(reviewer: User) -> None:
    assert not reviewer.action("undo").isEnabled()

    reviewer.presses("X")

    assert reviewer.action("undo").isEnabled()


def test_a_video_that_cannot_be_read_leads_back_to_the_start(user: User, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_text("no video")
    user.drops(broken)

    user.qtbot.waitUntil(lambda: bool(user.notice))
    assert user.window.session is None
    assert user.window.windowTitle() == "Touchline"
