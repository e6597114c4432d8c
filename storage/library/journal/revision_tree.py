"""The tree that the edits of one record key form, computed only from their parents.

The result depends on the set of edits and not on the order in which they came: how deep an edit
lies, and whether it is a leaf. A parent that has not arrived counts as not being there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Parents = Mapping[bytes, Sequence[bytes]]  # of each edit, by uuid


@dataclass(frozen=True, slots=True)
class Place:
    """Where an edit is in its tree."""

    depth: int  # edits on the longest way down to a first one, with both ends
    leaf: bool  # no edit has it as parent


def places(parents: Parents) -> dict[bytes, Place]:
    """The place of every edit.

    An honest client never makes edits that are their own ancestors. If it happens anyway, the
    parent links within a cycle are ignored, so that there is always a leaf.
    """
    links = {
        edit: tuple(parent for parent in dict.fromkeys(named) if parent in parents)
        for edit, named in parents.items()
    }
    depths = _depths(links)
    if len(depths) < len(links):
        core = _core(links, depths)
        links |= {edit: tuple(set(links[edit]) - core) for edit in core}
        depths = _depths(links)
    inner = {parent for named in links.values() for parent in named}
    return {edit: Place(depth, edit not in inner) for edit, depth in depths.items()}


def _depths(links: Parents) -> dict[bytes, int]:
    """The depth of every edit that has no cycle among its ancestors."""
    children = _children(links)
    waiting = {edit: len(named) for edit, named in links.items()}
    depths = {edit: 1 for edit, count in waiting.items() if not count}
    ready = list(depths)
    for edit in ready:  # grows while it is walked
        for child in children.get(edit, ()):
            waiting[child] -= 1
            if not waiting[child]:
                depths[child] = 1 + max(depths[parent] for parent in links[child])
                ready.append(child)
    return depths


def _core(links: Parents, depths: Mapping[bytes, int]) -> set[bytes]:
    """Edits in cycles, and between cycles: later edits on top of them do not change this."""
    core = {edit for edit in links if edit not in depths}
    # children of an edit of the core are all in it: they have an ancestor in a cycle too
    children = {edit: len(children) for edit, children in _children(links).items()}
    bare = [edit for edit in core if not children[edit]]
    for edit in bare:  # grows while it is walked
        core.discard(edit)
        for parent in links[edit]:
            children[parent] -= 1
            if parent in core and not children[parent]:
                bare.append(parent)
    return core


def _children(links: Parents) -> dict[bytes, list[bytes]]:
    children: dict[bytes, list[bytes]] = {edit: [] for edit in links}
    for edit, named in links.items():
        for parent in named:
            children[parent].append(edit)
    return children
