"""Names of strangers are shown as they are: nothing in them is markup, and none is without end."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from widgets.common.plain_text import PlainLabel, show_as_plain_text, tool_tip

ROOT = Path(__file__).parents[3]
SOURCES = [*(ROOT / "widgets").rglob("*.py"), *(ROOT / "app" / "gui").rglob("*.py")]
BOMB = "<img src=/dev/zero>"
ESCAPED = ("widgets/review/model_box.py", "widgets/window/notice_bar.py")  # rich, and escape all
TEXTS = [BOMB, "a < b & c", "x" * 60_000, "a\x1b]0;PWN\x07", "a\u202egpj.exe", f"two\n{BOMB}"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_label_shows_plain_text(qtbot: QtBot, text: str) -> None:
    label = PlainLabel(text)
    qtbot.addWidget(label)

    assert label.textFormat() == Qt.TextFormat.PlainText
    assert all(c.isprintable() or c == "\n" for c in label.text())
    assert len(label.text()) <= 2000


@pytest.mark.parametrize("text", TEXTS)
def test_a_tool_tip_shows_what_looks_like_markup(text: str) -> None:
    tip = tool_tip(text)

    assert "<img" not in tip or not QtText.mightBeRichText(tip)
    assert len(tip) < 2100


@pytest.mark.parametrize("text", ["Open video  (Ctrl+O)", "a & b", "1 < 2", "two\nlines"])
def test_a_tool_tip_without_markup_is_left_as_it_is(text: str) -> None:
    assert tool_tip(text) == text


def test_a_question_shows_plain_text(qtbot: QtBot) -> None:
    box = QMessageBox()
    qtbot.addWidget(box)
    box.setText(f"Remove {BOMB}?")
    box.setInformativeText(BOMB)

    show_as_plain_text(box)

    shown = [label for label in box.findChildren(QLabel) if "<img" in label.text()]
    assert len(shown) == 2
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in shown)


def calls(path: Path, name: str) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and name in (getattr(node.func, "id", ""), getattr(node.func, "attr", ""))
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_labels_and_tool_tips_are_plain_everywhere(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    if name == "widgets/common/plain_text.py":
        return
    guessed = [call.args[0] for call in calls(path, "setToolTip")]
    tips = [tip for tip in guessed if not isinstance(tip, ast.Constant)]

    assert not calls(path, "QLabel") or name in ESCAPED
    assert not calls(path, "QMessageBox") or calls(path, "show_as_plain_text")
    assert all(getattr(getattr(tip, "func", None), "id", "") == "tool_tip" for tip in tips)
    assert "ToolTipRole" not in path.read_text() or "tool_tip(" in path.read_text()
