"""Addresses of objects as people type them: any key, in whichever form its letters were typed."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """An address in two parts: a place that can be connected to, and what counts from there.

    `name` is the key of an object, or the beginning of keys where it is empty or ends in "/".
    """

    place: str
    name: str

    @property
    def is_folder(self) -> bool:
        """Whether everything below it is meant."""
        return self.name[-1:] in ("", "/")

    @property
    def folder(self) -> str:
        """What of `name` is the folder; files are named without it."""
        return self.name[: self.name.rfind("/") + 1]


def split_address(url: str) -> Address:
    """`s3://bucket/folder/name` apart. Keys may have empty folders ("a//b"), which no place has."""
    scheme, separator, rest = url.partition("://")
    bucket, _, key = rest.partition("/")
    parts = key.split("/")
    plain = len(parts) - 1
    odd = (at for at, part in enumerate(parts[:plain]) if part in ("", ".", ".."))
    plain = next(odd, plain)
    place = "/".join((scheme + separator + bucket, *parts[:plain]))
    return Address(place, "/".join(parts[plain:]))


def spellings(url: str) -> tuple[str, ...]:
    """The address as it was typed, and with letters composed and taken apart.

    A Mac writes é as e and an accent where a keyboard gives one letter: to S3 these are two keys.
    """
    forms = (url, unicodedata.normalize("NFC", url), unicodedata.normalize("NFD", url))
    return tuple(dict.fromkeys(forms))
