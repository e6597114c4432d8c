"""Which videos below a place are new since somebody looked last."""

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from storage.cloud.s3.browsing import is_video
from storage.cloud.s3.bucket import Bucket, Entry
from storage.files import write_text

_MOST = 100_000  # objects looked at: a place with more of them is no folder of matches


class Watch:
    """Remembers in a file which versions of which videos it has told of."""

    def __init__(self, file: Path, bucket: Bucket) -> None:
        self._file = file
        self._bucket = bucket

    @property
    def is_new(self) -> bool:
        """Whether this place was never looked at."""
        return self._place not in self._read()

    def look(self) -> list[Entry]:
        """Videos that were not told of, in the order of their keys. Raises CloudError.

        They stay new until `tell`: what fails in between is not forgotten.
        """
        seen_marks = set(self._read().get(self._place, []))
        new = []
        for count, entry in enumerate(self._bucket.list(plain=False)):
            if count == _MOST:
                break
            if is_video(entry.key) and _mark(entry) not in seen_marks:
                new.append(entry)
        return sorted(new, key=lambda entry: entry.key)

    def tell(self, entries: list[Entry]) -> None:
        """Count `entries` as known from now on. Raises UserError if the disk refuses."""
        marks_of = self._read()
        marks = set(marks_of.get(self._place, [])) | {_mark(entry) for entry in entries}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        write_text(self._file, json.dumps(marks_of | {self._place: sorted(marks)}))

    @property
    def _place(self) -> str:
        place = self._bucket.place
        return _digest(f"{place.endpoint or ''}|{place.url}")

    def _read(self) -> dict[str, list[str]]:
        with suppress(OSError, ValueError, AttributeError, TypeError):
            marks_of = json.loads(self._file.read_text())
            return {str(place): [str(mark) for mark in marks] for place, marks in marks_of.items()}
        return {}


def _mark(entry: Entry) -> str:
    return _digest(f"{entry.key}|{entry.etag}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:20]
