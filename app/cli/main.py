"""The command `touchline`: finds the command's code, runs it, gives back its exit status."""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module

from app.cli.arguments.exit_status import DONE, end_process_soon, run_guarded
from app.cli.arguments.parser import parse
from app.cli.terminal import printable_output
from app.workflows.log import log_file, log_to_terminal


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv`, by default the process's own; returns the exit status.

    0 done, 1 the user's world was wrong, 2 wrong usage, 70 a bug, 130 stopped by Ctrl-C.
    """
    words = sys.argv[1:] if argv is None else argv
    with printable_output(), log_file() as log:
        status = run_guarded(lambda: _run(words), log)
    if argv is None:
        end_process_soon(status)
    return status


def _run(words: Sequence[str]) -> int:
    try:
        args = parse(words)
    except SystemExit:  # argparse has printed the help
        return DONE
    if hasattr(args, "verbose"):
        log_to_terminal()
    if hasattr(args, "version"):
        return _say_version()
    return _command(args.command)(args)


def _command(name: str) -> Callable[[Namespace], int]:
    # one module a command, imported when it is asked for: `probe` must not wait for torch or Qt
    module = (
        "import_labels" if name == "import" else name.replace("-", "_")
    )  # `import` is a word of Python's own
    run: Callable[[Namespace], int] = import_module(f"app.cli.commands.{module}").run
    return run


def _say_version() -> int:
    from app.workflows.version import version

    print(f"touchline {version()}")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
