"""Ground Truth in the catalogue."""

from storage.formats.entry.export_format import TaskOption
from storage.formats.entry.label_format import PICTURE_OPTIONS, FileSample, LabelFormat
from storage.formats.export.tasks import GroundTruthTask

_NO_EVENTS, _NO_BOXES = frozenset({"classes"}), frozenset({"size"})
_TASKS = (
    TaskOption(
        GroundTruthTask.KEYPOINTS, "Video frames: key points, tracked", _NO_EVENTS | _NO_BOXES
    ),
    TaskOption(GroundTruthTask.OBJECT_TRACKING, "Video frames: boxes, tracked", _NO_EVENTS),
    TaskOption(GroundTruthTask.OBJECT_DETECTION, "Video frames: boxes, not tracked", _NO_EVENTS),
    TaskOption(GroundTruthTask.IMAGE_BOXES, "Images: boxes", _NO_EVENTS),
    TaskOption(GroundTruthTask.IMAGE_CLASSIFICATION, "Images: one class", _NO_BOXES),
    TaskOption(GroundTruthTask.IMAGE_MULTI_LABEL, "Images: any number of classes", _NO_BOXES),
    TaskOption(
        GroundTruthTask.CLIP_CLASSIFICATION, "Clips: one class", _NO_BOXES | {"images", "every"}
    ),
)


def _is_ground_truth(sample: FileSample) -> bool:
    if sample.folder:
        return sample.holds("manifests")
    lines = sample.suffix in (".manifest", ".jsonl")
    return lines or (sample.suffix == ".json" and '-annotations"' in sample.head)


GROUND_TRUTH = LabelFormat(
    name="groundtruth",
    title="Ground Truth",
    sniff=_is_ground_truth,
    suffixes=(".manifest", ".jsonl", ".json"),
    imports="a SeqLabel, a manifest, or the folder or ZIP file of a data set",
    checks="a manifest, sequence file, SeqLabel or label categories, or a folder of them",
    options=PICTURE_OPTIONS - {"complete"} | {"attribute", "images"},
    read="storage.formats.groundtruth.read.read_labels:read_data_set",
    check="storage.formats.groundtruth.check.checking:check_ground_truth",
    signed=True,
    group="Training data",
    exports="a SageMaker Ground Truth data set",
    about="A SageMaker Ground Truth data set: manifest, sequences, labels and frames.",
    write="storage.formats.groundtruth.write.exporting:GROUND_TRUTH",
    choices=frozenset(
        {"videos", "span", "every", "effective", "images", "task", "classes", "size"}
        | {"onto", "around", "length", "names"}  # only on the command line
    ),
    tasks=_TASKS,
    resumable=True,
)
