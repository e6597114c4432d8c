"""What can be exported: the label formats, and exports that are videos themselves."""

from storage.formats.catalog import label_formats
from storage.formats.entry.export_format import ExportFormat, Span

_VIDEO_FORMATS = (
    ExportFormat(
        "clips",
        "Clips",
        group="Video",
        exports="the clips of a video, exact to the frame",
        about="Each clip as a separate video, cut exactly to the frame and the audio sample.",
        write="app.workflows.export.clips:CLIPS",
        choices=frozenset({"videos", "span", "fast_copy"}),
        spans=(Span.CLIPS, Span.RANGES, Span.REVIEWED, Span.WHOLE),
        joins=True,
    ),
    ExportFormat(
        "overlay",
        "Video with ball trail",
        group="Video",
        exports="the video with the ball drawn in",
        about="The video with the ball and its trail drawn in, with sound.",
        write="app.workflows.export.clips:OVERLAY",
        suffix=".trail.mp4",
        choices=frozenset({"videos", "span"}),
        spans=(Span.WHOLE, Span.RANGES),
    ),
)


def export_formats() -> dict[str, ExportFormat]:
    """All kinds of export by name, in the order in which they are listed."""
    labels = [format for format in label_formats().values() if format.write]
    return {format.name: format for format in (*labels, *_VIDEO_FORMATS)}
