"""What a training is asked for: plain values, without the code behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

LIBRARY = "library"  # a source: everything that people have labelled there
SIMULATOR = "simulator"
PROCEDURAL = "procedural"

RequestedPrecision = Literal["auto", "fp32", "bf16", "fp16"]


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """A training, as somebody asks for it; None where the usual value is wanted."""

    task: str
    model: str = ""  # name or folder of the model to train further; unless there is a preset
    preset: str | None = None  # train from scratch
    sources: tuple[str, ...] = (LIBRARY,)
    replay: tuple[str, ...] = ()  # sources of earlier labels
    hold_out: tuple[str, ...] = ()  # names of videos and folders
    steps: int | None = None
    minutes: float | None = None  # in place of steps
    batch_size: int = 16
    seed: int = 0
    precision: RequestedPrecision = "auto"
    name: str | None = None  # of the new model
    out: Path | None = None  # its folder; None: in the library
    log: Path | None = None  # folder for log.csv and TensorBoard
    licence: str = ""  # of the footage and its labels, for the card
    convention: str = ""  # what exactly the labels mark, for the card
    options: Mapping[str, object] = field(default_factory=dict)  # of the task's own

    @property
    def start_name(self) -> str:
        """What it starts from, in a word."""
        return self.preset or Path(self.model).name
