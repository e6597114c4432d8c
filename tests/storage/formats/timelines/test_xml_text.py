from xml.etree import ElementTree as ET

import pytest

from storage.formats.timelines.xml_text import add, clean, document, element


@pytest.mark.parametrize("text", ["\x00", "\x1b[31m", "\ud800", "\ufffe"])
def test_what_xml_forbids_is_replaced(text: str) -> None:
    assert "\ufffd" in clean(text)


def test_everything_else_comes_back() -> None:
    root = element("a", name="\"<&>'\t")
    add(root, "b", "é & ‏ラリー 🏸")

    for encoding in ("UTF-8", "US-ASCII"):
        text = document(root, encoding=encoding)
        read = ET.fromstring(text.encode())

        assert read.get("name") == "\"<&>'\t"
        assert read.findtext("b") == "é & ‏ラリー 🏸"
        assert text.isascii() is (encoding == "US-ASCII")
