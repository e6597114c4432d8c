"""The journal played back from its first edit, to compare with the labels that are there."""

from collections.abc import Iterable
from uuid import UUID

from storage.records import Edit, Label


def replayed(edits: Iterable[Edit]) -> dict[str, Label]:
    """The labels that `edits`, oldest first, lead to; AssertionError if they do not join up."""
    heads: dict[str, UUID] = {}
    labels: dict[str, Label] = {}
    for edit in edits:
        assert edit.parent == heads.get(edit.key), edit
        assert edit.before == labels.pop(edit.key, None), edit
        assert edit.before != edit.after, edit
        heads[edit.key] = edit.id
        if edit.after is not None:
            labels[edit.key] = edit.after
    return labels
