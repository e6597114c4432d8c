"""Formats and videos to try the export wizard with."""

from dataclasses import replace
from typing import Any

from storage.formats.entry.export_format import ExportFormat, Span, TaskOption
from storage.formats.export.options import ExportVideo

_FEW = frozenset({"videos", "span"})
_MANY = _FEW | {"every", "effective", "images", "size", "classes", "task"}
FORMATS = (
    ExportFormat(
        "csv",
        "Table",
        "Tables",
        about="One row for each frame.",
        suffix=".csv",
        choices=_FEW,
    ),
    ExportFormat(
        "set",
        "Data set",
        "Data",
        about="Frames and labels.",
        choices=_MANY,
        images=("jpeg", "png", "none"),
        tasks=(TaskOption("points", "Points", frozenset({"size"})), TaskOption("boxes", "Boxes")),
    ),
    ExportFormat(
        "clips",
        "Clips",
        "Video",
        about="Videos.",
        choices=_FEW | {"fast_copy"},
        spans=(Span.CLIPS, Span.RANGES, Span.WHOLE),
    ),
    ExportFormat("bare", "Labels", "Data", choices=frozenset({"images"}), images=("none", "png")),
)


def export_video(id: str = "final", **fields: Any) -> ExportVideo:
    plain = ExportVideo(id, f"{id}.mp4", "/videos", 1000, 20, 0, ())
    return replace(plain, **fields)
