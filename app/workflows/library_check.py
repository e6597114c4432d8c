"""Looks at the whole library now and then: damage that nobody notices spreads into exports."""

from collections.abc import Generator
from datetime import UTC, datetime

from storage.library.integrity import check_integrity, is_check_due
from storage.library.library import Library
from storage.progress import Progress


def check_now_and_then(
    library: Library, now: datetime | None = None
) -> Generator[Progress, None, bool]:
    """Check the library if it is due; returns whether it was. Raises UserError if it is damaged."""
    yield Progress(0, 0)
    if not is_check_due(library, now or datetime.now(UTC)):
        return False
    check_integrity(library)
    return True
