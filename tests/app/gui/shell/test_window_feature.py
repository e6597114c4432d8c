from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.gui.shell.action_table import ActionTable
from app.gui.shell.settings import Settings
from app.gui.shell.window_feature import WindowFeature


def test_full_screen_comes_and_goes(settings: Settings, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    feature = WindowFeature(settings, ActionTable(settings.keys()), window)

    feature.commands()["full_screen"]()
    assert window.isFullScreen()

    feature.commands()["full_screen"]()
    assert not window.isFullScreen()
