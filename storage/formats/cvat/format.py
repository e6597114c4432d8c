"""CVAT in the catalogue."""

from storage.formats.entry.label_format import PICTURE_OPTIONS, FileSample, LabelFormat


def _is_cvat(sample: FileSample) -> bool:
    if sample.folder:
        return sample.holds("annotations.xml")
    return sample.suffix == ".xml" or sample.head.lstrip().startswith("<")


CVAT = LabelFormat(
    name="cvat",
    title="CVAT for video 1.1",
    sniff=_is_cvat,
    suffixes=(".xml",),
    imports="CVAT for video or images 1.1: an XML or ZIP file",
    checks="CVAT for video 1.1 (XML)",
    options=PICTURE_OPTIONS,
    read="storage.formats.cvat.read:read_cvat",
    check="storage.formats.cvat.read:check_cvat",
    group="Training data",
    exports="CVAT for video 1.1: a track of the ball",
    about="The track of the ball in each video, for correction in CVAT. A task made from the video "
    "itself needs no images.",
    write="storage.formats.cvat.write:CVAT",
    choices=frozenset({"videos", "span", "every", "effective", "images", "size", "keypoints"}),
    images=("none", "jpeg", "png"),
    points="As points, not boxes",
    resumable=True,
)
