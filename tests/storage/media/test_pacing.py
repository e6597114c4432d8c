from storage.media.pacing import Pacing


def test_the_first_call_is_due_and_the_next_not_yet() -> None:
    pacing = Pacing()

    assert [pacing.due() for _ in range(10)] == [True] + [False] * 9
