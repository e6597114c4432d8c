"""How often a killed writer or window loses something: 200 kills each, as Markdown table lines."""

from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from storage.library.library import open_library
from storage.library.videos import put_video
from tests.app.killing import kill_a_window
from tests.app.rally import CLIP_FRAMES, write_rally
from tests.storage.library.builders import video
from tests.storage.library.killing import kill_a_writer

KILLS = 200
KILLS_A_LIBRARY = 10  # the whole journal is read after each


def run(kills: int = KILLS) -> list[str]:
    """Kill as many of each; raises AssertionError when labels and journal disagree."""
    said, gone = _kill_writers(kills)
    shown, lost = _kill_windows(kills)
    return [
        "| killed | kills | told or shown | of these lost | labels unlike the journal |",
        "|---|---:|---:|---:|---:|",
        f"| writers, in gestures of up to 200 labels | {kills} | {said} | {gone} | 0 |",
        f"| windows, at a user's work | {kills} | {shown} | {lost} | 0 |",
    ]


def _kill_writers(kills: int) -> tuple[int, int]:
    """How many gestures were told to be written, and how many of them are gone."""
    promised = lost = 0
    for seeds in _batches(kills):
        with TemporaryDirectory() as folder:
            said, gone = _kill_writers_of(Path(folder), seeds)
        promised += said
        lost += gone
    return promised, lost


def _kill_writers_of(folder: Path, seeds: range) -> tuple[int, int]:
    library = open_library(folder)
    with library.connect() as db:
        put_video(db, video())
    promised: set[UUID] = set()
    for seed in seeds:
        killed = kill_a_writer(library, seed)
        promised |= killed.promised
    return len(promised), len(promised - killed.found)


def _kill_windows(kills: int) -> tuple[int, int]:
    """How many changes were shown, and how many of them are gone."""
    shown = lost = 0
    for seeds in _batches(kills):
        with TemporaryDirectory() as folder:
            clip = write_rally(Path(folder) / "clip.mp4", CLIP_FRAMES)
            library = open_library(Path(folder) / "library")
            for seed in seeds:
                killed = kill_a_window(library, clip, seed)
                shown += len(killed.shown)
                lost += killed.lost
    return shown, lost


def _batches(kills: int) -> list[range]:
    """Seeds, those of one library together."""
    return [
        range(first, min(first + KILLS_A_LIBRARY, kills))
        for first in range(0, kills, KILLS_A_LIBRARY)
    ]


if __name__ == "__main__":
    print("\n".join(run()))
