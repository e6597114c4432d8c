"""What a person must look at before sync can go on with a video, or with one of its files."""

import json
from dataclasses import dataclass
from typing import Literal

from storage.cloud.s3.bucket import Entry
from storage.library.journal.sync_state import KnownFile

READER = 3  # counts the versions of this program that read more than those before

Kind = Literal["removed", "file", "video"]


@dataclass(frozen=True, slots=True)
class SyncIssue:
    """A problem with one video in one S3 location; nothing is lost by it on either side.

    "removed": files that were sent are gone; "file": a file was not read; "video": sync of the
    whole video failed.
    """

    kind: Kind
    video: str  # fingerprint
    title: str
    advice: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is not read, for people; `for_now`: it is to be read again in the next pass."""

    title: str
    advice: str
    for_now: bool = False

    def text(self, entry: Entry) -> str:
        """This refusal of `entry` as the library remembers it."""
        version = {"reader": READER, "etag": None if self.for_now else entry.etag}
        return json.dumps({"title": self.title, "advice": self.advice, **version})


def is_to_be_read(known: KnownFile | None, entry: Entry) -> bool:
    """Whether a file is new, or was refused and has changed since, or this program has."""
    if known is None:
        return True
    if known.refusal is None:
        return False
    refusal = json.loads(known.refusal)
    return bool((refusal["reader"], refusal["etag"]) != (READER, entry.etag))


def issue_of_refused(video: str, text: str) -> SyncIssue:
    """The issue with a file that was refused before."""
    refusal = json.loads(text)
    return SyncIssue("file", video, refusal["title"], refusal["advice"])
