"""Label category configuration: the list of classes of a job, and what may be said of each.

"Label Category Configuration File" and "Labeling Category Configuration File with Label Category
Attributes" of the SageMaker developer guide. Pictures and clips have a plain list of labels;
video frames have attributes, too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from storage.formats.common.json_document import Document, Object
from storage.formats.common.problems import Problems, shown
from storage.formats.groundtruth.schema.json_values import (
    mapping,
    number,
    sequence,
    word,
    written_over,
)

_TOOLS = ("BoundingBox", "Polyline", "Polygon", "Keypoint")
_EDITS = ("any", "none")
_MAX_LABELS = 30  # of video frames
_MAX_NAME = {True: 16, False: 256}  # of a label: in video frames, in pictures and clips
_MAX_FREE_TEXTS = 5
_MAX_ATTRIBUTES = 10
_MAX_TEXT = {"shortInstruction": 254, "fullInstruction": 2047}
_VIDEO_KEYS = ("documentVersion", "frameAttributes", "categoryGlobalAttributes", "annotationType")


@dataclass(frozen=True, slots=True)
class CategoryAttribute:
    """A question about a frame or an object: a choice, free text, or a number in a range."""

    name: str
    type: str = "string"  # or "number"
    description: str = ""
    values: tuple[str, ...] = ()  # of a choice
    minimum: float | None = None
    maximum: float | None = None
    kept: Object = field(default_factory=dict, compare=False, repr=False)

    def fields(self) -> Object:
        """The JSON of the question."""
        fields: Object = {"name": self.name}
        if self.description:
            fields["description"] = self.description
        fields["type"] = self.type
        if self.values:
            fields["enum"] = list(self.values)
        if self.minimum is not None:
            fields["minimum"] = self.minimum
        if self.maximum is not None:
            fields["maximum"] = self.maximum
        return fields

    @property
    def free_text(self) -> bool:
        """Whether anything may be answered."""
        return self.type == "string" and not self.values


@dataclass(frozen=True, slots=True)
class Category:
    """One class; its index is its place in the list."""

    name: str
    attributes: tuple[CategoryAttribute, ...] = ()
    edits: str = ""  # "any", "none", or not said
    kept: Object = field(default_factory=dict, compare=False, repr=False)

    def fields(self) -> Object:
        """The JSON of the class."""
        fields: Object = {"label": self.name}
        if self.attributes:
            fields["categoryAttributes"] = _attributes_json(self.attributes)
        if self.edits:
            fields["editsAllowed"] = self.edits
        return fields


@dataclass(frozen=True, slots=True)
class LabelCategories:
    """The classes of a job with the questions about frames and about all objects."""

    categories: tuple[Category, ...]
    video: bool = False  # for video frames
    frame_attributes: tuple[CategoryAttribute, ...] = ()
    global_attributes: tuple[CategoryAttribute, ...] = ()
    tool: str = ""  # BoundingBox, Polyline, Polygon, Keypoint; empty: BoundingBox
    audited: str = ""  # the label attribute that is corrected or verified
    instructions: tuple[str, str] | None = None  # short and full
    kept: Object = field(default_factory=dict, compare=False, repr=False)

    def to_json(self) -> Object:
        """The document over what was read."""
        before = read_categories(self.kept).fields() if self.kept else {}
        return written_over(self.kept, before, self.fields())

    def fields(self) -> Object:
        """The JSON of the document."""
        version = ("documentVersion", "2020-03-01") if self.video else ("document-version", _PLAIN)
        fields: Object = {version[0]: version[1]}
        if self.frame_attributes:
            fields["frameAttributes"] = _attributes_json(self.frame_attributes)
        if self.global_attributes:
            fields["categoryGlobalAttributes"] = _attributes_json(self.global_attributes)
        fields["labels"] = [_over(category) for category in self.categories]
        if self.tool:
            fields["annotationType"] = self.tool
        if self.instructions:
            fields["instructions"] = dict(zip(_MAX_TEXT, self.instructions, strict=True))
        if self.audited:
            fields["auditLabelAttributeName"] = self.audited
        return fields


_PLAIN = "2018-11-28"


def is_categories(kept: Object) -> bool:
    """Whether the object `kept` is meant as a label category configuration."""
    return isinstance(kept.get("labels"), list) and "source-ref" not in kept


def read_categories(kept: Object) -> LabelCategories:
    """The classes in `kept`; entries that are no objects are left out."""
    video = any(name in kept for name in _VIDEO_KEYS)
    instructions = mapping(kept.get("instructions"))
    short_part, full_part = (word(instructions.get(name)) for name in _MAX_TEXT)
    return LabelCategories(
        tuple(
            _category(label) for label in sequence(kept.get("labels")) if isinstance(label, dict)
        ),
        video,
        _attributes(kept.get("frameAttributes")),
        _attributes(kept.get("categoryGlobalAttributes")),
        word(kept.get("annotationType")),
        word(kept.get("auditLabelAttributeName")),
        (short_part, full_part) if instructions else None,
        kept,
    )


def check_categories(document: Document, problems: Problems) -> LabelCategories:
    """The classes in `document`; every broken limit is told in `problems`, with its line."""
    categories = read_categories(document.value)
    for name in document.repeated:
        problems.add(f"the key {shown(name)} is duplicated", 1)
    for what in _document_problems(categories):
        problems.add(what, 1)
    names: set[str] = set()
    for place, category in enumerate(categories.categories):
        line = document.line("labels", place)
        for what in _category_problems(categories, category):
            problems.add(what, line)
        if category.name in names:
            problems.add(f"label {shown(category.name)} is duplicated", line)
        names.add(category.name)
    return categories


def _document_problems(document: LabelCategories) -> Iterator[str]:
    entries = sequence(document.kept.get("labels"))
    if len(document.categories) < len(entries):
        yield "a label is not an object"
    if not entries:
        yield "there is no label"
    if document.video and len(entries) > _MAX_LABELS:
        yield f"{len(entries)} labels; the limit is {_MAX_LABELS}"
    if document.tool and document.tool not in _TOOLS:
        yield f"annotationType is {shown(document.tool)}; it is one of {', '.join(_TOOLS)}"
    if len(document.frame_attributes) > _MAX_ATTRIBUTES:
        yield f"{len(document.frame_attributes)} frameAttributes; the limit is {_MAX_ATTRIBUTES}"
    yield from _free_text_problems("frameAttributes", document.frame_attributes)
    for attribute in document.frame_attributes:
        if not attribute.description:
            yield f"frame attribute {shown(attribute.name)} has no description"
    for attribute in (*document.frame_attributes, *document.global_attributes):
        yield from _attribute_problems(attribute)
    yield from _instruction_problems(document)


def _instruction_problems(document: LabelCategories) -> Iterator[str]:
    for name, text in zip(_MAX_TEXT, document.instructions or (), strict=False):
        if not text:
            yield f"instructions have no {name}"
        elif len(text) > _MAX_TEXT[name]:
            yield f"{name} has {len(text):,} characters; the limit is {_MAX_TEXT[name]:,}"


def _category_problems(document: LabelCategories, category: Category) -> Iterator[str]:
    most = _MAX_NAME[document.video]
    if not 1 <= len(category.name) <= most:
        yield f"label {shown(category.name)} needs 1 to {most} characters"
    if category.edits and category.edits not in _EDITS:
        yield f"editsAllowed is {shown(category.edits)}; it is any or none"
    asked = (*document.global_attributes, *category.attributes)
    if len(asked) > _MAX_ATTRIBUTES:
        named = f"label {shown(category.name)}"
        yield f"{named} has {len(asked)} attributes; the limit is {_MAX_ATTRIBUTES}"
    yield from _free_text_problems(f"label {shown(category.name)}", asked)
    shared = {attribute.name for attribute in document.global_attributes}
    for attribute in category.attributes:
        yield from _attribute_problems(attribute)
        if attribute.name in shared:
            yield f"attribute {shown(attribute.name)} is also among those of all labels"


def _free_text_problems(where: str, asked: Sequence[CategoryAttribute]) -> Iterator[str]:
    count = sum(attribute.free_text for attribute in asked)
    if count > _MAX_FREE_TEXTS:
        yield f"{where} has {count} free texts; the limit is {_MAX_FREE_TEXTS}"


def _attribute_problems(attribute: CategoryAttribute) -> Iterator[str]:
    named = f"attribute {shown(attribute.name)}"
    if not 1 <= len(attribute.name) <= 16:
        yield f"{named} needs a name of 1 to 16 characters"
    if len(attribute.description) > 128:
        length = len(attribute.description)
        yield f"{named} has a description of {length} characters; the limit is 128"
    if attribute.type not in ("string", "number"):
        yield f"{named} is of type {shown(attribute.type)}; it is string or number"
    if "enum" in attribute.kept and attribute.type == "number":
        yield f"{named} is a number and has values to choose from"
    elif "enum" in attribute.kept and not 1 <= len(attribute.values) <= 10:
        yield f"{named} has {len(attribute.values)} values; 1 to 10 are allowed"
    if any(not 1 <= len(value) <= 16 for value in attribute.values):
        yield f"{named} has a value that has not 1 to 16 characters"
    for limit, value in (("minimum", attribute.minimum), ("maximum", attribute.maximum)):
        if limit in attribute.kept and value is None:
            yield f"{named} has a {limit} that is not a number"
    lowest, highest = attribute.minimum, attribute.maximum
    if lowest is not None and highest is not None and lowest > highest:
        yield f"{named} has a minimum above its maximum"


def _category(kept: Object) -> Category:
    return Category(
        word(kept.get("label")),
        _attributes(kept.get("categoryAttributes")),
        word(kept.get("editsAllowed")),
        kept,
    )


def _attributes(value: object) -> tuple[CategoryAttribute, ...]:
    return tuple(_attribute(item) for item in sequence(value) if isinstance(item, dict))


def _attribute(kept: Object) -> CategoryAttribute:
    values = tuple(choice for choice in sequence(kept.get("enum")) if isinstance(choice, str))
    limits = (number(kept.get("minimum")), number(kept.get("maximum")))
    return CategoryAttribute(
        word(kept.get("name")),
        word(kept.get("type")),
        word(kept.get("description")),
        values,
        *limits,
        kept,
    )


def _attributes_json(attributes: Sequence[CategoryAttribute]) -> list[Object]:
    return [
        written_over(
            attribute.kept,
            _attribute(attribute.kept).fields() if attribute.kept else {},
            attribute.fields(),
        )
        for attribute in attributes
    ]


def _over(category: Category) -> Object:
    before = _category(category.kept).fields() if category.kept else {}
    return written_over(category.kept, before, category.fields())
