"""Writes the predictions of a run, as an analysis in another process does.

Run as `python -m tests.storage.library.prediction_writer FOLDER RUN CHUNKS`.
"""

import sys
from pathlib import Path
from uuid import UUID

import numpy as np

from storage.library.library import open_library
from storage.library.predictions.predictions import put_candidates
from storage.records import CHUNK
from tests.storage.library.builders import put_positions, some_candidates


def main(folder: str, run: str, chunks: str) -> None:
    """Write chunk after chunk, each a fixed function of its number."""
    with open_library(Path(folder)).connect() as db:
        print("ready", flush=True)
        for chunk in range(int(chunks)):
            put_candidates(db, UUID(run), chunk, some_candidates(CHUNK, peaks=12, seed=chunk))
            frames = np.arange(chunk * CHUNK, (chunk + 1) * CHUNK, dtype=np.float64)
            put_positions(db, UUID(run), frames, chunk * CHUNK)


if __name__ == "__main__":
    main(*sys.argv[1:])
