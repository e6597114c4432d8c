from pathlib import Path

from pytestqt.qtbot import QtBot

from app.gui.shell.navigation import Navigation

VIDEO = Path("/videos/final.mp4")


def test_where_a_feature_wants_to_go_is_said(qtbot: QtBot) -> None:
    navigation = Navigation()

    with qtbot.waitSignals(
        [navigation.start_asked, navigation.video_asked, navigation.video_offered]
    ) as asked:
        navigation.show_start()
        navigation.open_video(VIDEO)
        navigation.offer_video(VIDEO)

    assert asked.signal_triggered
