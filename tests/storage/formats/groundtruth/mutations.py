"""Damaged Ground Truth files from a seed, and what becomes of them."""

import json
import random
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import FrameType
from typing import Any

from storage.errors import UserError
from storage.formats.common.json_document import compact
from storage.formats.common.problems import Problems
from storage.formats.groundtruth.check.checking import check_ground_truth
from storage.formats.groundtruth.read.ball_labels import (
    SequenceBalls,
    ball_name,
    box_names,
    box_row,
)
from storage.formats.groundtruth.read.collect import collect
from storage.formats.groundtruth.schema.labels import ImageBoxes
from storage.formats.groundtruth.schema.manifest import read_manifest
from storage.records import Source, Video
from tests.storage.formats.groundtruth.examples import (
    CATEGORIES,
    INPUT,
    LINES,
    SEQLABELS,
    SEQUENCE,
    TRACKING,
)

VIDEO = Video("0" * 64, Path("m7.mp4"), 30, 1280, 720, 1.0, None)
_SEQLABEL = "annotations/consolidated-annotation/output/0/SeqLabel.json"
_MANIFEST = "manifests/output/output.manifest"
Files = dict[str, bytes]
Draw = random.Random


@dataclass(frozen=True)
class Outcome:
    """How a case ended: refused, told of problems or sound; what it took."""

    kind: str
    bytes: int  # of all files
    calls: int  # of functions
    memory: int  # bytes at the peak


def case(seed: int) -> Files:
    """The files of a small job, one of them damaged once to four times."""
    draw = Draw(seed)
    files = _job(draw)
    name = draw.choice(sorted(files))
    for _ in range(draw.randint(1, 4)):
        mutate = draw.choice((_bytes_mutated, _tree_mutated, _tree_mutated))
        files[name] = mutate(draw, files[name])
    return files


def outcome(files: Files, folder: Path) -> Outcome:
    """Read the files in every way there is. Any error but UserError comes up."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    calls = 0

    def count(frame: FrameType, event: str, arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    tracemalloc.start()
    sys.setprofile(count)
    try:
        kind = _read(folder)
    finally:
        sys.setprofile(None)
        _, memory = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return Outcome(kind, sum(map(len, files.values())), calls, memory)


def _job(draw: Draw) -> Files:
    if draw.random() < 0.4:
        label = draw.choice([TRACKING, *SEQLABELS.values()])
        files = {
            _MANIFEST: json.dumps(LINES["sequence"]) + "\n",
            _SEQLABEL: json.dumps(label, indent=draw.choice((None, 1))),
            "seq-0001.json": json.dumps(SEQUENCE),
        }
    elif draw.random() < 0.1:
        files = {"categories.json": json.dumps(CATEGORIES)}
    else:
        lines = draw.choices([*LINES.values(), *INPUT], k=draw.randint(1, 6))
        files = {"a.manifest": "".join(json.dumps(line) + "\n" for line in lines)}
    return {name: text.encode() for name, text in files.items()}


def _read(folder: Path) -> str:
    kinds = []
    for read in (_checked, _gathered, _written):
        try:
            kinds.append(read(folder))
        except UserError:
            kinds.append("refused")
    return kinds[0]


def _checked(folder: Path) -> str:
    report = check_ground_truth(folder)
    json.dumps([report.kind, dict(report.labels), dict(report.classes), report.job]).encode()
    assert all(problem.line >= 1 and problem.what for problem in report.problems)
    return "sound" if report.sound else "told"


def _gathered(folder: Path) -> str:
    found = collect(folder)
    balls = [SequenceBalls(each.label, each.classes, Source.HUMAN) for each in found.sequences]
    boxes = [pair.label for _, pair in found.lines if isinstance(pair.label, ImageBoxes)]
    names = set(chain(*(each.names for each in balls), *map(box_names, boxes)))
    ball = ball_name(names, "ball" if "ball" in names else "")
    for each in balls:
        each.rows(ball, {frame.name: place for place, frame in enumerate(each.label.frames)})
    for label in boxes:
        box_row(label, ball, 0, VIDEO, Source.HUMAN, None)
    return "sound"


def _written(folder: Path) -> str:
    """Lines that can be read are written as they were."""
    for path in folder.rglob("*.manifest"):
        for line in read_manifest(path, Problems()):
            assert compact(line.to_json()) == compact(line.kept)
    return "sound"


def _bytes_mutated(draw: Draw, data: bytes) -> bytes:
    place = draw.randrange(len(data) + 1)
    end = min(len(data), place + draw.choice((1, 1, 2, 8, 64)))
    middle = draw.choice(
        (
            b"",
            draw.randbytes(end - place),
            data[place:end] * draw.choice((2, 3, 200)),
            bytes([draw.choice(b'{}[]",:\\\n\x00\xff0e-')]) * draw.choice((1, 1, 1, 3000)),
        )
    )
    kept = data[: draw.randrange(len(data) + 1)] if draw.random() < 0.1 else data
    return kept[:place] + middle + kept[end:]


def _tree_mutated(draw: Draw, data: bytes) -> bytes:
    """Change one value somewhere in the JSON of one line, if it still is JSON."""
    lines = data.split(b"\n") if data.count(b"\n{") else [data]
    place = draw.randrange(len(lines))
    try:
        tree = json.loads(lines[place])
    except (ValueError, RecursionError):
        return _bytes_mutated(draw, data)
    holders = list(_holders(tree))
    if holders:
        draw.choice(_CHANGES)(draw, draw.choice(holders))
    lines[place] = json.dumps(tree).encode(errors="replace")
    return b"\n".join(lines)


def _holders(tree: Any) -> Iterator[Any]:
    """All lists and objects in a tree that are not empty."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict | list) and node:
            yield node
            waiting += node.values() if isinstance(node, dict) else node


