"""`make bench`: every benchmark but the longest, or those named, each printing its table.

Speeds are medians of runs side by side with a peer or a physical limit; compare ratios, since the
machine's own speed drifts. Nothing here passes or fails.
"""

import os
import sys
import time
from importlib import import_module

ALL = (
    "media",
    "library",
    "playback",
    "window",
    "edits",
    "export",
    "manifests",
    "nets",
    "analysis",
    "relinking",
    "contacts",
    "path_events",
    "accuracy",
    "continued",
    "kills",
    "s3",
    "sync",
)
LONG = ("finetune",)  # minutes of training: only when named


def main(names: list[str]) -> int:
    """Run the benchmarks `names`, all by default; returns the exit status."""
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    unknown = set(names) - {*ALL, *LONG}
    if unknown:
        known = ", ".join(ALL + LONG)
        print(f"There is no benchmark {', '.join(sorted(unknown))}; there are {known}.")
        return 2
    for name in names or ALL:
        started = time.monotonic()
        print(f"\n## {name}\n", flush=True)
        for line in import_module(f"tests.benchmarks.{name}").run():
            print(line, flush=True)
        print(f"\n({time.monotonic() - started:.0f} s)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
