"""A training of seconds that does all that large ones do; as a program, one to be killed.

    python small_training.py FOLDER STEP FOLDER STEP …

trains in each FOLDER up to STEP, one after the other, says the number of each step when it is
done, and leaves the weights of a finished training in its FOLDER. Under torchrun several such
programs train together, and each leaves its own.
"""

import sys
from collections.abc import Generator
from pathlib import Path

import torch
from safetensors.torch import save_file

from inference.ball.nets.compact import Compact
from inference.ball.task import BallTask
from inference.training.checkpoint import Checkpoint
from inference.training.config import TrainingConfig
from inference.training.distributed import SINGLE_PROCESS, DistributedContext, init_distributed
from inference.training.trainer import TrainingProgress, train
from tests.inference.ball.nets.tiny import TINY
from tests.inference.ball.training.judges import Fickle
from tests.inference.ball.training.samples import Dots

CONFIG = TrainingConfig(
    steps=8, batch_size=4, warmup_steps=2, seed=7, eval_interval=2, checkpoint_interval=0.0
)


def small_training(
    folder: Path, config: TrainingConfig = CONFIG, processes: DistributedContext = SINGLE_PROCESS
) -> Generator[TrainingProgress, None, Compact]:
    """The training with its checkpoint and its log in `folder`; goes on where there is one."""
    folder.mkdir(exist_ok=True)
    torch.manual_seed(2)
    checkpoint = Checkpoint(folder / "checkpoint", "dots")
    log = folder / "log"
    return train(
        BallTask(),
        Dots(),
        Compact(TINY),
        config,
        checkpoint,
        validator=Fickle(),
        log=log,
        processes=processes,
    )


def up_to(step: int, folder: Path, processes: DistributedContext) -> None:
    """Train until that step is done; the whole training where it has no such step."""
    work = small_training(folder, processes=processes)
    try:
        while (progress := next(work)).step < step or progress.validating:
            sys.stdout.write(f"{progress.step}\n")  # in one piece, as others write too
            sys.stdout.flush()
    except StopIteration as done:
        save_file(done.value.state_dict(), folder / f"weights-{processes.rank}.safetensors")
    work.close()


def main(words: list[str]) -> None:
    with init_distributed("cpu") as processes:
        for folder, step in zip(words[::2], words[1::2], strict=True):
            up_to(int(step), Path(folder), processes)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(sys.argv[1:])
