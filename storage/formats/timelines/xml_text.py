"""XML as text: elements in each other, indented, without characters that XML forbids."""

import re
from xml.etree import ElementTree as ET

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(tag: str, text: object = None, /, **attributes: object) -> ET.Element:
    """An element with attributes and text; what XML cannot hold is replaced."""
    made = ET.Element(tag, {name: clean(str(value)) for name, value in attributes.items()})
    if text is not None:
        made.text = clean(str(text))
    return made


def add(parent: ET.Element, tag: str, text: object = None, /, **attributes: object) -> ET.Element:
    """The same, as the last one in `parent`."""
    made = element(tag, text, **attributes)
    parent.append(made)
    return made


def document(root: ET.Element, doctype: str = "", encoding: str = "UTF-8") -> str:
    """The text of a whole file; with `encoding` US-ASCII other letters stand as numbers."""
    ET.indent(root, "  ")
    text = ET.tostring(root, "unicode")
    if encoding == "US-ASCII":
        text = text.encode("ascii", "xmlcharrefreplace").decode()
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n'
    return head + (f"<!DOCTYPE {doctype}>\n" if doctype else "") + text + "\n"


def clean(text: str) -> str:
    """`text` without the characters that no XML file may hold."""
    return _FORBIDDEN.sub("\ufffd", text)
