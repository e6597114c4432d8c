"""What stands beside every label: its type, who made it, when, in which job."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from storage.formats.common.json_document import Object
from storage.formats.groundtruth.schema.json_values import word, written_over
from storage.formats.groundtruth.schema.names import JOB_PREFIX, bare_job
from storage.records import Source

FAMILY = "groundtruth/"
BOXES = "groundtruth/object-detection"
VIDEO_DETECTION = "groundtruth/video-object-detection"
VIDEO_TRACKING = "groundtruth/video-object-tracking"
CLIP = "groundtruth/video-classification"
SINGLE = "groundtruth/image-classification"
MULTI = "groundtruth/image-classification-multilabel"
VERIFICATION = "groundtruth/label-verification"
BY_REFERENCE = (VIDEO_DETECTION, VIDEO_TRACKING)

_HUMAN = {"yes": True, "no": False}
_ADJUSTED = {"adjusted": True, "unadjusted": False}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What all types have in common. None and empty texts stand for what is not said.

    `job` is without the prefix labeling-job/, `created` is aware. `kept` is the object as it was
    read, with everything that is not known here.
    """

    type: str
    job: str = ""
    human: bool | None = None
    created: datetime | None = None
    adjusted: bool | None = None  # of an adjustment job: whether it changed anything
    kept: Object = field(default_factory=dict, compare=False, repr=False)

    @property
    def source(self) -> Source:
        """Who has made the label; if nothing is said it is a person, as jobs are for people."""
        return Source.MODEL if self.human is False else Source.HUMAN

    def to_json(self, more: Mapping[str, object], more_before: Mapping[str, object]) -> Object:
        """This with the fields `more` of the label's type, over `kept`.

        `more_before` are these fields as they were read from `kept`.
        """
        before = read_metadata(self.kept).fields() if self.kept else {}
        return written_over(self.kept, {**more_before, **before}, {**more, **self.fields()})

    def fields(self) -> Object:
        """The JSON of what is said, as real files have it."""
        fields: Object = {}
        if self.job:
            fields["job-name"] = JOB_PREFIX + self.job
        if self.human is not None:
            fields["human-annotated"] = "yes" if self.human else "no"
        if self.created is not None:
            fields["creation-date"] = date_text(self.created)
        fields["type"] = self.type
        if self.adjusted is not None:
            fields["adjustment-status"] = "adjusted" if self.adjusted else "unadjusted"
        return fields


def read_metadata(kept: Object) -> Metadata:
    """The common part of a NAME-metadata object."""
    job, created = kept.get("job-name"), kept.get("creation-date")
    return Metadata(
        type=word(kept.get("type")),
        job=bare_job(job) if isinstance(job, str) else "",
        human=_HUMAN.get(word(kept.get("human-annotated"))),
        created=read_date(created) if isinstance(created, str) else None,
        adjusted=_ADJUSTED.get(word(kept.get("adjustment-status"))),
        kept=kept,
    )


def read_date(text: str) -> datetime | None:
    """A time in any of the shapes that real files have, UTC where no zone stands; else None."""
    if len(text) > 40:
        return None
    try:
        read = datetime.fromisoformat(text.strip())
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def date_text(time: datetime) -> str:
    """`time`, which is aware, as most real files have it: UTC with microseconds, no zone."""
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
