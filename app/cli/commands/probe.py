"""`touchline probe`: what a video file holds, as the frame table counts it."""

import json
from argparse import Namespace
from fractions import Fraction
from pathlib import Path
from typing import Any

from app.cli.arguments.exit_status import DONE
from app.cli.context import scan_with_progress
from storage.media.frame_table import FrameTable


def run(args: Namespace) -> int:
    table = scan_with_progress(args.video)
    facts = probe_facts(table)
    if args.json:
        print(json.dumps(facts))
    else:
        print(probe_text(args.video, table, facts))
    return DONE


def probe_facts(table: FrameTable) -> dict[str, Any]:
    """What `--json` prints. `start` is frame 0 on the container's clock, both times in seconds."""
    stream = table.stream
    sound = stream.audio
    return {
        "frames": len(table),
        "width": stream.width,
        "height": stream.height,
        "rate": _ratio(table.rate),
        "variable": table.rate is None,
        "start": _seconds(table.start),
        "duration": _seconds(table.duration),
        "codec": stream.codec,
        "interlaced": stream.interlaced,
        "audio": sound and {"codec": sound.codec, "rate": sound.rate, "channels": sound.channels},
    }


def probe_text(path: Path, table: FrameTable, facts: dict[str, Any]) -> str:
    """The same for a person, one fact a line."""
    sound = table.stream.audio
    rate = facts["rate"] or f"variable, mostly {table.typical_rate:.3f}"
    return "\n".join(
        f"{name:<10}{value}"
        for name, value in (
            ("video", path),
            ("frames", f"{facts['frames']}, numbered 0 to {facts['frames'] - 1}"),
            ("size", f"{facts['width']} x {facts['height']}"),
            ("rate", f"{rate} frames a second"),
            ("start", f"{facts['start']} s"),
            ("duration", f"{facts['duration']} s"),
            ("codec", facts["codec"] + (", interlaced" if facts["interlaced"] else "")),
            (
                "audio",
                f"{sound.codec}, {sound.rate} Hz, {sound.channels} channels" if sound else "none",
            ),
        )
    )


def _ratio(rate: Fraction | None) -> str | None:
    return None if rate is None else f"{rate.numerator}/{rate.denominator}"


def _seconds(exact: Fraction) -> float:
    return round(float(exact), 6)
