"""SoccerNet in the catalogue."""

from storage.formats.entry.label_format import FileSample, LabelFormat


def _is_soccernet(sample: FileSample) -> bool:
    if sample.folder:
        return sample.holds("Labels-v2.json")
    keys = '"gameTime"' in sample.head or '"position_ms"' in sample.head
    return sample.suffix == ".json" and keys


SOCCERNET = LabelFormat(
    name="soccernet",
    title="SoccerNet events",
    sniff=_is_soccernet,
    suffixes=(".json",),
    imports="SoccerNet or OpenSportsLab events (JSON)",
    checks="Labels-v2.json, or a network's results_spotting.json",
    options=frozenset({"half", "source"}),
    read="storage.formats.soccernet.read:read_soccernet",
    check="storage.formats.soccernet.read:check_soccernet",
    group="Training data",
    exports="SoccerNet events: Labels-v2.json",
    about="Labels-v2.json for each video: every event with its time in the half.",
    write="storage.formats.soccernet.write:SOCCERNET",
    choices=frozenset({"videos", "span", "effective", "classes", "half"}),
    resumable=True,
)
