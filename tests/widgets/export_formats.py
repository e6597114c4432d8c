"""Formats and videos to try the export wizard with."""

from dataclasses import replace
from typing import Any

from storage.formats.export.options import ExportFormat, ExportVideo, Span, TaskOption

_FEW = frozenset({"videos", "span"})
_MANY = _FEW | {"every", "effective", "images", "size", "classes", "task"}
FORMATS = (
    ExportFormat("csv", "Tables", "Table", "One row for each frame.", ".csv", _FEW),
    ExportFormat(
        "set",
        "Data",
        "Data set",
        "Frames and labels.",
        choices=_MANY,
        images=("jpeg", "png", "none"),
        tasks=(TaskOption("points", "Points", frozenset({"size"})), TaskOption("boxes", "Boxes")),
    ),
    ExportFormat(
        "clips",
        "Video",
        "Clips",
        "Videos.",
        choices=_FEW | {"fast_copy"},
        spans=(Span.CLIPS, Span.RANGES, Span.WHOLE),
    ),
    ExportFormat(
        "bare", "Data", "Labels", "", choices=frozenset({"images"}), images=("none", "png")
    ),
)


def export_video(id: str = "final", **fields: Any) -> ExportVideo:
    plain = ExportVideo(id, f"{id}.mp4", "/videos", 1000, 20, 0, ())
    return replace(plain, **fields)
