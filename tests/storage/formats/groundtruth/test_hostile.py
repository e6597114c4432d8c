"""Whatever stands in a file: it is read, or somebody is told, at a cost that its size bounds."""

from pathlib import Path

import pytest

from tests.storage.formats.groundtruth.mutations import Outcome, case, outcome

EACH = 40  # cases of a test; `python -m tests.benchmarks manifests` takes 5,000


@pytest.mark.parametrize("first", range(0, 200, EACH))
def test_damaged_files_are_read_or_told(tmp_path: Path, first: int) -> None:
    ends = [outcome(case(seed), tmp_path / str(seed)) for seed in range(first, first + EACH)]

    assert {"told", "sound"} <= {end.kind for end in ends} <= {"refused", "told", "sound"}
    assert [end for end in ends if not within_bounds(end)] == []


def within_bounds(end: Outcome) -> bool:
    """A hundred calls and as many bytes of memory for each byte are much, and still no blow-up."""
    return end.calls < 20_000 + 100 * end.bytes and end.memory < (4 << 20) + 100 * end.bytes


@pytest.mark.parametrize(
    "text",
    [
        '{"source-ref":"s3://a/b","x":' + "[" * 200_000,
        '{"source-ref":"s3://a/b","x":"' + "\\" * 400_001,
        '{"tracking-annotations":[' + "{}," * 2_000 + "{}]}",
        '{"tracking-annotations":[' + "[]," * 5_000 + "[]]}",
        '{"frames":[' + "1," * 5_000 + '1],"prefix":"s3://a/b/"}',
        '{"' + '":1,"'.join(f"k{n}-metadata" for n in range(2_000)) + '":1}',
        "{}\n" * 2_000,
        "{" + "\n" * 5_000,
        '{"labels":[' + '{"label":"b"},' * 2_000 + "{}]}",
    ],
    ids=range(9),
)
def test_files_made_to_cost_much_do_not(tmp_path: Path, text: str) -> None:
    end = outcome({"a.manifest": text.encode()}, tmp_path)

    assert within_bounds(end)
