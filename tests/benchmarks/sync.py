"""A million edits to an empty client, and 200 seeded weeks of three clients with every fault.

CPU time is this process's own; the bucket of the journal is a folder. The weeks raise if an edit
is lost or two clients differ: then the benchmark ends with the traceback and the seed.
"""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import boto3

from storage.cloud.s3.location import S3Location
from storage.cloud.sync.edit_files import MOST_EDITS, encode
from storage.cloud.sync.remote import video_folder
from storage.cloud.sync.sync_pass import sync
from storage.library.database import rows
from storage.library.journal.merging import DeviceEdits, EditRow, merge_edits
from storage.library.label_format import label_to_json
from storage.library.library import open_library
from storage.library.videos import put_video
from tests.draining import drained
from tests.s3_server import running_server
from tests.storage.cloud.sync.folder import FolderRemote
from tests.storage.cloud.sync.weeks import live_in_memory, live_over_http
from tests.storage.library.builders import VIDEO, ball, video
from tests.storage.library.trees import new_library, received

EDITS = 1_000_000
FRAMES = 540_000  # three hours at 50 frames a second
WEEKS = 200
CHAIN = 1200
DEVICES = 3
_LOGIN = {
    "AWS_ACCESS_KEY_ID": "any",
    "AWS_SECRET_ACCESS_KEY": "any",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}


def run(edits: int = EDITS, weeks: int = WEEKS) -> Iterator[str]:
    """Table lines; both may be fewer: `python -m tests.benchmarks.sync 100000 20`."""
    with TemporaryDirectory() as scratch:
        yield "| what | CPU, s | wall, s |"
        yield "|---|---:|---:|"
        yield _first_sync(Path(scratch), edits)
        yield _child_first(CHAIN)
    yield ""
    yield _weeks(weeks)


def _child_first(files: int) -> str:
    """A chain of edits of one frame, each in a file of its own, the last one first."""
    chain = [received(id, [id - 1] if id > 1 else [], ball(id)) for id in range(1, files + 1)]
    pieces = [DeviceEdits("another", [edit]) for edit in reversed(chain)]
    with new_library() as db:
        start, cpu = time.perf_counter(), time.process_time()
        for first in range(0, files, 100):
            merge_edits(db, VIDEO, pieces[first : first + 100])
        spent = time.process_time() - cpu, time.perf_counter() - start
    return f"| {files:,} files of one edit, child first | {spent[0]:.1f} | {spent[1]:.1f} |"


def _first_sync(folder: Path, edits: int) -> str:
    remote = FolderRemote(folder / "bucket")
    megabytes = _write_journal(remote, edits) / 1e6
    library = open_library(folder / "library")
    with library.connect() as db:
        put_video(db, video(frames=FRAMES))
    cpu, wall = time.process_time(), time.perf_counter()
    received = drained(sync(library, remote)).received
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    with library.connect() as db:
        assert rows(db, "select count(*) from edits") == [(received,)]
    return (
        f"| {received:,} edits, {megabytes:.0f} MB, to an empty client | {cpu:.1f} | {wall:.1f} |"
    )


def _write_journal(remote: FolderRemote, edits: int) -> int:
    """Drags and ranges of three devices that have seen each other's edits; returns the bytes."""
    journal, size = _journal(edits), 0
    for start in range(0, edits, MOST_EDITS):  # all are at it at the same time
        for device, made in journal.items():
            if piece := made[start : start + MOST_EDITS]:
                name, data = encode(VIDEO, device, piece)
                remote.write_new(video_folder(VIDEO) + name, data)
                size += len(data)
    return size


def _journal(edits: int) -> dict[str, list[EditRow]]:
    random = Random(1)
    journal: dict[str, list[EditRow]] = {
        str(UUID(int=random.getrandbits(128), version=4)): [] for _ in range(DEVICES)
    }
    last: dict[int, EditRow] = {}
    for number in range(edits):
        if number % 100 == 0:  # a gesture on a hundred frames, as reviewing a rally makes them
            made = random.choice(list(journal.values()))
            first, gesture = random.randrange(FRAMES - 100), random.getrandbits(128)
        frame = first + number % 100
        before = last.get(frame)
        label = ball(random.uniform(0, 1280), random.uniform(0, 720))
        made.append(
            EditRow(
                id=(gesture ^ (number % 100)).to_bytes(16),
                gesture=gesture.to_bytes(16),
                kind="edit",
                key=f"ball/{frame}",
                parent=before and before.id,
                others=None,
                before=before and before.after,
                after=label_to_json(label),
                author="ana",
                time="2026-01-02T03:04:05.123456+00:00",
                sequence=len(made) + 1,
            )
        )
        last[frame] = made[-1]
    return journal


def _weeks(weeks: int) -> str:
    """Every fifth week over HTTP, the others in memory."""
    os.environ.update(_LOGIN)
    with running_server() as address, TemporaryDirectory() as scratch:
        owner = boto3.client("s3", endpoint_url=address, region_name="us-east-1")
        bare = Path(scratch, "bare")
        with open_library(bare).connect() as db:
            put_video(db, video())
            db.execute("delete from this_device")
            db.conn.commit()
        for seed in range(weeks):
            folder = Path(scratch, str(seed))
            folder.mkdir()
            try:
                _week(seed, folder, bare, address, owner)
            except BaseException as error:
                error.add_note(f"seed {seed}")
                raise
            shutil.rmtree(folder)
    over_http = -(-weeks // 5)
    return (
        f"{weeks} seeded weeks of three clients, {over_http} of them over HTTP: "
        "no edit lost, all clients equal."
    )


def _week(seed: int, folder: Path, bare: Path, address: str, owner: Any) -> None:
    if seed % 5:
        live_in_memory(seed, folder, bare)
        return
    place = S3Location(f"videos-{uuid4().hex[:12]}", "matches", endpoint=address)
    owner.create_bucket(Bucket=place.bucket)
    live_over_http(seed // 5, folder, bare, place)


if __name__ == "__main__":
    for line in run(*(int(word) for word in sys.argv[1:])):
        print(line)
