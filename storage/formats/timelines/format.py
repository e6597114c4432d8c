"""Sportscode in the catalogue."""

from storage.formats.entry.label_format import FileSample, LabelFormat


def _is_sportscode(sample: FileSample) -> bool:
    return not sample.folder and "<all_instances" in sample.head.lower()


SPORTSCODE = LabelFormat(
    name="sportscode",
    title="Sportscode (XML)",
    sniff=_is_sportscode,
    suffixes=(".xml",),
    imports="events of Sportscode, Nacsport or Metrica (XML)",
    checks="events of Sportscode, Nacsport or Metrica (XML)",
    read="storage.formats.timelines.sportscode:read_sportscode",
    check="storage.formats.timelines.sportscode:check_sportscode",
    group="Tables",
    exports="events for Sportscode, Nacsport or Metrica (XML)",
    about="One instance for each event, with the lead, lag and colour of its class.",
    write="storage.formats.timelines.sportscode_export:SPORTSCODE",
    suffix=".xml",
    choices=frozenset({"videos", "span", "effective", "classes"}),
)
