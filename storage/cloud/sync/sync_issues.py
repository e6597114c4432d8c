"""What a person must look at before sync can go on with a video, or with one of its files."""

import json
from dataclasses import dataclass
from typing import Literal

from storage.cloud.s3.bucket import Entry

READER = 2  # counts the versions of this program that read more than those before

Kind = Literal["removed", "file", "video"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something about one video in one place; nothing is lost by it on either side.

    "removed": what we had sent is gone; "file": a file was not taken; "video": all of it stands.
    """

    kind: Kind
    video: str  # fingerprint
    title: str
    advice: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is not taken, for people; `for_now`: it is to be read again in the next pass."""

    title: str
    advice: str
    for_now: bool = False

    def text(self, entry: Entry) -> str:
        """This refusal of `entry` as the library remembers it."""
        version = {"reader": READER, "etag": None if self.for_now else entry.etag}
        return json.dumps({"title": self.title, "advice": self.advice, **version})


def is_worth_another_look(text: str, entry: Entry) -> bool:
    """Whether a refused file may be taken now: it has changed, or this program has."""
    remembered = json.loads(text)
    return bool((remembered["reader"], remembered["etag"]) != (READER, entry.etag))


def remembered(video: str, text: str) -> Trouble:
    """The trouble with a file that was refused before."""
    said = json.loads(text)
    return Trouble("file", video, said["title"], said["advice"])
