"""Chains of labels: what a correction is beside, and which label of a line counts.

"Label Verification and Adjustment" of the SageMaker developer guide: an adjustment is a second pair
with another name beside the first, which stays; a verification is a verdict and no label.
"""

from collections.abc import Collection
from datetime import datetime

from storage.errors import UserError
from storage.formats.groundtruth.schema.labels import Label
from storage.formats.groundtruth.schema.manifest import ManifestLine, Pair, with_pair
from storage.formats.groundtruth.schema.metadata import VERIFICATION, Metadata
from storage.formats.groundtruth.schema.names import fit_name, next_name


def effective_pairs(line: ManifestLine) -> dict[str, Pair]:
    """The label that counts, for each type that `line` has labels of.

    It is the last one made by people, else the last one; the order is that of the keys.
    """
    effective: dict[str, Pair] = {}
    for pair in line.pairs:
        earlier = effective.get(pair.type)
        if pair.type == VERIFICATION:
            continue
        if earlier is None or pair.metadata.human or not earlier.metadata.human:
            effective[pair.type] = pair
    return effective


def base_of(line: ManifestLine, pair: Pair) -> Pair | None:
    """The label that the adjustment `pair` began with: the one of its type before it."""
    before = line.pairs[: line.pairs.index(pair)]
    return next((earlier for earlier in reversed(before) if earlier.type == pair.type), None)


def next_round_name(name: str, taken: Collection[str]) -> str:
    """The name of the next round of corrections of `name` that is not among `taken`."""
    name = next_name(name)
    while name in taken:
        name = next_name(name)
    return name


def corrected(
    line: ManifestLine,
    base: Pair,
    label: Label,
    changed: bool,
    job: str,
    created: datetime,
    name: str = "",
) -> ManifestLine:
    """`line` with a person's `label` beside `base`, which stays as it is.

    `changed` says whether it differs; `created` is aware. Without a `name` it is the next of the
    chain. Raises UserError if the line has no `base`, or the name is taken; ValueError for a label
    of another kind.
    """
    if base not in line.pairs:
        raise UserError(
            f"There is no label {base.name} to correct.", "Choose a label that the line has."
        )
    if type(label) is not type(base.label):
        raise ValueError(f"a {type(base.label).__name__} corrected by a {type(label).__name__}")
    metadata = Metadata(
        type=base.type,
        job=fit_name(job, "adjustment"),
        human=True,
        created=created,
        adjusted=changed,
    )
    return with_pair(line, Pair(name or next_round_name(base.name, line.kept), label, metadata))
