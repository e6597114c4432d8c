"""How often a killed writer loses something: 200 kills, as Markdown table lines."""

from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from storage.library.library import open_library
from storage.library.videos import put_video
from tests.storage.library.builders import video
from tests.storage.library.killing import kill_a_writer

KILLS = 200
KILLS_A_LIBRARY = 10  # the whole journal is replayed after each


def run(kills: int = KILLS) -> list[str]:
    """Kill as many writers; raises AssertionError when labels and journal disagree."""
    promised = lost = 0
    for first in range(0, kills, KILLS_A_LIBRARY):
        seeds = range(first, min(first + KILLS_A_LIBRARY, kills))
        with TemporaryDirectory() as folder:
            said, gone = _kill_in(Path(folder), seeds)
        promised += said
        lost += gone
    return [
        "| writers killed | gestures promised | gestures lost | labels unlike the journal |",
        "|---:|---:|---:|---:|",
        f"| {kills} | {promised} | {lost} | 0 |",
    ]


def _kill_in(folder: Path, seeds: range) -> tuple[int, int]:
    """How many gestures were promised in one library, and how many of them are gone."""
    library = open_library(folder)
    with library.connect() as db:
        put_video(db, video())
    promised: set[UUID] = set()
    for seed in seeds:
        killed = kill_a_writer(library, seed)
        promised |= killed.promised
    return len(promised), len(promised - killed.found)


if __name__ == "__main__":
    print("\n".join(run()))
