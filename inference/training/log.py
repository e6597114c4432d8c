"""What a training tells of itself: a table for people, and event files for TensorBoard."""

import csv
from pathlib import Path

from tensorboardX import SummaryWriter

from inference.ball.evaluation.metrics import BallMetrics
from storage.files import plain_write_errors, write_text

TABLE = "log.csv"
_NAMES = ("step", "loss", "rate", "hit", "precision", "f1")
_HELD_OUT = "held-out"  # group of the curves of scores


class TrainingLog:
    """The log in one folder. What was told after the step at which one goes on is forgotten."""

    def __init__(self, folder: Path, step: int) -> None:
        """Go on at `step`. UserError if the folder cannot be written into."""
        self._table = folder / TABLE
        with plain_write_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            kept = _rows_until(self._table, step)
            write_text(self._table, "".join(f"{','.join(row)}\n" for row in [_NAMES, *kept]))
            # TensorBoard, too, forgets what it has been told beyond this step; the names of its
            # files count seconds, in which a training may have been killed and gone on
            self._curves = SummaryWriter(
                str(folder), purge_step=step + 1, filename_suffix=f".{step}"
            )

    def add(self, step: int, loss: float, rate: float, score: BallMetrics | None) -> None:
        """Tell of the step with this number, from 1; `score` is that of a look made after it."""
        curves = {"loss": loss, "rate": rate}
        row = [str(step), f"{loss:.6g}", f"{rate:.6g}", "", "", ""]
        if score is not None:
            seen = {"hit": score.hit, "precision": score.precision, "f1": score.f1}
            row[3:] = [f"{value:.4f}" for value in seen.values()]
            curves |= {f"{_HELD_OUT}/{name}": value for name, value in seen.items()}
        with plain_write_errors(self._table), self._table.open("a", newline="") as file:
            file.write(f"{','.join(row)}\n")
        for name, value in curves.items():
            self._curves.add_scalar(name, value, step)

    def close(self) -> None:
        """Write what is still on its way to TensorBoard's file."""
        self._curves.close()


def _rows_until(table: Path, step: int) -> list[list[str]]:
    """The whole rows of `table` up to that step; a process that was killed may have left half."""
    if not table.exists():
        return []
    with table.open(newline="") as file:
        rows = list(csv.reader(file))[1:]
    whole = [row for row in rows if len(row) == len(_NAMES) and row[0].isdigit()]
    return [row for row in whole if int(row[0]) <= step]
