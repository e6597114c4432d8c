"""COCO in the catalogue."""

from storage.formats.entry.label_format import PICTURE_OPTIONS, FileSample, LabelFormat


def _is_coco(sample: FileSample) -> bool:
    in_folder = sample.holds(
        "annotations", "train/_annotations.coco.json", "_annotations.coco.json"
    )
    return in_folder or (not sample.folder and sample.suffix == ".json")


COCO = LabelFormat(
    name="coco",
    title="COCO",
    sniff=_is_coco,
    suffixes=(".json",),
    imports="COCO annotations: a JSON file, or the folder or ZIP file of a data set",
    checks="COCO annotations (JSON), or the folder of a data set",
    options=PICTURE_OPTIONS | {"images"},
    read="storage.formats.coco.read:read_coco",
    check="storage.formats.coco.read:check_coco",
    group="Training data",
    exports="COCO annotations: boxes and key points of the ball",
    about="Images, and one JSON file with the ball in each as a box and a key point.",
    write="storage.formats.coco.write:COCO",
    choices=frozenset({"videos", "span", "every", "effective", "images", "size", "keypoints"}),
    images=("jpeg", "png", "none"),
    resumable=True,
)
