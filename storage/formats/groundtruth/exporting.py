"""Writing a Ground Truth data set: what it would cost, and doing it."""

from collections.abc import Generator

from storage.formats.groundtruth.request import Exported, ExportRequest, Plan
from storage.progress import Progress


def plan(request: ExportRequest) -> Generator[Progress, None, Plan]:
    """What `export` would write, without writing anything; encodes a few pictures as a sample.

    Raises UserError as `export` does where there is nothing to write.
    """
    raise NotImplementedError
    yield


def export(request: ExportRequest) -> Generator[Progress, None, Exported]:
    """Write the data set of `request`; yields once a picture or piece of a clip.

    What is interrupted lies beside as NAME.part, and the same request goes on there. Raises
    UserError if there is nothing to write, the place is taken, or disk or bucket refuse.
    """
    raise NotImplementedError
    yield
