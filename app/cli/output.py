"""What became of imported labels, in words."""

from app.workflows.label_import.merge import Imported


def import_summary(imported: Imported) -> str:
    """The counts, and where the proposals are."""
    counts = (
        f"{imported.written} new labels, {imported.proposed} proposals, "
        f"{imported.same} there already"
    )
    if not imported.proposed:
        return counts
    return f"{counts}. Proposals replace no label of a person; they are for review."
