import pytest

from storage.foreign_text import one_line, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Jürgen 球 😀", "Jürgen 球 😀"),
        ("x\x1b]0;PWN\x07", "x�]0;PWN�"),
        ("a\u202egpj.exe", "a�gpj.exe"),
        ("a\u2066b\u200bc\0", "a�b�c�"),
        ("two\nlines", "two\nlines"),
        ("\x85\x9b31m", "��31m"),
        ("<img src=/dev/zero>", "<img src=/dev/zero>"),
    ],
)
def test_what_does_not_print_is_replaced(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\r\nlines\tand  more", "two lines and more"),
        ("x" * 300, "x" * 300),
        ("x" * 60_000, "x" * 299 + "…"),
        (" " * 60_000 + "x", ""),
    ],
)
def test_one_line_is_short(text: str, shown: str) -> None:
    assert one_line(text) == shown
