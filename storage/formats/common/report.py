"""What a file of labels holds, whatever its format, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that is not as its format says.

    A warning is legal or harmless, and may still be a mistake.
    """

    line: int  # from 1; of the file that was asked about
    what: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a file, or a folder of them, holds.

    `labels` counts by name of the class, `classes` gives the name of each number in the file.
    None stands for what the format or the file does not say.
    """

    kind: str
    lines: int
    frames: int | None
    labels: Mapping[str, int] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    type: str | None = None
    job: str | None = None
    human: bool | None = None  # made by people; None also: some are, some are not
    adjusted: bool | None = None  # changed in an adjustment; None: this was none
    problems: tuple[Problem, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether there is nothing wrong but warnings."""
        return all(problem.warning for problem in self.problems)
