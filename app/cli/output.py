"""What became of imported labels, in words."""

from app.workflows.label_import.merge import ImportCounts


def import_summary(imported: ImportCounts) -> str:
    """The counts, and where the proposals are."""
    counts = (
        f"{imported.written} new labels, {imported.proposed} proposals, "
        f"{imported.same} already there"
    )
    if not imported.proposed:
        return counts
    return (
        f"{counts}. Proposals never replace a person's label. "
        "Show or remove them in the window, under Analyses of this video."
    )
