from app.gui.queue.controller import QueueController
from tests.app.user import User


def test_the_actions_of_the_queue_belong_to_an_open_video(user: User) -> None:
    assert not user.action("next_doubtful").isEnabled()


def test_they_are_there_while_a_video_is_reviewed(reviewer: User) -> None:
    for name in ("next_doubtful", "previous_doubtful", "accept_place", "absent_place"):
        assert reviewer.action(name).isEnabled(), name


def test_a_gesture_without_a_place_says_what_to_do(reviewer: User) -> None:
    reviewer.presses("S")

    assert reviewer.notice.startswith("No place is at hand")


def test_it_lets_the_queue_go_with_the_video(reviewer: User) -> None:
    controller = reviewer.window.findChild(QueueController)
    assert controller is not None
    assert controller.queue is not None

    reviewer.leaves()

    assert controller.queue is None
