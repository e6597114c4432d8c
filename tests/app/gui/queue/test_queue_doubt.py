from app.gui.queue.queue_doubt import QueueDoubt
from tests.app.rally import ABSENT
from tests.app.user import User


def test_an_edit_is_judged_again(reviewer: User) -> None:
    queue = reviewer.session.findChild(QueueDoubt)
    assert queue is not None
    reviewer.qtbot.waitUntil(lambda: queue.doubt is not None)
    before = queue.doubt
    assert before is not None
    assert before.wrong[ABSENT.start] > 0
    reviewer.goes_to(ABSENT.start)
    reviewer.presses("0")
    reviewer.rests()

    reviewer.qtbot.waitUntil(lambda: queue.doubt is not before)
    after = queue.doubt
    assert after is not None
    assert after.wrong[ABSENT.start] == 0
