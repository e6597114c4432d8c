"""Colours, fonts and the style sheet: one dark, quiet look in which the picture is brightest."""

from importlib.resources import files
from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from storage.records import Review, Source

BACKGROUND = QColor("#141519")  # window
WELL = QColor("#0c0d0f")  # around the picture, behind lanes and lists
SURFACE = QColor("#1b1d22")  # panels and bars
RAISED = QColor("#282b32")  # buttons and fields
HOVER = QColor("#333740")
OUTLINE = QColor("#373b44")
TEXT = QColor("#dde0e5")
MUTED = QColor("#9aa1ac")  # at least 4.5:1 on every ground above it
DISABLED = QColor("#6b717c")
ACCENT = QColor("#6ba4ff")
ACCENT_DEEP = QColor("#2f62c0")  # under white text
PLAYHEAD = QColor("#f4f6fa")
WARNING = QColor("#eab354")
DANGER = QColor("#f47d76")
DONE = QColor("#5cc98a")

# Told apart by shape as well: no meaning hangs on the colour alone.
SOURCE_COLOURS = {
    Source.NONE: MUTED,
    Source.MODEL: QColor("#5cc2f2"),
    Source.HUMAN: QColor("#f5c84c"),
    Source.INTERPOLATED: QColor("#b9a3f5"),
    Source.RELINKED: QColor("#ec94d3"),
}
REVIEW_COLOURS = {
    Review.UNREVIEWED: MUTED,
    Review.ACCEPTED: DONE,
    Review.CORRECTED: SOURCE_COLOURS[Source.HUMAN],
    Review.REJECTED: DANGER,
}

_FAMILIES = [
    "Inter",
    "Segoe UI Variable Text",
    "Segoe UI",
    ".AppleSystemUIFont",
    "Cantarell",
    "Noto Sans",
    "Liberation Sans",
    "DejaVu Sans",
]
_TOKENS = {
    "background": BACKGROUND,
    "well": WELL,
    "surface": SURFACE,
    "raised": RAISED,
    "hover": HOVER,
    "outline": OUTLINE,
    "text": TEXT,
    "muted": MUTED,
    "disabled": DISABLED,
    "accent": ACCENT,
    "accent_deep": ACCENT_DEEP,
    "warning": WARNING,
    "danger": DANGER,
    "done": DONE,
}


def font(pixels: int = 13, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The interface font; digits all have one width, so that running numbers stand still."""
    font = QFont()
    font.setFamilies(_FAMILIES)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def apply_theme(app: QApplication) -> None:
    """Give `app` its palette, font and style sheet."""
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(_palette())
    app.setFont(font())
    app.setStyleSheet(style_sheet())


def style_sheet() -> str:
    """The style sheet with its colours filled in."""
    resources = files("resources")
    text = (resources / "style.qss").read_text(encoding="utf-8")
    names = {name: colour.name() for name, colour in _TOKENS.items()}
    # the style sheet names icons by their path, so resources must be a folder on the disk
    return Template(text).substitute(names, icons=Path(str(resources / "icons")).as_posix())


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for part, colour in (
        (role.Window, BACKGROUND),
        (role.WindowText, TEXT),
        (role.Base, WELL),
        (role.AlternateBase, SURFACE),
        (role.Text, TEXT),
        (role.PlaceholderText, MUTED),
        (role.Button, RAISED),
        (role.ButtonText, TEXT),
        (role.ToolTipBase, RAISED),
        (role.ToolTipText, TEXT),
        (role.Highlight, ACCENT_DEEP),
        (role.HighlightedText, QColor("white")),
        (role.Link, ACCENT),
        (role.BrightText, DANGER),
        (role.Light, HOVER),
        (role.Mid, OUTLINE),
        (role.Dark, WELL),
        (role.Shadow, QColor("black")),
        (role.Accent, ACCENT),
    ):
        palette.setColor(part, colour)
    for part in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, part, DISABLED)
    return palette
