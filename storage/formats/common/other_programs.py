"""Files that other programs write in formats of their own, and what to do with them instead."""

from collections.abc import Mapping

from storage.formats.common.problems import FormatError

_AS = "Export the labels from there as COCO, YOLO or CVAT for video."
# keys that are found together at the top of a file, or in the first of its elements
_JSON: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"shapes", "imagePath"}), "a LabelMe file of one picture"),
    (frozenset({"_via_img_metadata"}), "a project of the VGG Image Annotator"),
    (frozenset({"regions", "filename"}), "a file of the VGG Image Annotator"),
    (frozenset({"item", "annotations"}), "a V7 Darwin file"),
    (frozenset({"items", "categories"}), "a Datumaro file"),
    (frozenset({"framesCount", "frames"}), "a Supervisely file"),
    (frozenset({"size", "objects"}), "a Supervisely file of one picture"),
    (frozenset({"label_hash"}), "an Encord file"),
    (frozenset({"data_units"}), "an Encord file"),
    (frozenset({"samples"}), "a FiftyOne file"),
    (frozenset({"videoName", "frameIndex"}), "a Scalabel file"),
    (frozenset({"annotations", "data"}), "a Label Studio file in its own format"),
    (frozenset({"completions"}), "a Label Studio file in its own format"),
    (frozenset({"visitedPages"}), "a VoTT file"),
    (frozenset({"asset", "regions"}), "a VoTT file"),
    (frozenset({"nodes", "skeletons"}), "a SLEAP file"),
)
_XML = {
    "annotation": "a Pascal VOC or LabelMe file of one picture",
    "opencv_storage": "a file of OpenCV",
    "tagset": "a file of the VATIC annotator",
}


def refuse_other_json(value: object) -> None:
    """Raise FormatError for JSON that is known to be of a program whose format is not read here."""
    for level in (value, _first(value)):
        if not isinstance(level, Mapping):
            continue
        for keys, name in _JSON:
            if keys <= set(level):
                raise FormatError(f"this is {name}.", advice=_AS)


def program_of_xml(root: str) -> str:
    """What a file with the root element `root` is known to be; empty for others."""
    return _XML.get(root, "")


def _first(value: object) -> object:
    """The first element of a list or of an object's values."""
    if isinstance(value, Mapping):
        value = list(value.values())[:1]
    return value[0] if isinstance(value, list) and value else None
