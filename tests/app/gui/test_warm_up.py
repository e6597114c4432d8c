import sys

from app.gui.warm_up import load_networks_early


def test_the_networks_are_there_when_the_thread_has_ended() -> None:
    load_networks_early().join()

    assert "torch" in sys.modules
