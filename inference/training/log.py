"""The training log: a table (CSV) and event files for TensorBoard."""

import csv
from collections.abc import Sequence
from pathlib import Path

from tensorboardX import SummaryWriter

from inference.evaluation.metrics import Metrics
from storage.files import plain_write_errors, write_text

TABLE = "log.csv"
_COLUMNS = ("step", "loss", "learning_rate")
_GROUP = "validation"  # of the metrics' curves


class TrainingLog:
    """The log in one folder. When a training resumes, later entries of the log are dropped."""

    def __init__(self, folder: Path, step: int, metric_names: Sequence[str] = ()) -> None:
        """Resume at `step`. UserError if the folder cannot be written into."""
        self._table = folder / TABLE
        self._metric_names = tuple(metric_names)
        header = [*_COLUMNS, *metric_names]
        with plain_write_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            rows = _rows_until(self._table, step, len(header))
            write_text(self._table, "".join(f"{','.join(row)}\n" for row in [header, *rows]))
            # TensorBoard, too, drops what it was told beyond this step; the names of its files
            # count seconds, in which a training may have been killed and resumed
            self._writer = SummaryWriter(
                str(folder), purge_step=step + 1, filename_suffix=f".{step}"
            )

    def add(self, step: int, loss: float, learning_rate: float, metrics: Metrics | None) -> None:
        """Log the step with this number, from 1; `metrics` are of a validation after it."""
        figures = metrics.figures() if metrics else {}
        shown = {
            name: value for name in self._metric_names if (value := figures.get(name)) is not None
        }
        row = [str(step), f"{loss:.6g}", f"{learning_rate:.6g}"]
        row += [f"{shown[name]:.4f}" if name in shown else "" for name in self._metric_names]
        with plain_write_errors(self._table), self._table.open("a", newline="") as file:
            file.write(f"{','.join(row)}\n")
        curves = {"loss": loss, "learning_rate": learning_rate}
        curves |= {f"{_GROUP}/{name}": value for name, value in shown.items()}
        for name, value in curves.items():
            self._writer.add_scalar(name, value, step)

    def close(self) -> None:
        """Write what is still on its way to TensorBoard's file."""
        self._writer.close()


def _rows_until(table: Path, step: int, columns: int) -> list[list[str]]:
    """The whole rows of `table` up to that step; a process that was killed may have left half."""
    if not table.exists():
        return []
    with table.open(newline="") as file:
        rows = list(csv.reader(file))[1:]
    whole = [row for row in rows if len(row) == columns and row[0].isdigit()]
    return [row for row in whole if int(row[0]) <= step]