def _key(draw: Draw, holder: Any) -> Any:
    return draw.choice(list(holder)) if isinstance(holder, dict) else draw.randrange(len(holder))


def _replace(draw: Draw, holder: Any) -> None:
    values: list[Callable[[], Any]] = [
        lambda: None,
        lambda: draw.choice((True, -1, 0, 1e308, 10**30, 0.5, -1e-9)),
        lambda: draw.choice(("", "0", "-1", "1e400", "nan", "\x00", "\u2028", "x" * 30_000, "ä🎾")),
        lambda: draw.choice(("s3://", "s3://a/../b", "file:///etc/hostname", "groundtruth/x")),
        lambda: [],
        dict,
        lambda: [draw.choice((None, 1, "x", [], {}))] * draw.choice((1, 5, 500)),
        lambda: {str(number): number for number in range(300)},
    ]
    holder[_key(draw, holder)] = draw.choice(values)()


def _remove(draw: Draw, holder: Any) -> None:
    del holder[_key(draw, holder)]


def _copy(draw: Draw, holder: Any) -> None:
    key = _key(draw, holder)
    if isinstance(holder, list):
        holder.extend([holder[key]] * draw.choice((1, 2, 300)))
    else:
        other = draw.choice((f"{key}-metadata", f"{key}2", "$x", "source", key.upper()))
        holder[other] = holder[key]


def _nest(draw: Draw, holder: Any) -> None:
    key = _key(draw, holder)
    for _ in range(draw.choice((1, 2, 40, 400))):
        holder[key] = [holder[key]] if draw.random() < 0.5 else {"x": holder[key]}


def _swap(draw: Draw, holder: Any) -> None:
    a, b = _key(draw, holder), _key(draw, holder)
    holder[a], holder[b] = holder[b], holder[a]


def _retype(draw: Draw, holder: Any) -> None:
    key = _key(draw, holder)
    value = holder[key]
    if isinstance(value, int | float):
        holder[key] = str(value)
    elif isinstance(value, str) and value.isdigit():
        holder[key] = int(value)


_CHANGES = (_replace, _replace, _remove, _copy, _nest, _swap, _retype)
