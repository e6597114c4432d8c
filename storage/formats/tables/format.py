"""Tables in the catalogue."""

from storage.formats.entry.label_format import FileSample, LabelFormat


def _is_event_table(sample: FileSample) -> bool:
    return not sample.folder and bool({"event", "eventname", "eventtype"} & sample.columns)


def _is_tracknet(sample: FileSample) -> bool:
    names = sample.columns
    return not sample.folder and ("visibility" in names or {"filename", "xcoordinate"} <= names)


EVENT_TABLE = LabelFormat(
    name="events-csv",
    title="Events (CSV)",
    sniff=_is_event_table,
    suffixes=(".csv",),
    imports="events: frame,event and more",
    checks="events: frame,event and more",
    read="storage.formats.tables.read:read_events_table",
    check="storage.formats.tables.table_checks:check_events_csv",
    group="Tables",
    exports="the video's events",
    about="One row for each event: frame, name, confidence, source, and side where it is known.",
    write="storage.formats.tables.write:EVENTS",
    suffix=".events.csv",
    choices=frozenset({"videos", "span", "effective", "classes"}),
)
TRACKNET_TABLE = LabelFormat(
    name="tracknet-csv",
    title="TrackNet (CSV)",
    sniff=_is_tracknet,
    suffixes=(".csv",),
    imports="ball positions: Frame,Visibility,X,Y",
    checks="ball positions: Frame,Visibility,X,Y",
    options=frozenset({"first_number", "source"}),
    read="storage.formats.tables.read:read_tracknet_table",
    check="storage.formats.tables.table_checks:check_tracknet_csv",
    group="Tables",
    exports="Frame,Visibility,X,Y,Time as TrackNet reads it",
    about="Frame, Visibility, X, Y, Time, as TrackNet programs read it.",
    write="storage.formats.tables.write:TRACKNET",
    suffix=".tracknet.csv",
    choices=frozenset({"videos", "span"}),
)
BALL_TABLE = LabelFormat(
    name="csv",
    title="Ball positions (CSV)",
    sniff=lambda sample: not sample.folder,
    suffixes=(".csv",),
    imports="ball positions: frame,visible,x,y and more",
    checks="ball positions: frame,visible,x,y and more",
    options=frozenset({"first_number", "stored_pixels"}),
    read="storage.formats.tables.read:read_ball_table",
    check="storage.formats.tables.table_checks:check_ball_csv",
    group="Tables",
    exports="ball positions, human over model",
    about="One row for each labelled or analysed frame: position, visibility, confidence, source.",
    write="storage.formats.tables.write:BALL",
    suffix=".ball.csv",
    choices=frozenset({"videos", "span"}),
)
