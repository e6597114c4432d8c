"""What becomes of damaged Ground Truth files: 5,000 of them, as Markdown table lines."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.storage.formats.groundtruth.mutations import case, outcome

CASES = 5000


def run(cases: int = CASES) -> list[str]:
    """Damage and read as many; raises whatever a reader raises that is no UserError."""
    ends = []
    for seed in range(cases):
        with TemporaryDirectory() as folder:
            ends.append(outcome(case(seed), Path(folder)))
    kinds = Counter(end.kind for end in ends)
    calls = max(end.calls / (end.bytes + 1000) for end in ends)
    memory = max(end.memory for end in ends)
    return [
        "| damaged files | refused | problems told | sound | calls a byte, most | memory, most |",
        "|---:|---:|---:|---:|---:|---:|",
        f"| {cases:,} | {kinds['refused']:,} | {kinds['told']:,} | {kinds['sound']:,} "
        f"| {calls:.1f} | {memory / 1e6:.1f} MB |",
    ]


if __name__ == "__main__":
    print("\n".join(run()))
