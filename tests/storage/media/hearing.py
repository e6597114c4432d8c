"""The sound of a few frames, read at once."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storage.media.audio import AudioReader
from storage.media.frame_table import FrameTable


def read_audio(
    path: Path, table: FrameTable, first: int, stop: int, rate: int = 48_000
) -> NDArray[np.int16]:
    """Samples (n, 2) of frames `[first, stop)` at `rate` Hz; silence where there is no sound."""
    with AudioReader(path, table, rate) as reader:
        return reader.read(reader.sample_at(first), reader.sample_at(stop))
