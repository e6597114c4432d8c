"""YOLO in the catalogue."""

from storage.formats.entry.label_format import PICTURE_OPTIONS, FileSample, LabelFormat


def _is_yolo(sample: FileSample) -> bool:
    if sample.folder:
        names = ("labels", "data.yaml", "obj.names", "obj_train_data", "train/labels")
        return sample.holds(*names) or (
            sample.holds("classes.txt") and not sample.holds("gt", "det")
        )
    return sample.suffix in (".yaml", ".yml")


YOLO = LabelFormat(
    name="yolo",
    title="YOLO",
    sniff=_is_yolo,
    suffixes=(".yaml", ".yml"),
    imports="a YOLO data set: its folder, ZIP file or data.yaml",
    checks="the folder of a YOLO data set, or its data.yaml",
    options=PICTURE_OPTIONS,
    read="storage.formats.yolo.read:read_yolo",
    check="storage.formats.yolo.read:check_yolo",
    group="Training data",
    exports="a YOLO data set: pictures, labels, data.yaml",
    about="Images with a label file each, split into training and validation, and data.yaml.",
    write="storage.formats.yolo.write:YOLO",
    choices=frozenset({"videos", "span", "every", "effective", "images", "size", "validation"}),
    images=("jpeg", "png", "none"),
    resumable=True,
)
