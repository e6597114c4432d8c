"""MOTChallenge in the catalogue."""

from storage.formats.entry.label_format import PICTURE_OPTIONS, FileSample, LabelFormat


def _is_mot(sample: FileSample) -> bool:
    in_folder = sample.holds("gt/gt.txt", "det/det.txt", "gt.txt", "gameinfo.ini", "seqinfo.ini")
    return in_folder or (not sample.folder and sample.suffix in (".txt", ".ini"))


MOT = LabelFormat(
    name="mot",
    title="MOTChallenge",
    sniff=_is_mot,
    suffixes=(".txt", ".ini"),
    imports="a MOTChallenge sequence: its folder, ZIP file, gt.txt, det.txt or results",
    checks="the folder of a MOTChallenge sequence, its gt.txt or its det.txt",
    options=PICTURE_OPTIONS - {"complete"},
    read="storage.formats.mot.read:read_mot",
    check="storage.formats.mot.read:check_mot",
    group="Training data",
    exports="MOTChallenge sequences: gt.txt, seqinfo.ini, pictures",
    about="An image sequence for each video, with gt.txt and seqinfo.ini.",
    write="storage.formats.mot.write:MOT",
    choices=frozenset({"videos", "span", "every", "effective", "images", "size"}),
    images=("jpeg", "png", "none"),
    resumable=True,
)
