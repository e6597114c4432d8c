"""Problems as they are found, up to a number that anybody may want to read."""

from storage.formats.common.report import Problem

MOST = 1000


class Findings:
    """Collects problems; beyond `MOST` they are counted alone."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._more = 0

    def error(self, line: int, what: str) -> None:
        """Something is wrong on `line`."""
        self._add(Problem(line, what))

    def warn(self, line: int, what: str) -> None:
        """Something on `line` is legal, and may yet be a mistake."""
        self._add(Problem(line, what, warning=True))

    def take(self, problem: Problem) -> None:
        """Something that was found elsewhere."""
        self._add(problem)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems in the order they were found; a last one tells how many more there are."""
        if not self._more:
            return tuple(self._problems)
        last = self._problems[-1].line
        return (*self._problems, Problem(last, f"and {self._more} more problems"))

    def _add(self, problem: Problem) -> None:
        if len(self._problems) < MOST:
            self._problems.append(problem)
        else:
            self._more += 1


def short(value: object) -> str:
    """`value` as a message repeats it: on one line, and cut."""
    text = repr(value) if isinstance(value, str | int | float | None) else type(value).__name__
    return text if len(text) <= 60 else f"{text[:59]}…"
