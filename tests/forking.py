"""Programs in processes of their own, forked from one that has imported torch already.

A new interpreter imports it for seconds. A forked process lives, writes and dies by itself all the
same. Neither Qt nor boto3 is imported in it before the program does so.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import NamedTemporaryFile
from typing import TextIO

import torch

Program = Callable[..., int | None]  # by its name in a module

_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    [
        "torch._dynamo",  # what an optimizer imports when it is made
        "matplotlib.pyplot",
        "app.cli.commands.analyze",
        "app.cli.commands.evaluate",
        "app.cli.commands.train",
    ]
)


@dataclass(frozen=True)
class Running:
    """A program that runs, and what it writes to standard output."""

    process: BaseProcess
    stdout: TextIO
    _stderr: Path

    @property
    def returncode(self) -> int | None:
        """The exit status, or minus the signal that ended it; None while it runs."""
        return self.process.exitcode

    @property
    def stderr(self) -> str:
        """What it has written to standard error until now."""
        return self._stderr.read_text()

    def kill(self) -> None:
        self.process.kill()


@contextmanager
def running(
    program: Program, *arguments: object, environ: Mapping[str, str] = os.environ
) -> Iterator[Running]:
    """Run `program(*arguments)` in a process, and wait for its end; an exception kills it."""
    ours, its = _CONTEXT.Pipe(duplex=False)
    with ours, NamedTemporaryFile("r") as stderr, open(os.dup(ours.fileno())) as stdout:
        process = _CONTEXT.Process(
            target=_run, args=(program, arguments, dict(environ), its, stderr.name)
        )
        process.start()
        its.close()
        try:
            yield Running(process, stdout, Path(stderr.name))
        except BaseException:
            process.kill()
            raise
        finally:
            process.join()


def finished(
    program: Program, *arguments: object, environ: Mapping[str, str] = os.environ
) -> "CompletedProcess[str]":
    """Run `program(*arguments)` in a process to its end."""
    with running(program, *arguments, environ=environ) as process:
        out = process.stdout.read()
        process.process.join()
        assert process.returncode is not None
        return CompletedProcess((), process.returncode, out, process.stderr)


def _run(
    program: Program,
    arguments: tuple[object, ...],
    environ: dict[str, str],
    stdout: Connection,
    stderr: str,
) -> None:
    os.environ.clear()
    os.environ.update(environ)
    if threads := environ.get("OMP_NUM_THREADS"):  # torch has read it at its import
        torch.set_num_threads(int(threads))
    os.dup2(stdout.fileno(), 1)
    os.dup2(os.open(stderr, os.O_WRONLY | os.O_APPEND), 2)
    sys.exit(program(*arguments))
